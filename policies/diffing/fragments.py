"""Two fragments of HTML as one, with ``ins`` and ``del`` around the words that differ.

Blocks are matched first (the same ones, then those that share most words), then the
words of each matched pair. So lists and tables stay lists and tables, marks stand
inside items and cells only, and no paragraph is compared with all others word by word.

``lxml.html.diff`` compares words only: a link that leads elsewhere or a word that is
bold no longer is no change to it, and it puts marks around list items.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from policies.diffing import lines, paragraphs
from policies.diffing.blocks import Block, Line, Node, joined, read
from policies.diffing.paragraphs import Pair

# Deeper than anybody writes; there, blocks are replaced as a whole.
_MOST_DEEP = 30
_MOST_PAIRS = 40_000
_ALIKE = 0.3
# Parts that are matched however little they share: a list that was rewritten is still
# one list, and its items say what became of them.
_ALWAYS = {"line", "cell", "ul", "ol", "dl", "table", "thead", "tbody", "tfoot"}


def marked(before: str, after: str) -> str:
    """Both fragments as one, a fixed point of the allow-list.

    Without ``del`` and its content it has the words of ``after``; without ``ins`` and
    its content those of ``before``.
    """
    return _write(_pairs(read(before), read(after)), 0)


def _write(pairs: Sequence[Pair], depth: int) -> str:
    nodes = [after or before for before, after in pairs]
    written = [_written(before, after, depth) for before, after in pairs]
    return joined([node for node in nodes if node is not None], written)


def _written(before: Node | None, after: Node | None, depth: int) -> str:
    if before is None or after is None:
        return after.whole("ins") if after else before.whole("del") if before else ""
    if isinstance(before, Line) and isinstance(after, Line):
        return lines.marked(before.words, after.words)
    if not (isinstance(before, Block) and isinstance(after, Block)):
        return before.whole("del") + after.whole("ins")
    if before.html == after.html:
        return after.html
    pairs: list[Pair]
    if before.written == after.written and depth < _MOST_DEEP:
        pairs = _pairs(before.children, after.children)
    else:
        pairs = [(child, None) for child in before.children]
        pairs += [(None, child) for child in after.children]
    return after.around(_write(pairs, depth + 1))


def _pairs(before: Sequence[Node], after: Sequence[Node]) -> list[Pair]:
    """Which node became which; None where it went or came."""
    keys = [node.html for node in before], [node.html for node in after]
    matcher = SequenceMatcher(None, *keys, autojunk=_many(before, after))
    found: list[Pair] = []
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        if what == "equal":
            found += zip(before[i:i_end], after[j:j_end], strict=True)
        else:
            found += _alike(before[i:i_end], after[j:j_end])
    return found


def _many(before: Sequence[Node], after: Sequence[Node]) -> bool:
    return len(before) * len(after) > _MOST_PAIRS


def _alike(before: Sequence[Node], after: Sequence[Node]) -> list[Pair]:
    """Pairs in order with the greatest likeness in all; None for the rest."""
    if _many(before, after):
        return [*((node, None) for node in before), *((None, node) for node in after)]
    likeness = [[_likeness(one, other) for other in after] for one in before]
    best = _best(likeness, len(before), len(after))
    found: list[Pair] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            found.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((before[i], None))
            i += 1
        else:
            found.append((None, after[j]))
            j += 1
    found += [(node, None) for node in before[i:]]
    found += [(None, node) for node in after[j:]]
    return paragraphs.resettled(found)


def _best(likeness: list[list[float]], rows: int, columns: int) -> list[list[float]]:
    """From each pair of places on, the greatest sum of likenesses."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        row, below, alike = best[i], best[i + 1], likeness[i]
        for j in reversed(range(columns)):
            row[j] = max(below[j], row[j + 1])
            if alike[j]:
                row[j] = max(row[j], alike[j] + below[j + 1])
    return best


def _likeness(one: Node, other: Node) -> float:
    """From 0 (another thing) to 1; parts that are always matched get a little."""
    if one.group != other.group:
        return 0
    words, words_too = one.vocabulary, other.vocabulary
    most = max(len(words), len(words_too))
    shared = len(words & words_too) / most if most else 1
    if one.group in _ALWAYS:
        return 0.05 + shared
    return shared if shared >= _ALIKE else 0
