"""A verdict and a version as the public page shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from organisations.addresses import absolute
from policies import paths
from policies.models import Version
from policies.verifying import telling
from policies.verifying.verdict import Verdict


def of(row: Version, language: str) -> dict[str, Any]:
    """A version that was recognised: what it is called, where it is, how it stands."""
    readable = row.withdrawn is None
    path = paths.version(row.policy, language, row.number)
    return {
        "number": row.number,
        "title": row.policy.title_in(language),
        "digest": row.digest,
        "record_digest": row.record_digest,
        "standing": telling.standing(row),
        "url": path if readable else "",
        "absolute_url": absolute(row.policy.organisation, path),
        "evidence_url": f"{path}evidence.zip" if readable else "",
    }


def verdict(found: Verdict) -> dict[str, Any]:
    """The verdict with its differences; of a withdrawn text only where they are."""
    row = found.version
    hidden = row is not None and row.withdrawn is not None
    shown = found.differences[: telling.MOST]
    return {
        "outcome": found.outcome,
        "headline": telling.headline(found),
        "version": of(row, (get_language() or "en")[:2]) if row is not None else None,
        "language": found.language,
        "differences": shown,
        "hidden": hidden,
        "more": len(found.differences) - len(shown),
        "remarks": list(telling.remarks(found)),
    }
