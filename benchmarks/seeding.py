"""Large installations made in bulk, the same as verbs would have made them one by one.

Digests and chains are right: `verify_versions` and `verify_audit` find nothing amiss.
For a database that is thrown away afterwards. Call inside a transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from django.contrib.sites.models import Site
from django.db import connection
from django.utils import timezone

from organisations.chain import ChainHead, ChainRecord
from organisations.languages import write
from organisations.models import AuditEntry, AuditHead, Host, Organisation
from policies import log
from policies.actions import anchors
from policies.compiling import draft_of, fill_draft
from policies.document import Document, Entry, Section
from policies.models import Draft, Policy, Version
from policies.models import Section as SectionRow
from policies.searching import index

AT_ONCE = 500
SLUGS = {"nl": "privacybeleid", "en": "privacy-policy"}
_TITLES = {"nl": "Privacybeleid", "en": "Privacy policy"}
_BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_SECTIONS, _ROWS = 12, 4
_NUMBER = "versie"
_LETTERS = "abcdefghijklmnoprstu"
_WORDS = [f"woord{one}{other}" for one in _LETTERS for other in _LETTERS]
_PASSAGES = """
    INSERT INTO policies_indexedpassage (version_id, language, anchor, heading, text)
    SELECT v.id, p.language, p.anchor, p.heading, p.text
    FROM policies_version v CROSS JOIN policies_indexedpassage p
    WHERE p.version_id = %s AND v.id IN ({}) ORDER BY v.id, p.id
"""
_WORDS_TOO = """
    INSERT INTO policies_words (rowid, heading, text)
    SELECT p.id, replace(' ' || w.heading, ' ' || %s, ' ' || o.organisation_id),
        replace(' ' || w.text, ' ' || %s, ' ' || o.organisation_id)
    FROM policies_indexedpassage f JOIN policies_words w ON w.rowid = f.id
    JOIN policies_indexedpassage p ON p.anchor = f.anchor AND p.language = f.language
    JOIN policies_version v ON v.id = p.version_id
    JOIN policies_policy o ON o.id = v.policy_id
    WHERE f.version_id = %s AND p.version_id IN ({})
