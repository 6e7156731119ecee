"""Which paragraph of a DOCX file says which text: the list that the file brings along."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BOOKMARK = "u"
NAMESPACE = "urn:privacysite:policy"


@dataclass(frozen=True, slots=True)
class Unit:
    """One paragraph as it was written.

    ``key`` names the text that it is (part of), "" for words that belong to none.
    ``before`` and ``after`` are such words within the paragraph. ``level`` says in how
    many lists the text itself stands.
    """

    key: str
    before: str = ""
    after: str = ""
    level: int = 0


def as_json(units: Sequence[Unit], anchors: Mapping[str, str]) -> str:
    """The units by number, and which bookmark is which anchor of the policy."""
    data = {
        "units": [[u.key, u.before, u.after, u.level] for u in units],
        "anchors": anchors,
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> tuple[list[Unit], dict[str, str]]:
    """What `as_json` wrote; ValueError for anything else."""
    try:
        data: Any = json.loads(text)
        units = [
            Unit(str(key), str(before), str(after), int(level))
            for key, before, after, level in data["units"]
        ]
        return units, {str(k): str(v) for k, v in data["anchors"].items()}
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as fault:
        raise ValueError("no list of paragraphs") from fault
