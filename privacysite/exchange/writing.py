"""An organisation as plain data in the exchange format, with all its versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from organisations.languages import texts
from organisations.models import Organisation
from policies.compiling import draft_of
from policies.models import Policy
from privacysite.exchange import FORMAT, approval, drafts, filled, history, library
from privacysite.exchange.reading import PLAIN_FACTS


def write(organisation: Organisation) -> dict[str, Any]:
    """Everything of the organisation: facts, hosts, registers, clauses, policies,
    versions."""
    return {
        "format": FORMAT,
        "organisation": _facts(organisation),
        "hosts": [
            {"name": host.name, "canonical": host.canonical}
            for host in organisation.hosts.all()
        ],
        "rebrandings": [
            filled(old_host=r.old_host, old_path=r.old_path, old_name=r.old_name,
                    mode=r.mode, paths=r.paths)
            for r in organisation.rebrandings.all()
        ],
        "processors": [_processor(row) for row in organisation.processors.all()],
        "cookie_types": [
            filled(type=row.type, name=texts(row, "name"),
                    definition=texts(row, "definition"), used=row.used,
                    where=texts(row, "where"))
            for row in organisation.cookie_types.all()
        ],
        "cookies": [_cookie(row) for row in organisation.cookies.all()],
        "approval_steps": approval.write(organisation),
        "clauses": library.write(organisation),
        "policies": [_policy(policy) for policy in organisation.policies.all()],
    }  # fmt: skip


def _facts(organisation: Organisation) -> dict[str, Any]:
    facts = {name: getattr(organisation, name) for name in PLAIN_FACTS}
    since = organisation.gpc_since
    facts["gpc_since"] = since.isoformat() if since else None
    return filled(
        slug=organisation.slug,
        **facts,
        parent=organisation.parent.slug if organisation.parent else None,
        dpo_name=texts(organisation, "dpo_name"),
        landing=texts(organisation, "landing"),
        authority=filled(**organisation.authority.facts())
        if organisation.authority
        else None,
    )


def _processor(row: Any) -> dict[str, Any]:
    return filled(
        id=row.uid, name=row.name, service=texts(row, "service"),
        scope=texts(row, "scope"), country=row.country, mechanism=row.mechanism,
        role=row.role, privacy_url=row.privacy_url, dpa_url=row.dpa_url,
        opt_out_url=row.opt_out_url,
        **{"from": row.since.isoformat() if row.since else None},
        until=row.until.isoformat() if row.until else None,
    )  # fmt: skip


def _cookie(row: Any) -> dict[str, Any]:
    return filled(
        id=row.uid, name=row.name, provider=row.provider, party=row.party,
        purpose=texts(row, "purpose"), category=row.category, duration=row.duration,
        storage=row.storage, domain=row.domain,
    )  # fmt: skip


def _policy(policy: Policy) -> dict[str, Any]:
    versions = policy.versions.select_related("withdrawal", "manuscript")
    return {
        "uid": str(policy.uid),
        "kind": policy.kind,
        "slug": texts(policy, "slug"),
        "title": texts(policy, "title"),
        "review_months": policy.review_months,
        **filled(
            next_review=_day(policy.next_review),
            reviewed_on=_day(policy.reviewed_on),
            follows=_follows(policy.follows),
        ),
        "versions": [history.write(v) for v in versions.order_by("number")],
        "draft": drafts.write(draft_of(policy)),
    }


def _follows(parent: Policy | None) -> dict[str, Any] | None:
    if parent is None:
        return None
    return {
        "organisation": parent.organisation.slug,
        "kind": parent.kind,
        "slug": texts(parent, "slug"),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
