"""Whether the languages say the same (F20): numbers, dates, addresses, list items.

The words of a translation can't be compared; what is the same in every language can.
The rule is tolerant where translators are free (order, repetition, years in months) and
silent where it can't know, so that what it says is worth reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policies.checks.addresses import Address
from policies.checks.findings import Finding, Severity, finding
from policies.checks.matching import Pair, differences
from policies.checks.mentions import Mention, Reading, read
from policies.checks.vocabulary import VOCABULARIES
from policies.document import Document, Section
from policies.texts import Passage, Unit, passages, units

SUBJECTS = ("emails", "phones", "amounts", "periods", "dates", "numbers", "anchors")
# Addresses may be named once or twice, and only words that are known can be read.
_WORDED = {"amounts", "periods", "dates"}


def parity(document: Document) -> Iterator[Finding]:
    """Where two languages of a document differ in what can be compared."""
    for section in document.walk():
        yield from section_parity(section, document.languages)


def section_parity(section: Section, languages: Sequence[str]) -> Iterator[Finding]:
    """The same for one section with its entries, without the sections below it."""
    for unit in units(section):
        found = [p for p in passages(unit) if any(p.texts.values())]
        for first, second in _pairs(found, languages):
            yield from _compare(section, unit, found, first, second)


def _pairs(
    found: Iterable[Passage], languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Each language that the unit is written in beside the first such one."""
    written = [code for code in languages if any(p.texts.get(code) for p in found)]
    yield from ((written[0], code) for code in written[1:])


def _compare(
    section: Section,
    unit: Unit,
    found: Iterable[Passage],
    first: str,
    second: str,
) -> Iterator[Finding]:
    """What one language lacks as a whole is `missing`, no difference."""
    languages = {"first_language": first, "second_language": second}
    subjects = _subjects(first, second)
    ours, theirs = [], []
    for passage in found:
        if not (passage.texts.get(first) and passage.texts.get(second)):
            continue
        one, other = (
            read(passage.texts[code], code, rich=passage.form.rich)
            for code in (first, second)
        )
        ours.append(one)
        theirs.append(other)
        for code in ("items", "rows"):
            counts = getattr(one, code), getattr(other, code)
            if counts[0] != counts[1]:
                yield finding(
                    code, "error", section, unit, field=passage.name,
                    first=counts[0], second=counts[1], **languages,
                )  # fmt: skip
    for code, severity, (mine, yours) in _differences(ours, theirs, subjects):
        yield finding(
            code, severity, section, unit,
            first=mine.shown if mine else "", second=yours.shown if yours else "",
            **languages,
        )  # fmt: skip


def _subjects(*languages: str) -> list[str]:
    known = all(language in VOCABULARIES for language in languages)
    return [code for code in SUBJECTS if known or code not in _WORDED]


def _differences(
    ours: Sequence[Reading], theirs: Sequence[Reading], subjects: Iterable[str]
) -> Iterator[tuple[str, Severity, Pair]]:
    for code in subjects:
        sides = _all(ours, code), _all(theirs, code)
        if sides[0] or sides[1]:
            for pair in differences(*sides, counted=code in _WORDED):
                if not _excused(pair, ours, theirs):
                    yield code, "error", pair
    for pair in _urls(_all(ours, "urls"), _all(theirs, "urls")):
        one, other = pair
        same_host = one and other and one.value.host == other.value.host
        yield "urls", "warning" if same_host else "error", pair


def _all(readings: Sequence[Reading], subject: str) -> list[Mention]:
    return [mention for reading in readings for mention in getattr(reading, subject)]


def _excused(pair: Pair, ours: Sequence[Reading], theirs: Sequence[Reading]) -> bool:
    """Of "jonger dan 16 jaar" and "under 16" the bare number is enough."""
    one, other = pair
    if one and other:
        return False
    alone, readings = (one, theirs) if one else (other, ours)
    return alone is not None and any(r.has_bare(alone.number) for r in readings)


def _urls(ours: list[Mention], theirs: list[Mention]) -> Iterator[Pair]:
    """Pages differ by language: what is left when those are taken to be the same."""
    left = list(differences(ours, theirs, counted=False))
    one = [mention for mention, _ in left if mention]
    other = [mention for _, mention in left if mention]
    for mine in list(one):
        for yours in other:
            if _translated(mine, yours):
                one.remove(mine)
                other.remove(yours)
                break
    for pair in differences(_by_host(one), _by_host(other), counted=False):
        if any(mention and not mention.weak for mention in pair):
            yield pair


def _translated(one: Mention, other: Mention) -> bool:
    a, b = one.value, other.value
    return a.host == b.host and any((one.weak, other.weak, a.localised, b.localised))


def _by_host(mentions: list[Mention]) -> list[Mention]:
    """Sorted so that two addresses of the same host become a pair."""

    def host(mention: Mention) -> str:
        found: Address = mention.value
        return found.host

    return sorted(mentions, key=host)
