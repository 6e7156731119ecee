"""A saved file beside the genuine one: what differs, and what a reader should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from django.utils.translation import get_language

from policies.evidence import linear, structures
from policies.evidence.differences import Difference, between
from policies.evidence.markup import without_own
from policies.evidence.saved import NAMES, Line, Part, Saved

# So many differences are looked for; whoever changes more wrote another text.
MOST = 500
# How the parts of the page are called, asked for when they are needed.
Outline = Callable[[], Sequence[Part]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``differences`` alter the text. ``notices`` are the words of the saved file that
    stand around the text and that this version's page has not; ``dressed`` says that it
    looks as our page doesn't, ``strange`` that words about the text are in it which the
    page doesn't have in the states that were compared."""

    differences: tuple[Difference, ...]
    notices: tuple[str, ...] = ()
    dressed: bool = False
    strange: bool = False

    @property
    def of_another_day(self) -> bool:
        """Whether all of it may differ because the page was saved on another day."""
        dates = any(difference.key == "dates" for difference in self.differences)
        return dates or self.dressed or self.strange or bool(self.notices)

    @property
    def size(self) -> int:
        """How many words differ."""
        return sum(difference.size for difference in self.differences)


@dataclass(frozen=True)
class Place:
    """Where a version is: ``address`` today; ``hosts`` are the organisation's own, and
    ``known`` tells whether an address is, or ever was, the version's."""

    address: str
    hosts: frozenset[str]
    known: Callable[[str], bool]


def compare(
    saved: Saved,
    looks: Sequence[Saved],
    place: Place,
    language: str,
    outline: Outline = tuple,
) -> Comparison:
    """``looks`` are how the genuine version reads: in each state that it can be in, or
    in each format that the file may be."""
    genuine = looks[0]
    if saved.data is not None and genuine.data is not None:
        # Such a file has every language; a section is named in the reader's.
        shown = get_language() or language
        found = structures.differences(genuine.data, saved.data, shown)
        return Comparison((*islice(found, MOST), *_addresses(saved, place)))
    if saved.form != "html":
        return Comparison(
            tuple(islice(_linear(saved, looks, outline), MOST)),
        )
    around = {words for look in looks for words in look.around}
    styles = frozenset[str]().union(*(look.styles for look in looks))
    within = tuple(_within(saved, looks))
    differences = chain(
        within,
        _dates(saved, looks),
        _parts(saved.parts, genuine.parts, place.hosts),
        _addresses(saved, place),
    )
    return Comparison(
        tuple(islice(differences, MOST)),
        tuple(words for words in saved.around if words not in around),
        bool(saved.styles - styles),
        bool(within),
    )


def _addresses(saved: Saved, place: Place) -> Iterator[Difference]:
    for address in saved.permanent:
        if not place.known(address):
            yield Difference("record", NAMES["record"], place.address, address)


def _linear(
    saved: Saved, looks: Sequence[Saved], outline: Outline
) -> Iterator[Difference]:
    """Word for word with the format that it is, or comes nearest to."""
    theirs, *ours = (found.parts[0].words for found in (saved, *looks))
    if theirs in ours:
        return
    counted: Counter[str] = Counter(theirs)
    nearest = max(ours, key=lambda words: (Counter[str](words) & counted).total())
    yield from linear.differences(nearest, theirs, outline())


def _within(saved: Saved, looks: Sequence[Saved]) -> Iterator[Difference]:
    """What is said about the text where only our own words stand, and isn't ours."""
    known = {found for look in looks for found in look.within}
    for key, words in saved.within:
        if (key, words) not in known:
            yield from between(key, NAMES[key], (), words.split())


def _parts(
    saved: Sequence[Part], genuine: Sequence[Part], own: frozenset[str]
) -> Iterator[Difference]:
    """Part by part; one that is missing, or that we don't have, is named as a whole."""
    theirs = {part.key: part for part in reversed(saved)}
    for part in genuine:
        found = theirs[part.key].words if part.key in theirs else ()
        ours = without_own(part.words, own)
        yield from between(part.key, part.name, ours, without_own(found, own))
    counted = Counter(part.key for part in saved), Counter(part.key for part in genuine)
    more = counted[0] - counted[1]
    for part in [p for p in saved if p.key in more][-more.total() :] if more else ():
        yield from between(part.key, part.name, (), part.words)
    if counted[0] == counted[1]:
        yield from _order(saved, genuine)


def _order(saved: Sequence[Part], genuine: Sequence[Part]) -> Iterator[Difference]:
    """The first part that stands where another one should."""
    for one, other in zip(genuine, saved, strict=False):
        if one.key != other.key:
            yield Difference(one.key, one.name, str(one.name), str(other.name))
            return


def _dates(saved: Saved, looks: Sequence[Saved]) -> Iterator[Difference]:
    """The lines that tell since when it applies.

    Their words follow the day on which the page is read, and so do some days, like that
    of the last review. The days of the version itself, which its record has too, don't.
    """
    genuine = list(dict.fromkeys(line for look in looks for line in look.dates))
    record = " ".join(
        word for part in looks[0].parts if part.key == "record" for word in part.words
    )
    unknown = []
    free = [*genuine]
    for line in saved.dates:
        same = [ours for ours in genuine if _same(line, ours, record)]
        free = [ours for ours in free if ours not in same]
        if not same:
            unknown.append(line)
    for line in unknown:
        was = _meant(line, free, record)
        yield from between("dates", NAMES["dates"], was.split(), str(line).split())


def _meant(line: Line, genuine: Sequence[Line], record: str) -> str:
    """The line that should stand there: the one with most of its words, without the days
    that change with time; "" when none has any of them."""
    words = Counter(str(line).split())
    best, most = "", 0
    for ours in genuine:
        lasting = [day for day in ours.days if day in record]
        text = " ".join([ours.text, *lasting])
        common = (Counter(text.split()) & words).total()
        if common > most:
            best, most = text, common
    return best


def _same(saved: Line, genuine: Line, record: str) -> bool:
    """Whether the line says the same, apart from the days that change with time."""
    return (
        saved.text == genuine.text
        and len(saved.days) == len(genuine.days)
        and all(
            theirs == ours or ours not in record
            for theirs, ours in zip(saved.days, genuine.days, strict=True)
        )
    )
