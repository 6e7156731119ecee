"""Taking over a version from an exchange file: written by hand, or frozen elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from organisations import audit
from organisations.languages import write
from policies import log, schema
from policies.actions.publish import Publication, midnight, publish
from policies.compiling import draft_of, fill_draft
from policies.document import Document
from policies.models import Policy, Version
from privacysite.exchange import ExchangeError, sections

Data = Mapping[str, Any]


def take_over(policy: Policy, item: Data, number: int, *, known: bool) -> None:
    """Add the version to the policy; one that is known is only compared.

    A hand-written one goes through the same publishing as staff's; a frozen one is
    stored as it was, with the digest that it had.
    """
    if known:
        _compare(policy, item, number)
    elif "document" in item:
        _frozen(policy, item, number)
    else:
        _written(policy, item)


def _compare(policy: Policy, item: Data, number: int) -> None:
    if "document" not in item:
        return
    here = Version.objects.get(policy=policy, number=number)
    if here.digest != Document.from_dict(item["document"]).digest():
        raise ExchangeError(f"{policy} {number}: another text has this number here.")


def _written(policy: Policy, item: Data) -> None:
    draft = draft_of(policy)
    fill_draft(draft, sections.document(item, policy.kind, {}))
    draft.sections.filter(anchor__in=sections.registers(item.get("sections"))).update(
        register=True
    )
    draft.save()
    effective = _moment(policy, item["effective_from"])
    published = item.get("published_at")
    publish(
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


def _frozen(policy: Policy, item: Data, number: int) -> None:
    found = schema.problems(item["document"])
    if found:
        raise ExchangeError(f"{policy} {number}: {found[0]}")
    document = Document.from_dict(item["document"])
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
    write(version, "note", item.get("note") or {})
    log.append(log.lock(), version)
    audit.record(
        audit.SYSTEM, "take over", version, policy.organisation, digest=version.digest
    )
    draft = draft_of(policy)
    fill_draft(draft, document)
    draft.save()


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
