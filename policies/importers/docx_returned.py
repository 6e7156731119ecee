"""DOCX that this house wrote: which paragraph is which text, also after it was edited.

Paragraphs know it by their bookmark. Word processors lose one when all of a paragraph is
overwritten, so a paragraph without one takes the place that is free between its
neighbours; where that is not certain the file is refused, and says where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _
from lxml import html as lxml_html

from policies.importers.docx_html import flat
from policies.importers.docx_lists import Leaf, rich
from policies.importers.refusal import Refused
from policies.returning.skeleton import form_of
from policies.returning.units import BOOKMARK, Unit
from policies.texts import BLOCKS

_NAME = re.compile(rf"{BOOKMARK}(\d{{1,6}})")
_SHOWN = 120


@dataclass(slots=True)
class _Row:
    """A paragraph of the file, and the number of the unit that it is, once known."""

    leaf: Leaf
    number: int | None


def texts(
    data: bytes, units: Sequence[Unit], anchors: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """The texts by key as HTML, and the words of the paragraphs that are none."""
    rows = _rows(data, anchors, len(units))
    _settle(rows, units)
    found: dict[str, str] = {}
    blocks: dict[str, list[Leaf]] = {}
    outside = [""] * len(units)
    for row in rows:
        assert row.number is not None  # noqa: S101 settled
        unit = units[row.number]
        if unit.key and form_of(unit.key) == BLOCKS:
            blocks.setdefault(unit.key, []).append(row.leaf.within(unit.level))
        elif unit.key:
            found[unit.key] = _inner(row.leaf, unit)
        else:
            outside[row.number] = row.leaf.text
    found |= {key: rich(leaves) for key, leaves in blocks.items()}
    fixed = [words for words, unit in zip(outside, units, strict=True) if not unit.key]
    return found, fixed


def _rows(data: bytes, anchors: Mapping[str, str], most: int) -> list[_Row]:
    root = lxml_html.fragment_fromstring(flat(data), create_parent="div")
    rows = []
    for paragraph in root.iter("p"):
        numbers = []
        for link in list(paragraph.iter("a")):
            if name := _NAME.fullmatch(link.get("id") or ""):
                numbers.append(int(name[1]))
            if link.get("id"):
                link.drop_tag()
            elif (href := link.get("href") or "").startswith("#"):
                link.set("href", f"#{anchors.get(href[1:], href[1:])}")
        known = [number for number in numbers if number < most]
        leaf = Leaf.of(paragraph)
        if len(known) > 1:
            raise _ran_together(leaf.text)
        if known or leaf.text:
            rows.append(_Row(leaf, known[0] if known else None))
    return rows


def _settle(rows: list[_Row], units: Sequence[Unit]) -> None:
    """Give each paragraph without a bookmark its place among the others."""
    at, last = 0, -1
    while at < len(rows):
        number = rows[at].number
        if number is not None:
            if number <= last:
                raise _displaced(rows[at].leaf.text)
            last, at = number, at + 1
            continue
        end = at
        while end < len(rows) and rows[end].number is None:
            end += 1
        following = rows[end].number if end < len(rows) else len(units)
        assert following is not None  # noqa: S101 the loop ended at one that is known
        _place(rows[at:end], last, following, units)
        last, at = max(last, following - 1), end


def _place(rows: list[_Row], last: int, following: int, units: Sequence[Unit]) -> None:
    free = list(range(last + 1, following))
    if len(free) == len(rows):
        for row, number in zip(rows, free, strict=True):
            row.number = number
        return
    host = _host(free, last, following, units)
    if host is None:
        raise _unplaced(rows[0].leaf.text)
    for row in rows:
        row.number = host


def _host(
    free: Sequence[int], last: int, following: int, units: Sequence[Unit]
) -> int | None:
    """The unit whose text takes up paragraphs that were added, if any may."""
    if free:
        keys = {units[number].key for number in free}
        number = free[0]
        return number if len(keys) == 1 and _is_blocks(units, number) else None
    return next((n for n in (last, following) if _is_blocks(units, n)), None)


def _is_blocks(units: Sequence[Unit], number: int) -> bool:
    if not 0 <= number < len(units) or not units[number].key:
        return False
    return form_of(units[number].key) == BLOCKS


def _inner(leaf: Leaf, unit: Unit) -> str:
    """The text within a paragraph that has other words around it."""
    if not (unit.before or unit.after):
        return leaf.html
    text = leaf.text
    if not (text.startswith(unit.before) and text.endswith(unit.after)):
        message = _(
            "“%(words)s”: only the text between “%(before)s” and “%(after)s” can be "
            "changed here. Put the words around it back."
        )
        says = {"words": text[:_SHOWN], "before": unit.before, "after": unit.after}
        raise Refused("outside", message % says)
    end = len(text) - len(unit.after)
    return escape(text[len(unit.before) : end].strip(), quote=False)


def _ran_together(words: str) -> Refused:
    message = _(
        "Two paragraphs ran together here: “%(words)s”. Part them again where they "
        "were parted, and import the file again."
    )
    return Refused("marks", message % {"words": words[:_SHOWN]})


def _displaced(words: str) -> Refused:
    message = _(
        "This paragraph stands twice or in another place than before: “%(words)s”. "
        "Sections and rows are moved in the editor; here only words change."
    )
    return Refused("marks", message % {"words": words[:_SHOWN]})


def _unplaced(words: str) -> Refused:
    message = _(
        "It is not certain to which text this paragraph belongs: “%(words)s”. Put it "
        "within a paragraph of the text it belongs to, or add it in the editor."
    )
    return Refused("marks", message % {"words": words[:_SHOWN]})