"""


def organisations(count: int) -> None:
    """Add that many organisations, each with a host, a policy and a version in force."""
    first = Organisation.objects.count()
    text = replace(document(0), sections=document(0).sections[:3])
    written = text.canonical()
    for numbers in _parts(range(first, first + count)):
        made = _organisations(numbers)
        policies = [_policy(owner) for owner in made]
        Policy.objects.bulk_create(policies)
        rows = [_version(policy, 1, written, _BEGINNING) for policy in policies]
        _chained(log.lock(), rows)
        _drafts(policies, text)
        _indexed(rows)


def policy(owner: Organisation, slug: str, rows: int = 0) -> Policy:
    """A policy of an organisation with a draft, which has that many rows besides."""
    made = _policy(owner)
    write(made, "slug", {code: f"{slug}-{code}" for code in SLUGS})
    made.save()
    draft = draft_of(made)
    fill_draft(draft, document(0, rows))
    draft.save()
    return made


def versions(of: Policy, count: int) -> None:
    """Add that many versions to a policy, all in the past, a few hours apart.

    The last one can be searched, as every one that was published can.
    """
    had = Version.objects.filter(policy=of).count()
    step = (timezone.now() - _BEGINNING) / (had + count + 1)
    for numbers in _parts(range(had + 1, had + count + 1)):
        rows = [_version(of, n, canonical(n), _BEGINNING + n * step) for n in numbers]
        _chained(log.lock(), rows)
    if count:
        index.add(rows[-1])
        anchors.remember(of, rows[-1].document)


def audit_entries(of: Organisation, count: int) -> None:
    """Add that many entries to the audit trail."""
    for numbers in _parts(range(count)):
        rows = [
            AuditEntry(
                actor=f"user:{number % 7 + 1}",
                action="edit section",
                subject=f"Privacybeleid: deel-{number % _SECTIONS}",
                organisation=of,
                details={"changes": {"heading": ["", f"Deel {number}"]}},
                at=timezone.now(),
            )
            for number in numbers
        ]
        _chained(AuditHead.objects.select_for_update().get(pk=1), rows)


def document(number: int, rows: int = 0) -> Document:
    """A policy of two pages; with another number one paragraph reads otherwise.

    ``rows`` are spread over further sections, twenty in each.
    """
    chance = random.Random(1)
    sections = [_section(chance, n) for n in range(_SECTIONS)]
    place = number % _SECTIONS
    other = _rich(random.Random(place), 40)
    told = {
        c: text.replace(".</p>", f" {_NUMBER}{number}.</p>")
        for c, text in other.items()
    }
    sections[place] = replace(sections[place], intro=told)
    for start in range(0, rows, 20):
        entries = tuple(_entry(chance, n) for n in range(start, min(start + 20, rows)))
        sections.append(_section(chance, _SECTIONS + start // 20, entries))
    return Document(kind="privacy", title=_TITLES, sections=tuple(sections))


def canonical(number: int) -> bytes:
    """The canonical form of that document, without making it: there are thousands."""
    like = number % _SECTIONS
    named = b"%b%d.</p>"
    return _canonical(like).replace(
        named % (_NUMBER.encode(), like), named % (_NUMBER.encode(), number)
    )


@cache
def _canonical(number: int) -> bytes:
    return document(number).canonical()


def _section(
    chance: random.Random, number: int, entries: tuple[Entry, ...] = ()
) -> Section:
    return Section(
        id=f"s{number}",
        anchor=f"deel-{number}",
        kind="retention",
        heading={"nl": f"Deel {number}", "en": f"Part {number}"},
        intro=_rich(chance, 40),
        entries=entries or tuple(_entry(chance, n) for n in range(_ROWS)),
    )


def _entry(chance: random.Random, number: int) -> Entry:
    return Entry(
        id=f"e{number}",
        term={"nl": f"Gegeven {number}", "en": f"Item {number}"},
        description=_rich(chance, 12),
        attributes={"period": "P7Y"},
    )


def _rich(chance: random.Random, words: int) -> dict[str, str]:
    return {c: f"<p>{' '.join(chance.choices(_WORDS, k=words))}.</p>" for c in SLUGS}


def _organisations(numbers: Iterable[int]) -> list[Organisation]:
    names = [f"org{number:05}" for number in numbers]
    sites = Site.objects.bulk_create(
        Site(domain=f"{name}.localhost", name=name) for name in names
    )
    made = [
        Organisation(
            slug=name, trade_name=name.title(), legal_name=f"{name.title()} B.V.",
            site=site, single_person=True,
        )
        for name, site in zip(names, sites, strict=True)
    ]  # fmt: skip
    Organisation.objects.bulk_create(made)
    Host.objects.bulk_create(
        Host(name=f"{owner.slug}.localhost", organisation=owner, canonical=True)
        for owner in made
    )
    return made


def _policy(owner: Organisation) -> Policy:
    made = Policy(organisation=owner, kind="privacy")
    write(made, "title", _TITLES)
    write(made, "slug", SLUGS)
    return made


def _version(of: Policy, number: int, written: bytes, at: dt.datetime) -> Version:
    row = Version(
        policy=of, number=number, canonical=written.decode(),
        digest=hashlib.sha256(written).hexdigest(), publisher="user:1",
        effective_from=at, published_at=at, material=number % 5 == 0,
    )  # fmt: skip
    write(row, "note", {"nl": "Andere termijn.", "en": "Another period."})
    return row


def _drafts(policies: Sequence[Policy], text: Document) -> None:
    """Drafts that say what was published, as far as lists tell of them."""
    drafts = [Draft(policy=each, published_lock=0) for each in policies]
    Draft.objects.bulk_create(drafts)
    rows = []
    for draft in drafts:
        for position, section in enumerate(text.sections):
            row = SectionRow(
                draft=draft, position=position, uid=section.id, anchor=section.anchor,
                kind=section.kind, digest="0" * 64, published="0" * 64,
            )  # fmt: skip
            write(row, "heading", section.heading)
            rows.append(row)
    SectionRow.objects.bulk_create(rows, batch_size=AT_ONCE)


def _indexed(rows: Sequence[Version]) -> None:
    """What readers search: versions that say the same, as the first of them is kept."""
    index.add(rows[0])
    first, keys = rows[0], [row.pk for row in rows[1:]]
    if not keys:
        return
    places = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(_PASSAGES.format(places), [first.pk, *keys])
        if connection.vendor == "sqlite":
            # Each word begins with its organisation's number.
            owner = first.policy.organisation_id
            of_both = [owner, owner, first.pk, *keys]
            cursor.execute(_WORDS_TOO.format(places), of_both)


def _chained(head: ChainHead, rows: Sequence[ChainRecord]) -> None:
    """What `organisations.chain.append` does, for many rows at once."""
    for row in rows:
        row.sequence, row.previous_digest = head.sequence + 1, head.digest
        row.record_digest = row.computed_digest()
        head.sequence, head.digest = row.sequence, row.record_digest
    type(rows[0])._default_manager.bulk_create(rows)
    head.save()


def _parts(numbers: Iterable[int]) -> Iterator[list[Any]]:
    """Some at a time, so that memory stays what it is."""
    rest = iter(numbers)
    while part := list(islice(rest, AT_ONCE)):
        yield part
