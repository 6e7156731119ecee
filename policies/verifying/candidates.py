"""Which versions a file may be: by its fingerprint first, by its address after that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

import rfc8785
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from organisations import hostnames
from organisations.languages import codes
from organisations.models import Organisation
from policies.evidence.data import document_of
from policies.evidence.saved import Saved, host, path
from policies.models import Version
from policies.models.version import VersionQuerySet

# So many are compared with a file, and so many looked through for a text without a name.
MOST = 6
MOST_LIKE = 300
# So many claims of a file are followed: a genuine one makes a few.
MOST_CLAIMS = 50
MOST_SECTIONS = 300
_PLACE = re.compile(r"/(?P<language>[a-z]{2})/(?P<slug>[-a-z0-9_]+)/")


def every() -> VersionQuerySet:
    """All versions of the installation, cancelled ones too: for staff."""
    rows: VersionQuerySet = Version.objects.select_related(
        "policy__organisation", "withdrawal"
    )
    return rows


def public(organisation: Organisation) -> VersionQuerySet:
    """What visitors may know of: the same versions that addresses lead to."""
    began = Version.objects.filter(policy=OuterRef("policy")).effective(timezone.now())
    found: VersionQuerySet = (
        every().filter(Exists(began), policy__organisation=organisation).not_cancelled()
    )
    return found


def by_digest(digests: tuple[str, ...], scope: VersionQuerySet) -> VersionQuerySet:
    """The versions with one of these fingerprints, of the text or of the record."""
    rows = scope.filter(Q(digest__in=digests) | Q(record_digest__in=digests))
    return rows.order_by("sequence")


def of(saved: Saved, scope: VersionQuerySet) -> list[Version]:
    """The versions to compare the file with, the likeliest first."""
    found: dict[int, Version] = {}
    for version in _found(saved, scope):
        found.setdefault(version.pk, version)
        if len(found) == MOST:
            break
    claimed = saved.numbers
    return sorted(found.values(), key=lambda version: version.number not in claimed)


def _found(saved: Saved, scope: VersionQuerySet) -> Iterator[Version]:
    if saved.digests:
        yield from by_digest(saved.digests[:MOST_CLAIMS], scope)[:MOST]
    yield from _by_address(saved, scope)
    yield from _by_name(saved, scope)


def _by_address(saved: Saved, scope: VersionQuerySet) -> Iterator[Version]:
    numbers = saved.numbers[:MOST_CLAIMS]
    if not numbers:
        return
    absolute = [address for address in saved.addresses if host(address)]
    places = dict.fromkeys(filter(None, map(_place, absolute or saved.addresses)))
    for name, language, slug in islice(places, MOST_CLAIMS):
        where: dict[str, Any] = {f"policy__slug_{language}": slug}
        if name:
            where["policy__organisation__hosts__name"] = name
        yield from scope.filter(number__in=numbers, **where)[:MOST]


def _place(address: str) -> tuple[str, str, str] | None:
    """Host, language and slug of a policy's address."""
    found = _PLACE.match(path(address))
    if found is None or found["language"] not in codes():
        return None
    return hostnames.normalise(host(address)), found["language"], found["slug"]


def _by_name(saved: Saved, scope: VersionQuerySet) -> Iterator[Version]:
    """By the policy that data name; data without a name by the text itself."""
    if saved.data is None:
        return
    try:
        uid = UUID(str(saved.data.get("policy")))
    except ValueError:
        yield from _alike(saved, scope)
    else:
        numbers = saved.numbers[:MOST_CLAIMS]
        yield from scope.filter(policy__uid=uid, number__in=numbers)
        yield from scope.filter(policy__uid=uid).order_by("-number")[:MOST]


def _alike(saved: Saved, scope: VersionQuerySet) -> Iterator[Version]:
    """The versions with most of its sections, when that is at least half of them."""
    sections = _sections(saved)
    best: list[int] = []
    most = max(1, len(sections) // 2)
    rows = scope.select_related(None).order_by("-sequence").only("canonical")
    for row in islice(rows.iterator(chunk_size=20), MOST_LIKE):
        common = sum(section in row.canonical for section in sections)
        if common >= most:
            best = [*best, row.pk] if common == most else [row.pk]
            most = common
    yield from scope.filter(pk__in=best[:MOST])


def _sections(saved: Saved) -> list[str]:
    document = document_of(saved.data)
    found = document.get("sections") if document else None
    texts = []
    for section in found[:MOST_SECTIONS] if isinstance(found, list) else ():
        try:
            texts.append(rfc8785.dumps(section).decode())
        except (rfc8785.CanonicalizationError, ValueError, RecursionError):
            continue
    return texts
