"""Policies read from an exchange file: their versions, their draft, what they follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from organisations.languages import write
from organisations.models import Organisation
from policies.actions.borrow import check_follow
from policies.compiling import draft_of
from policies.conditions import Unmet
from policies.models import Policy, Version
from privacysite.exchange import Data, Warn, drafts
from privacysite.exchange.history import take_over


def read(organisation: Organisation, items: Iterable[Data], warn: Warn) -> None:
    """Add what is not here yet; then the policies that others follow can be found."""
    found = [
        (_policy(organisation, item, position), item)
        for position, item in enumerate(items)
    ]
    for policy, item in found:
        if item.get("follows") and policy.follows is None:
            _follow(policy, item["follows"], warn)


def _policy(organisation: Organisation, item: Data, position: int) -> Policy:
    slug = item["slug"]
    policy = Policy.objects.filter(
        organisation=organisation, slug_nl=slug["nl"]
    ).first()
    new = policy is None
    policy = policy or Policy(organisation=organisation)
    if item.get("uid") and new:
        policy.uid = item["uid"]
    policy.kind, policy.position = item["kind"], position
    if new and item.get("review_months"):
        policy.review_months = item["review_months"]
    write(policy, "title", item["title"])
    write(policy, "slug", slug)
    policy.full_clean(exclude=["title", "slug"])
    policy.save()
    _texts(policy, item)
    if new:
        _plan(policy, item)
    return policy


def _texts(policy: Policy, item: Data) -> None:
    known = set(Version.objects.filter(policy=policy).values_list("number", flat=True))
    versions = item.get("versions") or ()
    for number, version in enumerate(versions, 1):
        take_over(policy, version, number, known=number in known)
    fresh = versions or not draft_of(policy).sections.exists()
    if item.get("draft") and fresh and not known:  # never over what is being written
        drafts.read(policy, item["draft"], published=bool(versions))


def _plan(policy: Policy, item: Data) -> None:
    """When it is read again, as planned there; else publishing planned it."""
    names = [name for name in ("next_review", "reviewed_on") if name in item]
    for name in names:
        setattr(policy, name, day(item[name]))
    policy.save(update_fields=names)


def _follow(policy: Policy, data: Data, warn: Warn) -> None:
    slugs = {f"slug_{code}": slug for code, slug in data["slug"].items()}
    parent = Policy.objects.filter(
        organisation__slug=data["organisation"], kind=data["kind"], **slugs
    ).first()
    if parent is None:
        warn(f"The policy that “{policy}” follows is not here: {data['organisation']}.")
        return
    try:
        check_follow(policy, parent)
    except Unmet as unmet:
        warn(f"“{policy}” does not follow “{parent}”: {unmet.message}")
        return
    policy.follows = parent
    policy.save(update_fields=["follows"])


def day(value: Any) -> dt.date | None:
    """A day as YAML or JSON has it."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
