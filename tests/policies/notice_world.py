"""Organisations whose readers are told of processors, and a register to change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from organisations.languages import write
from organisations.models import Organisation
from policies import notices
from policies.actions.announce_processor import announce_processor
from policies.compiling import draft_of, fill_draft
from policies.document import Document, Section
from policies.models import Policy, Processor, ProcessorNotice
from tests import world

NAMES = {"nl": "Verwerkers", "en": "Processors"}


def telling(slug: str = "acme", **facts: Any) -> Organisation:
    """An organisation with a policy in force that names its processors."""
    facts = {"dpo_email": f"dpo@{slug}.example", **facts}
    made = world.organisation(slug, **facts)
    naming(made)
    return made


def naming(at: Organisation, slug: str = "privacy") -> Policy:
    """A policy in force since 2024 with a section of processors."""
    policy = world.policy(at, slug)
    section = Section(id="p", anchor="who", kind="processors", heading=NAMES)
    written = Document(
        kind="privacy", title=world.document().title, sections=(section,)
    )
    draft = draft_of(policy)
    fill_draft(draft, written)
    draft.save()
    world.published(policy, "2024-01-01")
    return policy


def ahead(at: Organisation, days: int) -> dt.date:
    return notices.today(at) + dt.timedelta(days=days)


def processor(at: Organisation, name: str = "Stripe", **facts: Any) -> Processor:
    """A row of the register, not saved yet."""
    made = Processor(
        organisation=at, uid=name.lower(), name=name, country="IE", **facts
    )
    write(made, "service", {"nl": "betalingen", "en": "payments"})
    return made


def saved(
    row: Processor, actor: Any = None, reason: str = "", **changes: Any
) -> list[ProcessorNotice]:
    """The row changed and saved, as the admin does it: what was announced by that."""
    before = Processor.objects.filter(pk=row.pk).first() if row.pk else None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return announce_processor(actor, row, before, reason)
