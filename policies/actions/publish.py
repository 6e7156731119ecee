"""Publish: make an approved draft a version, now or from a moment on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from organisations import audit, clock
from organisations.languages import write
from policies import announcing, conditions, log
from policies.actions import anchors, plan_review, reviewing
from policies.actions.cancel_schedule import give_up
from policies.classifying import Classification, classify
from policies.compiling import DraftText, read_draft
from policies.document import Document
from policies.models import Draft, Manuscript, Policy, Version
from policies.searching import index
from policies.states import APPROVED, EDITING, TAKEN_BACK

MATERIAL, MINOR = "material", "minor"


@dataclass(frozen=True)
class Publication:
    """What the publisher says: from when, what changed, how much it matters.

    ``effective_from`` None means at once. ``seen`` is the draft's count as it was shown.
    ``scheduled`` says what becomes of versions that are scheduled already: "keep" or
    "cancel". ``override`` says why a change that looks material is called minor; it is
    for the audit trail alone. ``published_at`` is given only when a history is taken over from
    elsewhere: its texts were approved there.
    """

    effective_from: dt.datetime | None = None
    note: Mapping[str, str] = field(default_factory=dict)
    material: bool = True
    seen: int | None = None
    scheduled: str = ""
    override: str = ""
    published_at: dt.datetime | None = None


def publish(actor: Any, policy: Policy, publication: Publication) -> Version:
    """Publish the policy's draft and answer the new version.

    Raises `conditions.Unmet` with the reason, and then has changed nothing.
    """
    return publish_together(actor, [(policy, publication)])[0]


def publish_together(
    actor: Any, publications: Sequence[tuple[Policy, Publication]]
) -> list[Version]:
    """Publish the drafts of several policies, or none of them.

    What has no moment of its own takes effect at one and the same. Raises
    `conditions.Unmet` with the reason and, as ``policy``, whose it is.
    """
    # The trail's end is the last lock: its entries wait until every draft is locked.
    with transaction.atomic(), audit.gathered():
        head = log.lock()
        now = timezone.now()  # under the lock, so that moments follow the order
        made = []
        for policy, publication in publications:
            try:
                made.append(_publish(actor, policy, publication, head, now))
            except conditions.Unmet as unmet:
                unmet.policy = policy
                raise
        for version, (_policy, said) in zip(made, publications, strict=True):
            if said.published_at is None:
                announcing.published(version, actor)
    return made


def _publish(
    actor: Any, policy: Policy, publication: Publication, head: Any, now: dt.datetime
) -> Version:
    draft = Draft.objects.select_for_update().get(policy=policy)
    draft.policy = policy = _with_facts(policy)
    published = publication.published_at or now
    effective = publication.effective_from or published
    day = _day(policy, effective)
    text = read_draft(draft, day)
    pending = Version.objects.pending(policy, now)
    judged = check_publish(
        actor, draft, text, publication, effective, published, pending
    )
    if publication.scheduled == "cancel":
        give_up(actor, pending, head, now)
    version = _row(actor, policy, text.document, publication)
    version.effective_from, version.published_at = effective, published
    version.number = _next_number(policy)
    log.append(head, version)
    content = {"document": text.written.as_dict(), "ties": text.ties}
    Manuscript.objects.create(version=version, content=content)
    anchors.remember(policy, text.document)
    index.add(version)
    _record(version, draft, actor, _said_of_it(judged, publication))
    reviewing.close(reviewing.current(policy), TAKEN_BACK)  # by the command line alone
    draft.state, draft.writers = EDITING, []
    draft.published_lock = draft.lock_version
    draft.save(update_fields=["state", "writers", "published_lock"])
    draft.sections.update(published=F("digest"))
    plan_review.plan_next(policy)
    return version


def check_publish(
    actor: Any,
    draft: Draft,
    text: DraftText,
    publication: Publication,
    effective: dt.datetime,
    published: dt.datetime,
    pending: Sequence[Version],
) -> Classification | None:
    """Raise `conditions.Unmet` when the draft can't be published like this.

    ``text`` is what the draft says on that day, ``pending`` what is scheduled already.
    Answers whether the change is material, as far as rules can tell; None where it
    changes nothing, or was judged elsewhere.
    """
    policy, taken_over = draft.policy, publication.published_at is not None
    document = text.document
    given_up = pending if publication.scheduled == "cancel" else []
    replaced = Version.objects.replaced(policy, effective, given_up)
    conditions.may(actor, "publish", policy.organisation)
    conditions.unchanged_since(draft, publication.seen)
    conditions.has_text(document)
    conditions.variables_are_filled(text.written)
    conditions.is_valid(document)
    conditions.differs(document, replaced)
    if not taken_over:
        conditions.is_approved(draft, actor)
        conditions.is_as_approved(draft, document)
        conditions.no_change_is_asked(draft)
    newest = Version.objects.newest(policy)
    conditions.has_note(publication.note, publication.material, newest)
    conditions.moment_is_free(effective, published, replaced, newest)
    if taken_over:
        return None
    conditions.schedule_is_settled(pending, publication.scheduled)
    judged = classify(replaced.document, document) if replaced else None
    conditions.minor_is_explained(judged, publication.material, publication.override)
    return judged


def check_publish_now(actor: Any, draft: Draft, text: DraftText) -> None:
    """Raise `conditions.Unmet` when it can't be published now, called minor with a reason."""
    now = timezone.now()
    minor = Publication(material=False, scheduled="keep", override="-")
    check_publish(actor, draft, text, minor, now, now, [])


def can_publish(actor: Any, policy: Policy) -> bool:
    """Whether the actor could publish the draft now."""
    try:
        draft = Draft.objects.get(policy=policy)
        check_publish_now(actor, draft, read_draft(draft))
    except (conditions.Unmet, Draft.DoesNotExist):
        return False
    return True


def _with_facts(policy: Policy) -> Policy:
    """The policy with its organisation's facts as they are now, under the lock."""
    found: Policy = Policy.objects.select_related("organisation__authority").get(
        pk=policy.pk
    )
    return found


def midnight(policy: Policy, day: dt.date) -> dt.datetime:
    """The moment at which that day begins for the policy's organisation."""
    return clock.midnight(day, policy.organisation.zone)


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


def _said_of_it(
    judged: Classification | None, publication: Publication
) -> dict[str, Any]:
    """What the classifier proposed, what was chosen, and why when that is less."""
    if judged is None:
        return {}
    said = {
        "proposed": MATERIAL if judged.material else MINOR,
        "chosen": MATERIAL if publication.material else MINOR,
        "reasons": judged.codes,
    }
    less = judged.material and not publication.material
    return {**said, "override": publication.override.strip()} if less else said


def _record(
    version: Version, draft: Draft, actor: Any, judgement: dict[str, Any]
) -> None:
    """The trail says how the text was approved: by a colleague, one person, or nobody."""
    single = draft.state != APPROVED or reviewing.by_one_person(version.policy)
    how = "single person" if single else "colleague"
    audit.record(
        version.publisher,
        "publish",
        version,
        version.policy.organisation,
        number=version.number,
        digest=version.digest,
        approved_by="command line" if actor is None else how,
        **judgement,
    )
