"""Matching what two languages mention, tolerantly: a translator may repeat or merge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from policies.checks.mentions import Mention

Pair = tuple[Mention | None, Mention | None]


def differences(
    one: Sequence[Mention], other: Sequence[Mention], *, counted: bool = True
) -> Iterator[Pair]:
    """What one has and the other has not, in pairs that are likely the same thing.

    How often something is said counts only when something else is said more often on
    the other side: 7, 7 and 5 years are not 7, 5 and 5 years. A weak mention matches and
    can differ, but is never missed.
    """
    if [mention.value for mention in one] == [mention.value for mention in other]:
        return
    ours, theirs = _absent(one, other), _absent(other, one)
    if counted and not ours and not theirs:
        yield from zip(_more(one, other), _more(other, one), strict=False)
    for mine, yours in zip_longest(ours, theirs):
        if (mine and yours) or any(m and not m.weak for m in (mine, yours)):
            yield mine, yours


def _absent(one: Sequence[Mention], other: Sequence[Mention]) -> list[Mention]:
    """The mentions whose value the other never has, each value once, strong ones first."""
    known = {mention.value for mention in other}
    found: dict[object, Mention] = {}
    for mention in sorted(one, key=lambda mention: mention.weak):
        if mention.value not in known:
            found.setdefault(mention.value, mention)
    return list(found.values())


def _more(one: Sequence[Mention], other: Sequence[Mention]) -> list[Mention]:
    """Values that both have, but this one more often."""
    strong = [mention for mention in one if not mention.weak]
    ours = Counter(mention.value for mention in strong)
    theirs = Counter(mention.value for mention in other)
    seen = {mention.value: mention for mention in strong}
    return [m for value, m in seen.items() if 0 < theirs[value] < ours[value]]
