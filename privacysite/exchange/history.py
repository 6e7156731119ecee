"""Versions in an exchange file: out, and taken over from one.

What comes in was written by hand, or frozen elsewhere.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F
from django.utils import timezone

from organisations import audit
from organisations.languages import texts
from organisations.languages import write as put
from policies import borrowing, log, schema
from policies.actions import anchors, plan_review
from policies.actions.publish import Publication, midnight, publish
from policies.compiling import draft_of, fill_draft
from policies.document import Document
from policies.importers import sections
from policies.models import Manuscript, Policy, Version, Withdrawal
from policies.searching import index
from privacysite.exchange import Data, ExchangeError, filled


def write(version: Version) -> dict[str, Any]:
    """The version as it was published, and as it was written."""
    return filled(
        effective_from=version.effective_from.isoformat(),
        published_at=version.published_at.isoformat(),
        publisher=version.publisher,
        note=texts(version, "note"),
        digest=version.digest,
        document=version.document.as_dict(),
        written=_manuscript(version),
        withdrawn=_withdrawal(version.withdrawn),
    ) | {"material": version.material}


def take_over(policy: Policy, item: Data, number: int, *, known: bool) -> None:
    """Add the version to the policy; one that is known is only compared.

    A hand-written one goes through the same publishing as staff's; a frozen one is
    stored as it was, with the digest that it had.
    """
    if known:
        version = _compare(policy, item, number)
    elif "document" in item:
        version = _frozen(policy, item, number)
    else:
        version = _written(policy, item)
    if item.get("withdrawn") and version.withdrawn is None:
        _withdraw(version, item["withdrawn"])


def _manuscript(version: Version) -> dict[str, Any]:
    """The text is left out where it is the printed one: it has no variables."""
    kept = getattr(version, "manuscript", None)
    if kept is None:
        return {}
    content = dict(kept.content)
    if content["document"] == version.document.as_dict():
        del content["document"]
    return content


def _withdrawal(row: Withdrawal | None) -> dict[str, Any]:
    if row is None:
        return {}
    reason = texts(row, "reason")
    return {"at": row.at.isoformat(), "actor": row.actor, "reason": reason}


def _compare(policy: Policy, item: Data, number: int) -> Version:
    here: Version = Version.objects.select_related("withdrawal").get(
        policy=policy, number=number
    )
    said = item.get("document")
    if said is not None and here.digest != Document.from_dict(said).digest():
        raise ExchangeError(f"{policy} {number}: another text has this number here.")
    return here


def _written(policy: Policy, item: Data) -> Version:
    draft = draft_of(policy)
    written = sections.document(item, policy.kind, {})
    fill_draft(draft, written, sections.ties(item.get("sections")))
    draft.save()
    effective = _moment(policy, item["effective_from"])
    published = item.get("published_at")
    return publish(
        None,
        policy,
        Publication(
            effective_from=effective,
            note=item.get("note") or {},
            material=item.get("material", True),
            published_at=_moment(policy, published) if published else
            min(effective, timezone.now()),
        ),
    )  # fmt: skip


def _frozen(policy: Policy, item: Data, number: int) -> Version:
    document = _checked(f"{policy} {number}", item["document"])
    if item.get("digest") and item["digest"] != document.digest():
        raise ExchangeError(f"{policy} {number}: the text does not match its digest.")
    version = Version(
        policy=policy,
        number=number,
        canonical=document.canonical().decode(),
        digest=document.digest(),
        effective_from=_moment(policy, item["effective_from"]),
        published_at=_moment(policy, item["published_at"]),
        publisher=item.get("publisher", audit.SYSTEM),
        material=item.get("material", True),
    )
    put(version, "note", item.get("note") or {})
    log.append(log.lock(), version)
    anchors.remember(policy, document)
    index.add(version)
    if item.get("written"):
        _keep_manuscript(version, item["written"])
    audit.record(
        audit.SYSTEM, "take over", version, policy.organisation, digest=version.digest
    )
    _draft_from(version)
    plan_review.plan_next(policy)
    return version


def _keep_manuscript(version: Version, data: Data) -> None:
    document = data.get("document") or version.document.as_dict()
    _checked(f"{version} (as written)", document)
    content = {"document": document, "ties": sections.known_ties(data.get("ties"))}
    Manuscript.objects.create(version=version, content=content)


def _draft_from(version: Version) -> None:
    """The draft goes on from the version, as after publishing it.

    One that somebody is writing stays, and is compared with the version from now on.
    """
    draft = draft_of(version.policy)
    document, ties = borrowing.written(version)
    if draft.changed_by and draft.lock_version != draft.published_lock:
        for section in document.walk():
            rows = draft.sections.filter(uid=section.id)
            rows.update(published=section.own_digest())
        return
    fill_draft(draft, document, ties)
    draft.published_lock = draft.lock_version
    draft.save()
    draft.sections.update(published=F("digest"))


def _withdraw(version: Version, data: Data) -> None:
    row = Withdrawal(
        version=version,
        at=_moment(version.policy, data["at"]),
        actor=data.get("actor", audit.SYSTEM),
    )
    put(row, "reason", data["reason"])
    log.append(log.lock(), row)
    organisation, at = version.policy.organisation, row.at.isoformat()
    audit.record(audit.SYSTEM, "take over", version, organisation, withdrawn=at)


def _checked(name: str, data: Data) -> Document:
    found = schema.problems(data)
    if found:
        raise ExchangeError(f"{name}: {found[0]}")
    return Document.from_dict(data)


def _moment(policy: Policy, value: Any) -> dt.datetime:
    """A day begins at midnight of the organisation's zone; a moment is itself."""
    if isinstance(value, str):
        value = (
            dt.datetime.fromisoformat(value)
            if "T" in value
            else dt.date.fromisoformat(value)
        )
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=policy.organisation.zone)
    return midnight(policy, value)
