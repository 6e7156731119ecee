"""The policies that an organisation published, as its landing page lists them (F35)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from organisations.languages import codes
from organisations.models import Organisation
from policies import paths
from policies.models import Policy, Version
from policies.pages import NAMES


def listed(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """Title, address and dates of each policy, in their order; of one whose text was
    withdrawn that it was. One query."""
    return [
        _line(version, organisation, language) for version in _current(organisation)
    ]


def current(organisation: Organisation) -> list[Version]:
    """The versions themselves, one of each policy, without those withdrawn."""
    return [row for row in _current(organisation) if row.withdrawn is None]


def _current(organisation: Organisation) -> list[Version]:
    """The version of each policy that took effect last. Reads no text but theirs."""
    policies = Policy.objects.filter(organisation=organisation)
    found: list[Version] = list(
        Version.objects.latest_of(policies, timezone.now())
        .select_related("policy", "withdrawal")
        .order_by("policy__position", "policy_id")
    )
    return found


def _line(
    version: Version, organisation: Organisation, language: str
) -> dict[str, Any]:
    policy, document = version.policy, version.document
    updated = document.updated
    return {
        "title": policy.title_in(language),
        "url": policy.path(language),
        "kind": policy.kind,
        "number": version.number,
        "withdrawn": version.withdrawn is not None,
        "versions_url": paths.under(policy, language, "versions"),
        "languages": [
            {"code": code, "url": policy.path(code), "label": NAMES.get(code, code)}
            for code in codes()
            if document.title.get(code)
        ],
        "effective_from": version.effective_from.astimezone(organisation.zone).date(),
        "updated": dt.date.fromisoformat(updated) if updated else None,
    }
