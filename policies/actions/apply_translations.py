"""Apply translations: write what a translator sent back into the draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policies import agreement, conditions
from policies import document as doc
from policies.actions import drafting
from policies.actions.edit_section import write_over
from policies.compiling import entry_value, section_value, sum_up
from policies.models import Draft, Section
from policies.translatable import translatable
from policies.xliff.applying import with_texts
from policies.xliff.fields import fields
from policies.xliff.proposals import CONFLICT, Proposal


@dataclass(frozen=True)
class Languages:
    """From which language to which one was translated."""

    source: str
    target: str


@dataclass
class _Change:
    """What a section shall say, and which of its units were compared with their source."""

    texts: dict[str, str] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)  # entries, "" for the section's own


def apply_translations(
    actor: Any,
    draft: Draft,
    languages: Languages,
    proposals: Sequence[Proposal],
    *,
    seen: int | None = None,
) -> int:
    """Write the proposed texts, all or none; answers how many changed.

    Only the target language is written. ``seen`` is the draft's count as the proposals
    were shown. Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        locked = drafting.lock(draft, actor, seen)
        check_apply(actor, locked, languages, proposals)
        changes = _by_section(proposals)
        rows = locked.sections.filter(uid__in=changes).prefetch_related("entries")
        written = {row: _value(row, changes[row.uid], languages) for row in rows}
        _check_valid(locked, list(written.values()))
        for row, value in written.items():
            write_over(row, value, register=row.register, seen=None)
            _settle(row, changes[row.uid], languages)
            sum_up(row, value, dict(row.entries.values_list("uid", "agreed")))
            row.save(update_fields=["behind", "lacking"])
        drafting.touch(
            locked, actor, "import translation", languages.target, texts=len(proposals)
        )
    draft.refresh_from_db()
    return len(proposals)


def check_apply(
    actor: Any, draft: Draft, languages: Languages, proposals: Sequence[Proposal]
) -> None:
    """Raise `conditions.Unmet` when the draft can't take these texts."""
    conditions.may(actor, "translate", draft.policy.organisation)
    if not proposals:
        raise conditions.Unmet(
            "nothing", _("Choose at least one text that shall be applied.")
        )
    there = {f.key: f.text for f in fields(translatable(draft).document)}
    for proposal in proposals:
        text: Mapping[str, str] = there.get(proposal.key, {})
        now = (text.get(languages.source, ""), text.get(languages.target, ""))
        if not proposal.applicable or now != (proposal.source_now, proposal.old):
            raise conditions.Unmet(
                "changed",
                _("“%(place)s” says something else than when it was compared. Look at "
                  "the file again.") % {"place": proposal.place},
            )  # fmt: skip


def can_apply(actor: Any, draft: Draft) -> bool:
    """Whether the actor may write translations into this draft."""
    try:
        with transaction.atomic():
            locked = drafting.lock(draft, actor)
            conditions.may(actor, "translate", locked.policy.organisation)
    except conditions.Unmet:
        return False
    return True


def _by_section(proposals: Sequence[Proposal]) -> dict[str, _Change]:
    found: dict[str, _Change] = defaultdict(_Change)
    for proposal in proposals:
        section, entry, _name = proposal.key.split(":", 2)
        found[section].texts[proposal.key] = proposal.new
        if proposal.status == CONFLICT:
            found[section].doubted.add(entry)
    return dict(found)


def _value(row: Section, change: _Change, languages: Languages) -> doc.Section:
    return drafting.cleaned(
        with_texts(section_value(row), change.texts, languages.target)
    )


def _check_valid(draft: Draft, sections: Sequence[doc.Section]) -> None:
    """All at once: the schema is made once."""
    conditions.is_valid(
        doc.Document(
            kind=draft.policy.kind, title={"nl": "–"}, sections=tuple(sections)
        )
    )


def _settle(row: Section, change: _Change, languages: Languages) -> None:
    """A translation of the source as it is doesn't make that source the late one."""
    touched = {key.split(":", 2)[1] for key in change.texts} - change.doubted
    if "" in touched:
        _agree(row, agreement.prints(section_value(row)), languages)
    for entry in row.entries.filter(uid__in=touched):
        _agree(entry, agreement.prints(entry_value(entry)), languages)


def _agree(row: Any, now: agreement.Prints, languages: Languages) -> None:
    if languages.source in agreement.stale(row.agreed, now):
        row.agreed = agreement.agree(now)
        row.save(update_fields=["agreed"])
