"""Publish: make the draft a version, now or from a moment on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from organisations import audit
from organisations.languages import write
from organisations.models import Role
from policies import conditions, log
from policies.compiling import compile_draft
from policies.document import Document
from policies.models import Draft, Policy, Version
from policies.states import EDITING


@dataclass(frozen=True)
class Publication:
    """What the publisher says: from when, what changed, how much it matters.

    ``effective_from`` None means at once. ``seen`` is the draft's count as it was shown.
    ``published_at`` is given only when a history is taken over from elsewhere.
    """

    effective_from: dt.datetime | None = None
    note: Mapping[str, str] = field(default_factory=dict)
    material: bool = True
    seen: int | None = None
    published_at: dt.datetime | None = None


def publish(actor: Any, policy: Policy, publication: Publication) -> Version:
    """Publish the policy's draft and answer the new version.

    Raises `conditions.Unmet` with the reason, and then has changed nothing.
    """
    with transaction.atomic():
        head = log.lock()
        draft = Draft.objects.select_for_update().get(policy=policy)
        published = publication.published_at or timezone.now()
        effective = publication.effective_from or published
        document = compile_draft(draft, _day(policy, effective))
        check_publish(actor, draft, document, publication, effective, published)
        version = _row(actor, policy, document, publication)
        version.effective_from, version.published_at = effective, published
        version.number = _next_number(policy)
        log.append(head, version)
        draft.state = EDITING
        draft.save(update_fields=["state"])
        audit.record(
            version.publisher, "publish", version, policy.organisation,
            number=version.number, digest=version.digest,
        )  # fmt: skip
    return version


def check_publish(
    actor: Any,
    draft: Draft,
    document: Document,
    publication: Publication,
    effective: dt.datetime,
    published: dt.datetime,
) -> None:
    """Raise `conditions.Unmet` when the draft can't be published like this."""
    policy = draft.policy
    latest = Version.objects.filter(policy=policy).order_by("-number").first()
    conditions.has_role(actor, Role.APPROVER, policy.organisation)
    conditions.unchanged_since(draft, publication.seen)
    conditions.has_text(document)
    conditions.is_valid(document)
    conditions.differs(document, latest)
    conditions.has_note(publication.note, publication.material, latest)
    conditions.moment_is_free(policy, effective, published)


def can_publish(actor: Any, policy: Policy) -> bool:
    """Whether the actor could publish the draft now, as a minor change."""
    try:
        draft = Draft.objects.get(policy=policy)
        now = timezone.now()
        check_publish(
            actor, draft, compile_draft(draft), Publication(material=False), now, now
        )
    except (conditions.Unmet, Draft.DoesNotExist):
        return False
    return True


def midnight(policy: Policy, day: dt.date) -> dt.datetime:
    """The moment at which that day begins for the policy's organisation."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=policy.organisation.zone)


def _day(policy: Policy, moment: dt.datetime) -> dt.date:
    return moment.astimezone(policy.organisation.zone).date()


def _next_number(policy: Policy) -> int:
    last = Version.objects.filter(policy=policy).order_by("-number").first()
    return last.number + 1 if last else 1


def _row(
    actor: Any, policy: Policy, document: Document, publication: Publication
) -> Version:
    version = Version(
        policy=policy,
        canonical=document.canonical().decode(),
        digest=document.digest(),
        publisher=audit.actor_id(actor),
        material=publication.material,
    )
    write(version, "note", publication.note)
    return version
