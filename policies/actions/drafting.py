"""What all changes of a draft have in common: who may, the lock, the trace left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from organisations import audit
from organisations.languages import texts
from policies import announcing, conditions, kinds, richtext
from policies import document as doc
from policies.actions import reviewing
from policies.kinds.attributes import Attribute, LocalList
from policies.models import Draft, Section


def lock(draft: Draft, actor: Any, seen: int | None = None) -> Draft:
    """The draft, locked until the transaction ends, for an actor who may write it.

    ``seen`` is its count as the actor saw it; None when the change stands by itself.
    Raises `conditions.Unmet`.
    """
    found = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("policy__organisation")
        .get(pk=draft.pk)
    )
    conditions.may(actor, "edit", found.policy.organisation)
    conditions.unchanged_since(found, seen)
    return found


def lock_section(section: Section, actor: Any) -> Section:
    """The section as it is now, its draft locked as by `lock`; in one query.

    Raises `conditions.Unmet`, also when a colleague deleted it meanwhile.
    """
    # The draft first, as everywhere. What waited for a lock is read anew, and only that:
    # so the section is locked as well.
    found = (
        Section.objects.select_for_update(of=("draft", "self"))
        .select_related("draft__policy__organisation")
        .filter(pk=section.pk, draft=section.draft_id)
        .first()
    )
    if found is None:
        return fresh(lock(section.draft, actor), section)
    conditions.may(actor, "edit", found.draft.policy.organisation)
    return found


def fresh(draft: Draft, section: Section) -> Section:
    """The section as it is now that the draft is locked.

    Raises `conditions.Unmet` when a colleague deleted it meanwhile.
    """
    found = draft.sections.select_related("clause").filter(pk=section.pk).first()
    if found is None:
        raise conditions.Unmet("gone", _("That section is no longer there."))
    found.draft = draft
    return found


def touch(
    draft: Draft, actor: Any, action: str, subject: object, **details: Any
) -> None:
    """Leave the trace of a change: count, day, person, audit. Inside the transaction.

    A draft on which colleagues decided already goes before them again.
    """
    organisation = draft.policy.organisation
    who = audit.actor_id(actor)
    anew = reviewing.overtake(draft, actor)
    draft.writers = [*draft.writers, *([who] if who not in draft.writers else [])]
    draft.lock_version += 1
    draft.updated = timezone.localdate(timezone=organisation.zone)
    draft.changed_by = who
    draft.save()
    if anew is not None:
        announcing.review_asked(draft, anew, actor)
    about = format_lazy("{}: {}", draft.policy, subject)
    audit.record(who, action, about, organisation, **details)


def cleaned(section: doc.Section) -> doc.Section:
    """The section with every text through the allow-list, and plain lines folded."""
    kind = kinds.get(section.kind)
    return replace(
        section,
        heading=_lines(section.heading),
        intro=_rich(section.intro),
        outro=_rich(section.outro),
        attributes=_attributes(kind.section_attributes, section.attributes),
        entries=tuple(
            replace(
                entry,
                term=_lines(entry.term),
                description=_rich(entry.description),
                attributes=_attributes(kind.attributes, entry.attributes),
            )
            for entry in section.entries
        ),
    )


def check_valid(draft: Draft, section: doc.Section) -> None:
    """Raise `conditions.Unmet` when the section does not fit its kind's schema."""
    policy = draft.policy
    conditions.is_valid(
        doc.Document(
            kind=policy.kind, title=texts(policy, "title"), sections=(section,)
        )
    )


def check_anchor_is_free(draft: Draft, anchor: str, row: Section | None) -> None:
    """Raise `conditions.Unmet` when another section has that anchor."""
    others = draft.sections.exclude(pk=row.pk) if row else draft.sections.all()
    if others.filter(anchor=anchor).exists():
        raise conditions.Unmet(
            "anchor",
            _("Another section has the anchor “%(anchor)s” already.")
            % {"anchor": anchor},
        )


def _lines(text: Mapping[str, str]) -> dict[str, str]:
    folded = {code: " ".join(line.split()) for code, line in text.items()}
    return {code: line for code, line in folded.items() if line}


def _rich(text: Mapping[str, str]) -> dict[str, str]:
    clean = {code: richtext.sanitise(html) for code, html in text.items()}
    return {code: html for code, html in clean.items() if html}


def _attributes(
    attributes: Iterable[Attribute], data: Mapping[str, Any]
) -> dict[str, Any]:
    lists = {a.name for a in attributes if isinstance(a, LocalList)}
    return {
        name: [_inline(item) for item in value] if name in lists else value
        for name, value in data.items()
        if value not in (None, "", [], {})
    }


def _inline(item: Mapping[str, str]) -> dict[str, str]:
    return {code: richtext.sanitise_inline(html) for code, html in item.items()}
