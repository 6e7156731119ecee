"""Whether Dutch texts address the reader as the organisation does: u or je (F24)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.checks.findings import Finding, finding
from policies.document import Document
from policies.texts import Unit, passages, units

FORMAL, INFORMAL = "formal", "informal"
# Not the U of "E.U." or "U.S.", nor of an address or a code.
_AROUND = r"(?<![\w.@/-]){}(?![\w@/-]|\.\w)"
_WORDS = {
    FORMAL: re.compile(_AROUND.format("(?:u|uw|uzelf)"), re.IGNORECASE),
    INFORMAL: re.compile(
        _AROUND.format("(?:je|jij|jou|jouw|jezelf|jullie)"), re.IGNORECASE
    ),
}
_TAG = re.compile(r"<[^<>]*>")
_FOREIGN = re.compile(r'<(\w+)[^<>]*\slang="(?!nl)[^"]*"[^<>]*>.*?</\1>', re.DOTALL)


def form_of_address(document: Document, form: str) -> Iterator[Finding]:
    """Where a Dutch text uses the other form, or, without a form, the rarer one."""
    used = [
        (section, unit, words)
        for section in document.walk()
        for unit in units(section)
        if any((words := _used(unit)).values())
    ]
    wanted = form or _usual(words for _section, _unit, words in used)
    other = FORMAL if wanted == INFORMAL else INFORMAL
    for section, unit, words in used:
        if words[other]:
            yield finding(
                "form_of_address", "warning", section, unit, "nl",
                wanted=wanted, words=list(dict.fromkeys(words[other])),
            )  # fmt: skip


def _used(unit: Unit) -> dict[str, list[str]]:
    texts = [p.texts["nl"] for p in passages(unit) if p.texts.get("nl")]
    text = _TAG.sub("", _FOREIGN.sub(" ", "\n".join(texts)))
    return {form: found.findall(text) for form, found in _WORDS.items()}


def _usual(used: Iterator[dict[str, list[str]]]) -> str:
    counts = dict.fromkeys((FORMAL, INFORMAL), 0)
    for words in used:
        for form, found in words.items():
            counts[form] += len(found)
    return max(counts, key=lambda form: counts[form])
