"""Reading XLIFF 1.2."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from policies.importers.xliff import marks
from policies.xliff.inline import ALONE, CLOSE, OPEN, Code, Piece, Pieces
from policies.xliff.units import Returned, Translations

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
# Empty elements, and elements whose content is markup.
_MARKS = {
    "x": ALONE, "bx": OPEN, "ex": CLOSE,
    "ph": ALONE, "it": ALONE, "bpt": OPEN, "ept": CLOSE,
}  # fmt: skip


def read(root: etree._Element) -> Translations:
    """Everything of the policy that the first file is about."""
    files = root.findall(_name("file"))
    first = files[0] if files else root
    original = first.get("original")
    units: dict[str, Returned] = {}
    for file in files:
        if file.get("original") == original:
            for unit in file.iter(_name("trans-unit")):
                units[unit.get("id", "")] = _unit(unit)
    return Translations(
        policy=marks.policy(original),
        source=marks.language(first.get("source-language")),
        target=marks.language(first.get("target-language")),
        version="1.2",
        units=units,
    )


def _unit(unit: etree._Element) -> Returned:
    source, target = unit.find(_name("source")), unit.find(_name("target"))
    found = _text(target) if target is not None else ()
    return Returned(
        source=_text(source) if source is not None else (),
        target=found if marks.spoken(found) else None,
    )


def _text(element: etree._Element) -> Pieces:
    return marks.joined(_pieces(element))


def _pieces(element: etree._Element) -> Iterator[Piece]:
    yield element.text or ""
    for child in element:
        name = marks.local(child)
        number = marks.number(child.get("id"))
        if name in _MARKS:
            yield Code(_MARKS[name], number, child.text or "")
        elif name == "g":
            yield Code(OPEN, number, "")
            yield from _pieces(child)
            yield Code(CLOSE, number, "")
        else:  # mrk, and what a tool added: the words count
            yield from _pieces(child)
        yield child.tail or ""


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
