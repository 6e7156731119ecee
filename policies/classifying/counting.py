"""The words of two texts that are not the same: which of them matter, and how many."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher

from policies.classifying import spelling, words

# Other words that a text may have and still be the same one, and which share of those
# that carry its sentences: one in so many.
MOST = 2
SHARE = 10
_ENDLESS = 250_000  # pairs of words; beyond it two texts are two texts
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENDS = (".", "!", "?", "\n", "·", ":", "•", "“", "‘", "(")


def differ(one: str, other: str, language: str, *, lenient: bool = False) -> str:
    """What became of the words, as a code; "" when only style did.

    ``lenient`` lets any number of other words pass, as long as none of them matters.
    """
    old, new = (list(_tokens(text, language)) for text in (one, other))
    limits = set(words.LIMITS.get(language, {}).values())
    if [w for w in old if w in limits] != [w for w in new if w in limits]:
        return "limits_changed"
    if len(old) * len(new) > _ENDLESS and old != new:
        return "text_changed"
    subjects, changed = words.SUBJECTS.get(language, ()), 0
    fillers = words.FILLERS.get(language, ())
    for gone, come in _replaced(old, new, fillers):
        for word in (*gone, *come):
            if word in limits:
                return "limits_changed"
            if word.startswith(subjects) or word.isupper():
                return "text_changed"
        changed += max(len(gone), len(come))
    total = max(sum(word not in fillers for word in text) for text in (old, new))
    too_many = changed > MOST or changed * SHARE > total
    return "text_changed" if changed and too_many and not lenient else ""


def _tokens(text: str, language: str) -> list[str]:
    """The words, each in its first form; names in capitals."""
    known = {**words.PERSONS.get(language, {}), **words.LIMITS.get(language, {})}
    found = []
    for match in WORD.finditer(text):
        word = match[0].replace("’", "'")
        low = word.lower()
        if low.isdigit():
            continue
        name = word[0].isupper() and not _begins(text, match.start(), word)
        found.append(known.get(low) or (word.upper() if name else low))
    return _straight(found, set(words.PERSONS.get(language, {}).values()))


def _begins(text: str, start: int, word: str) -> bool:
    """Whether a word has its capital from beginning a sentence only."""
    before = text[max(0, start - 8) : start].rstrip(" \t\"'«")
    return (not before or before.endswith(_ENDS)) and word[1:] == word[1:].lower()


def _straight(found: list[str], persons: set[str]) -> list[str]:
    """With "can you" as "you can": turning those round is grammar."""
    for at in range(len(found) - 1):
        verb, person = found[at], found[at + 1]
        if person in persons and verb in words.VERBS:
            found[at], found[at + 1] = person, verb
    return found


def _replaced(
    old: Sequence[str], new: Sequence[str], fillers: Collection[str]
) -> Iterator[tuple[list[str], list[str]]]:
    """The words that took the place of others, without style: those that are spelt
    otherwise, and fillers."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            left = spelling.without_corrections(old[a:b], new[c:d])
            gone, come = ([w for w in side if w not in fillers] for side in left)
            if gone or come:
                yield gone, come
