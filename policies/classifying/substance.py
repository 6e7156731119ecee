"""Whether a text says something else, or says it with other words only.

Nobody's software understands a sentence, so the rules are blunt and lean to one side: a
change that passes as a correction by mistake is worse than one that a person has to look
at. In order:

1. sentences that both texts have are left out; what differs is compared;
2. another number, date, period or amount: ``figures_changed``; another e-mail address or
   telephone number (not: the same one written differently): ``address_changed``;
3. a word that limits or negates came or went: ``limits_changed``;
4. a name or a word of privacy law came, went or was replaced: ``text_changed``;
5. more than two other words, or more than a tenth of those that carry the sentences:
   ``text_changed``. Words that differ like a typing error or an inflection are not counted.

What is left is ``wording_changed`` or, when only an address behind a link differs,
``link_changed``. Where more than `BLUNT` texts of a document changed it was written anew:
then any other word is ``text_changed``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policies.checks import matching, mentions, numbers, quantities
from policies.checks.mentions import Mention, Reading
from policies.classifying import counting, words
from policies.classifying.counting import WORD
from policies.diffing.texts import differing
from policies.document import Text
from policies.richtext import BLOCKS

BLUNT = 250
# The gravest first; a text that differs in both languages gets the graver one.
GRAVITY = (
    "figures_changed", "address_changed", "limits_changed", "text_changed",
    "translation_removed", "link_changed", "translation_added", "wording_changed", "",
)  # fmt: skip
SUBSTANTIAL = frozenset(GRAVITY[:5])
_PARTS = re.compile(
    r"</?(?:{})\b[^<>]*>|(?<=[.!?;])\s+".format("|".join(sorted(BLOCKS | {"br"})))
)
_TAGS = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_ANCHORS = re.compile(r'<a\b[^<>]*?\shref="([^"]*)"[^<>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class How:
    """How a text is compared.

    ``title`` is for headings, which promise nothing by themselves: other words alone
    don't count there. ``blunt`` counts every other word.
    """

    rich: bool = False
    title: bool = False
    blunt: bool = False


PLAIN = How()


def judge(before: Text, after: Text, how: How = PLAIN) -> str:
    """What became of a text, as a code; "" when nothing that a reader sees did."""
    found = {
        _in_language(before, after, language, how)
        for language in differing(before, after)
    }
    return next((code for code in GRAVITY if code in found), "")


def _in_language(before: Text, after: Text, language: str, how: How) -> str:
    one, other = before.get(language, ""), after.get(language, "")
    if one and other:
        compared = _bluntly if how.blunt else _compared
        return compared(one, other, language, how)
    if not _TAGS.sub("", one or other).strip():
        return "wording_changed"
    if one:
        return "translation_removed" if any(after.values()) else "text_changed"
    return "translation_added" if any(before.values()) else "text_changed"


def _bluntly(one: str, other: str, language: str, how: How) -> str:
    """Any other word counts; capitals, marks and blanks don't."""
    old, new = (WORD.findall(_TAGS.sub(" ", t).casefold()) for t in (one, other))
    return "text_changed" if old != new else "wording_changed"


def _compared(one: str, other: str, language: str, how: How) -> str:
    parts = _differing_parts(one, other)
    if parts is None:
        return "wording_changed"
    gone, come = _same_labels(*parts) if how.rich else parts
    old = mentions.read(gone, language, rich=how.rich)
    new = mentions.read(come, language, rich=how.rich)
    if _figures_differ(old, new, language):
        return "figures_changed"
    if any(
        _other_values(getattr(old, n), getattr(new, n)) for n in ("emails", "phones")
    ):
        return "address_changed"
    found = counting.differ(old.rest, new.rest, language, lenient=how.title)
    if found:
        return found
    links = any(
        _other_values(getattr(old, n), getattr(new, n)) for n in ("urls", "anchors")
    )
    return "link_changed" if links else "wording_changed"


def _differing_parts(one: str, other: str) -> tuple[str, str] | None:
    """The sentences, items and cells that only one of them has; None when none has.

    What stands in another order only is no other text, unless it may have come under
    another introduction ("We share: …", "We never share: …").
    """
    old, new = (list(_parts(text)) for text in (one, other))
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if not gone and not come:
        introductions = sum(part.rstrip().endswith(":") for part in old)
        return (one, other) if introductions > 1 and old != new else None
    return "\n".join(_taken(old, gone)), "\n".join(_taken(new, come))


def _parts(text: str) -> Iterator[str]:
    return (part for part in map(str.strip, _PARTS.split(text)) if part)


def _taken(parts: Sequence[str], counts: Counter[str]) -> Iterator[str]:
    left = Counter(counts)
    for part in parts:
        if left[part] > 0:
            left[part] -= 1
            yield part


def _same_labels(one: str, other: str) -> tuple[str, str]:
    """Both without the words of links that lead to the same place as before."""
    old, new = (dict(_ANCHORS.findall(text)) for text in (one, other))
    same = {href for href in old.keys() & new.keys() if _is_label(old[href], new[href])}

    def put(found: re.Match[str]) -> str:
        return "" if found[1] in same else found[0]

    return _ANCHORS.sub(put, one), _ANCHORS.sub(put, other)


def _is_label(*labels: str) -> bool:
    """Whether the words of a link are but a label: no address, number or limit."""
    limits = words.LIMITS.values()
    return not any(
        re.search(r"[\d@]", label)
        or any(w.lower() in known for w in WORD.findall(label) for known in limits)
        for label in labels
    )


def _figures_differ(old: Reading, new: Reading, language: str) -> bool:
    kinds = ("dates", "amounts", "periods", "numbers")
    if any(_other_figures(getattr(old, n), getattr(new, n)) for n in kinds):
        return True
    one, other = (_bare(reading.rest, language) for reading in (old, new))
    return one != other


def _bare(text: str, language: str) -> tuple[list[float], set[float]]:
    """The numbers that are left: those in digits in their order, and all of them."""
    found = [numbers.parse(number) for number in re.findall(numbers.DIGITS, text)]
    return found, quantities.bare_numbers(text, language)


def _other_figures(old: Sequence[Mention], new: Sequence[Mention]) -> bool:
    """Whether other values are said, or the same ones of other things."""
    one, other = ([m.value for m in found if not m.weak] for found in (old, new))
    if one == other:
        return False
    return len(one) == len(other) or any(True for _ in matching.differences(old, new))


def _other_values(old: Sequence[Mention], new: Sequence[Mention]) -> bool:
    return {m.value for m in old} != {m.value for m in new}
