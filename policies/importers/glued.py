"""Rows whose two cells were glued together: where does the second one begin?"""

from __future__ import annotations

import re
from collections import Counter

from django.utils.translation import gettext as _

from policies.importers.blocks import Findings
from policies.importers.lines import Line

_BOUNDARY = re.compile(r"(?<=[a-z0-9)\]])(?=[A-Z])")
_ACRONYM = re.compile(r"(?<=[A-Z])(?=[A-Z][a-z])")
_FIRST_WORD = re.compile(r"[^\s,;:/]{1,40}")


def split_rows(lines: list[Line], findings: Findings) -> list[list[str]] | None:
    """Each line as two cells; None when too many lines have no place to split."""
    places = [_places(line.text) for line in lines]
    if sum(not options for options in places) > len(lines) // 5:
        return None
    ends = Counter(
        line.text[at:]
        for line, options in zip(lines, places, strict=True)
        for at in options
    )
    openings = {
        _first_word(line.text[options[0] :])
        for line, options in zip(lines, places, strict=True)
        if len(options) == 1
    }
    return [
        _split(line, options, ends, openings, findings)
        for line, options in zip(lines, places, strict=True)
    ]


def _places(text: str) -> list[int]:
    text = text[:300]
    found = [match.start() for match in _BOUNDARY.finditer(text)]
    return found or [match.start() for match in _ACRONYM.finditer(text)]


def _split(
    line: Line,
    options: list[int],
    ends: Counter[str],
    openings: set[str],
    findings: Findings,
) -> list[str]:
    if not options:
        findings.doubt(line.number, line.text, _("No second column found in this row."))
        return [line.text, ""]

    def evidence(at: int) -> tuple[int, int]:
        end = line.text[at:]
        repeated = 2 if ends[end] > 1 else 0
        known = 1 if _first_word(end) in openings else 0
        return repeated + known, at

    best = max(options, key=evidence)
    if len(options) > 1 and not evidence(best)[0]:
        reason = _("The columns were glued together; split as “%(left)s | %(right)s”.")
        cells = {"left": line.text[:best], "right": line.text[best:]}
        findings.doubt(line.number, line.text, reason % cells)
    return [line.text[:best].strip(), line.text[best:].strip()]


def _first_word(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match.group() if match else ""
