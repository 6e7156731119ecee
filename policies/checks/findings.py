"""A finding: what a check says of one place of a Document, as data.

Its words are looked up by code in ``policies.checks.wording``, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from policies.document import Entry, Section
from policies.texts import names

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is amiss.

    ``section`` and ``entry`` are ids, "" where the document as a whole or the section's
    own text is meant. ``language`` is the one to mend, "" when it can be either.
    ``params`` has the section's ``kind``, ``heading`` and ``term`` (texts per language),
    and what the message needs.
    """

    code: str
    severity: Severity
    section: str = ""
    anchor: str = ""
    entry: str = ""
    language: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def finding(
    code: str,
    severity: Severity,
    section: Section,
    unit: Section | Entry,
    language: str = "",
    **params: Any,
) -> Finding:
    """A finding about a section's own text, or about one of its entries."""
    in_entry = isinstance(unit, Entry)
    return Finding(
        code=code,
        severity=severity,
        section=section.id,
        anchor=section.anchor,
        entry=unit.id if in_entry else "",
        language=language,
        params={
            "kind": section.kind,
            "heading": dict(section.heading),
            **({"term": names(unit)} if isinstance(unit, Entry) else {}),
            **params,
        },
    )
