"""Import: fill a policy's draft with a Document that was read from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace as changed
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.languages import codes, texts, write
from policies import conditions, editions
from policies import document as doc
from policies.actions import drafting
from policies.actions.add_section import free
from policies.compiling import NO_TIES, compile_draft, draft_of, fill_draft, ties
from policies.models import Draft, Policy, Version


def import_document(
    actor: Any,
    policy: Policy,
    document: doc.Document,
    language: str,
    *,
    replace: bool,
    returned: bool = False,
) -> list[str]:
    """Fill the draft with a document in one language; answers what needs a look.

    A draft that is written in the other language only is joined with it by position.
    Otherwise the text is replaced; what was not published is lost only when ``replace``
    says so. ``returned`` is a file that this house made: the draft's other languages
    stay, and what the draft's sections are tied to. Raises `conditions.Unmet` and then
    has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(draft_of(policy), actor)
        current = compile_draft(draft)
        tied = ties(draft) if returned else NO_TIES
        lines: list[str] = []
        if joins(current, language):
            document, lines = _join(current, document, language)
        else:
            check_import(draft, current, replace=replace)
            if returned:
                document = _edited(draft, current, document, language)
        fill_draft(draft, _numbered(document), tied)
        lines += _retitled(actor, draft.policy, document.title, language)
        said = compile_draft(draft)
        drafting.touch(draft, actor, "import", language)
        if _own_day_holds(draft.policy, said, returned=returned):
            Draft.objects.filter(pk=draft.pk).update(updated=_day(said.updated))
    return lines


def check_import(draft: Draft, current: doc.Document, *, replace: bool) -> None:
    """Raise `conditions.Unmet` when the import would lose what was not published."""
    if not replace and has_unpublished(draft, current):
        raise conditions.Unmet(
            "unpublished",
            _("The draft has changes that were not published. "
              "Publish them first, or choose to replace them."),
        )  # fmt: skip


def joins(current: doc.Document, language: str) -> bool:
    """Whether a text in that language is joined: the draft is in other ones only."""
    written = _languages(current)
    return bool(written) and language not in written


def has_unpublished(draft: Draft, current: doc.Document) -> bool:
    """Whether the draft says what no version says."""
    latest = Version.objects.filter(policy=draft.policy).order_by("-number").first()
    if latest is None:
        return bool(current.sections)
    return bool(latest.document.sections != current.sections)


def _languages(document: doc.Document) -> set[str]:
    """The languages in which the sections say something; the title says nothing."""
    found: set[str] = set()
    for section in document.walk():
        found |= {*section.heading, *section.intro, *section.outro}
        for entry in section.entries:
            found |= {*entry.term, *entry.description}
    return found


def _join(
    current: doc.Document, new: doc.Document, language: str
) -> tuple[doc.Document, list[str]]:
    from policies import importers

    first, second = (new, current) if language == codes()[0] else (current, new)
    joined, lines = importers.join(first, second)
    return changed(joined, updated=max(current.updated, new.updated)), list(lines)


def _edited(
    draft: Draft, current: doc.Document, new: doc.Document, language: str
) -> doc.Document:
    from policies import importers

    return importers.edited(new, compile_draft(draft, raw=True), current, language)


def _numbered(document: doc.Document) -> doc.Document:
    """Ids and anchors unique, as the draft's rows must have them."""
    taken: dict[str, set[str]] = {"id": set(), "anchor": set()}

    def walk(section: doc.Section) -> doc.Section:
        section = changed(
            section,
            id=free(taken["id"], section.id),
            anchor=free(taken["anchor"], section.anchor),
        )
        return changed(section, sections=tuple(walk(s) for s in section.sections))

    return changed(document, sections=tuple(walk(s) for s in document.sections))


def _is_public(policy: Policy) -> bool:
    """Whether readers see its title: another one is publishing, not drafting."""
    return policy.versions.exists()


def _may_rename(actor: Any, policy: Policy) -> bool:
    try:
        conditions.may(actor, "rename", policy.organisation)
    except conditions.Unmet:
        return False
    return True


def _retitled(
    actor: Any, policy: Policy, called: doc.Text, language: str
) -> Iterator[str]:
    """Call the policy what the imported text calls itself.

    A title that readers see stays: another one would be in their navigation at once.
    That is said instead.
    """
    title, own = called.get(language, ""), texts(policy, "title")
    if not title or title == own.get(language):
        return
    if not _is_public(policy) or (language not in own and _may_rename(actor, policy)):
        write(policy, "title", {**own, language: title})
        policy.save()
    else:
        yield _(
            "The title stays “%(own)s”, because readers see it; the file says "
            "“%(title)s”. You change it under the policy's facts."
        ) % {"own": own.get(language, ""), "title": title}


def _own_day_holds(policy: Policy, said: doc.Document, *, returned: bool) -> bool:
    """Whether the text changed last on the day that its file gives, not today.

    A file of this house has the day of the version that it was made of: of these words
    alone. Somebody else's page says itself when it changed, unless what it replaces has
    changed since.
    """
    now = timezone.now()
    standing = Version.objects.pending(policy, now)
    if current := Version.objects.in_force(policy, now):
        standing.append(current)
    if any(_words(version.document) == _words(said) for version in standing):
        return True
    days = {editions.of(version).changed.isoformat() for version in standing}
    return not returned and all(not said.updated or day < said.updated for day in days)


def _words(document: doc.Document) -> tuple[str, doc.Text, tuple[doc.Section, ...]]:
    return document.updated, document.title, document.sections


def _day(date: str) -> dt.date | None:
    return dt.date.fromisoformat(date) if date else None
