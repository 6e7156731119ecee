"""Rows as answers. Every name that a version's formats have comes from its Edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from organisations.addresses import absolute
from organisations.languages import codes, texts
from policies import downloads, editions, paths
from policies.api import shapes
from policies.api.addresses import of_policy
from policies.document import Document
from policies.models import Policy, Version
from policies.views import leads


def policy(
    found: Policy, standing: Sequence[Version], now: dt.datetime
) -> shapes.Policy:
    """A policy with its versions in force and scheduled, which come the latest first."""
    *ahead, current = standing
    reviewed = leads.reviewed(found, current)
    return shapes.Policy(
        policy=str(found.uid),
        kind=found.kind,
        title=texts(found, "title"),
        slug=texts(found, "slug"),
        reviewed_on=reviewed.isoformat() if reviewed else None,
        current=facts(current, now, current),
        scheduled=[facts(row, now, current) for row in reversed(ahead)],
        links=shapes.PolicyLinks(
            self=of_policy(found),
            versions=of_policy(found, "versions"),
            current=of_policy(found, "current"),
            current_version=of_policy(found, "current-version"),
            page={
                code: absolute(found.organisation, found.path(code)) for code in codes()
            },
        ),
    )


def facts(
    row: Version, now: dt.datetime, current: Version | None
) -> shapes.VersionFacts:
    """A version without its text; the row may have been read without it."""
    bare = Document(kind="", title={}, updated=row.updated)
    return shapes.VersionFacts(**_facts(row, bare, now, current))


def version(row: Version, now: dt.datetime, current: Version | None) -> shapes.Version:
    """A version with its text."""
    document = row.document
    return shapes.Version(
        **_facts(row, document, now, current), document=document.as_dict()
    )


def _facts(
    row: Version, document: Document, now: dt.datetime, current: Version | None
) -> dict[str, Any]:
    edition = editions.of(row, document)
    return {
        **edition.as_dict(),
        "state": row.state(now, current),
        "withdrawn": withdrawn(row),
        "links": links(row),
    }


def withdrawn(row: Version) -> shapes.Withdrawn | None:
    """Since when and why a version no longer holds, when it does not."""
    if row.withdrawn is None:
        return None
    return shapes.Withdrawn(
        at=moment(row.withdrawn.at), reason=texts(row.withdrawn, "reason")
    )


def moment(at: dt.datetime) -> str:
    """A moment in UTC, as editions write it."""
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def links(row: Version) -> shapes.VersionLinks:
    """Where a version is, with the formats that it can be had in."""
    policy = row.policy
    pages = {code: paths.version(policy, code, row.number) for code in codes()}
    page = {code: absolute(policy.organisation, path) for code, path in pages.items()}
    readable = [] if row.withdrawn else downloads.on_offer()
    return shapes.VersionLinks(
        self=of_policy(policy, "versions", str(row.number)),
        policy=of_policy(policy),
        page=page,
        formats={
            form.name: {code: f"{url}policy.{form.name}" for code, url in page.items()}
            for form in readable
        },
    )
