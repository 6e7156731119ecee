"""Say that the translations of a section, or of one of its rows, are right as they are."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import format_lazy

from organisations import audit
from policies import agreement, conditions
from policies.actions import drafting
from policies.compiling import entry_value, section_value, sum_up
from policies.models import Section


def mark_translated(actor: Any, section: Section, entry_uid: str = "") -> bool:
    """Take the flag away: a colleague read both languages, and they say the same (F15).

    Without ``entry_uid`` the section's own texts and all of its rows are meant. The
    text does not change, so the draft stays in its state. Answers whether anything was
    flagged. Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        draft = drafting.lock(section.draft, actor)
        section = drafting.fresh(draft, section)
        conditions.may(actor, "translate", draft.policy.organisation)
        marked = _mark_entries(section, entry_uid)
        if not entry_uid:
            marked += _mark(section, agreement.prints(section_value(section)))
        if marked:
            _sum_up(section)
            audit.record(
                audit.actor_id(actor), "mark translated",
                format_lazy("{}: {}", draft.policy, section.anchor),
                draft.policy.organisation,
                **({"entry": entry_uid} if entry_uid else {}),
            )  # fmt: skip
    return bool(marked)


def _mark_entries(section: Section, uid: str) -> int:
    rows = section.entries.filter(uid=uid) if uid else section.entries.all()
    return sum(_mark(row, agreement.prints(entry_value(row))) for row in rows)


def _mark(row: Any, now: agreement.Prints) -> int:
    agreed = agreement.agree(now)
    if agreed == row.agreed:
        return 0
    row.agreed = agreed
    row.save(update_fields=["agreed"])
    return 1


def _sum_up(section: Section) -> None:
    agreed = dict(section.entries.values_list("uid", "agreed"))
    sum_up(section, section_value(section), agreed)
    section.save(update_fields=["behind", "lacking"])
