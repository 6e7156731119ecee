"""What pages have said of processors, as it was said then: announcements pass."""

from __future__ import annotations

from typing import Any

from policies import notices
from policies.models import ProcessorNotice, Version


def announcements(version: Version, language: str) -> dict[str, Any]:
    """All that the page of a version may have announced, for its template."""
    block = notices.block(version, version.document, language)
    if not block:
        return {}
    organisation = version.policy.organisation
    rows = ProcessorNotice.objects.filter(organisation=organisation)
    return {**block, "upcoming": [_then(row, language) for row in rows]}


def _then(row: ProcessorNotice, language: str) -> notices.Told:
    """As it was announced, also when its day has come: what was taken back is told so."""
    row.taken_back_at = row.taken_back_at or row.announced_at
    return notices.told(row, row.organisation, language)
