"""Two words that are one word, spelt or inflected otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Endings that inflect a Dutch or English word and leave what it means.
_ENDINGS = (
    "", "'s", "s", "n", "en", "e", "t", "d", "de", "den", "te", "ed", "es", "ing",
)  # fmt: skip
_SHORTEST = 3  # letters from which two that changed places are a slip
_STEM = 4  # letters that a stem has at least
_ONE, _TWO = 5, 9  # letters from which one wrong letter, or two, may be a slip
_NO_LETTER = re.compile(r"[\W_]")


def alike(one: str, other: str) -> bool:
    """Whether two words differ only like a typing error or another form of the word.

    The first letter has to be the same: "lawful" and "unlawful" are two words.
    """
    one, other = _plain(one), _plain(other)
    if one == other:
        return True
    if not one or not other or one[0] != other[0]:
        return False
    swapped = len(one) >= _SHORTEST and sorted(one) == sorted(other)
    if swapped and _distance(one, other) == 1:
        return True
    return _inflected(one, other) or _slip(one, other)


def without_corrections(
    old: Sequence[str], new: Sequence[str]
) -> tuple[list[str], list[str]]:
    """What is left of two runs of words when those that are alike are left out.

    A word that was written in two, or twice, is a correction too.
    """
    if _plain("".join(old)) == _plain("".join(new)):
        return [], []
    if len(old) > len(new) * 3 + 3 or len(new) > len(old) * 3 + 3:
        return list(old), list(new)
    gone, come = [], list(new)
    for word in old:
        match = next((w for w in come if alike(word, w)), None)
        if match is None:
            gone.append(word)
        else:
            come.remove(match)
    return gone, come


def _plain(word: str) -> str:
    """Small letters without accents, hyphens and apostrophes."""
    bare = unicodedata.normalize("NFKD", word.lower())
    return _NO_LETTER.sub("", "".join(c for c in bare if not unicodedata.combining(c)))


def _inflected(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    for ending in _ENDINGS:
        stem = short.removesuffix(ending) if ending else short
        if len(stem) >= _STEM and long.startswith(stem):
            return long[len(stem) :] in _ENDINGS
    return False


def _slip(one: str, other: str) -> bool:
    """One letter too many, too few, wrong or in another's place; two in a long word."""
    shortest = min(len(one), len(other))
    allowed = 2 if shortest >= _TWO else 1 if shortest >= _ONE else 0
    if not allowed or abs(len(one) - len(other)) > allowed:
        return False
    return _distance(one, other) <= allowed


def _distance(one: str, other: str) -> int:
    """How many letters have to be changed; two that changed places are one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        following = [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        before, row = row, following
    return row[-1]
