"""Reading XLIFF 2.0 and 2.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from policies.importers.xliff import marks
from policies.xliff.inline import ALONE, CLOSE, OPEN, Code, Piece, Pieces
from policies.xliff.units import Returned, Translations

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
Data = Mapping[str, str]


def read(root: etree._Element) -> Translations:
    """Everything of the policy that the first file is about."""
    files = root.findall(_name("file"))
    original = files[0].get("original") if files else None
    units: dict[str, Returned] = {}
    for file in files:
        if file.get("original") == original:
            for unit in file.iter(_name("unit")):
                units[unit.get("id", "")] = _unit(unit)
    return Translations(
        policy=marks.policy(original),
        source=marks.language(root.get("srcLang")),
        target=marks.language(root.get("trgLang")),
        version=root.get("version", ""),
        units=units,
    )


def _unit(unit: etree._Element) -> Returned:
    """A unit that a tool may have cut into sentences, and put in another order."""
    data = {
        found.get("id", ""): "".join(
            p for p in _pieces(found, {}) if isinstance(p, str)
        )
        for found in unit.iterfind(f"{_name('originalData')}/{_name('data')}")
    }
    parts = [part for part in unit if marks.local(part) in ("segment", "ignorable")]
    source: list[Piece] = []
    for part in parts:
        source += _child(part, "source", data) or ()
    targets = [
        (_order(part, place), _translated(part, data))
        for place, part in enumerate(parts, start=1)
    ]
    written = [found for _place, found in sorted(targets, key=lambda pair: pair[0])]
    whole = None not in written and marks.joined(p for t in written for p in t or ())
    some = any(found and marks.spoken(found) for found in written)
    return Returned(
        source=marks.joined(source),
        target=whole if whole and marks.spoken(whole) else None,
        fault="incomplete" if some and whole is False else "",
    )


def _translated(part: etree._Element, data: Data) -> Pieces | None:
    """The part's translation; what stands between sentences is as it was."""
    target = _child(part, "target", data)
    source = _child(part, "source", data) or ()
    if marks.local(part) == "ignorable" or not marks.spoken(source):
        return source if target is None else target
    return target if target and marks.spoken(target) else None


def _order(part: etree._Element, place: int) -> int:
    target = part.find(_name("target"))
    return (marks.number(target.get("order")) if target is not None else 0) or place


def _child(part: etree._Element, name: str, data: Data) -> Pieces | None:
    found = part.find(_name(name))
    return None if found is None else marks.joined(_pieces(found, data))


def _pieces(element: etree._Element, data: Data) -> Iterator[Piece]:
    yield element.text or ""
    for child in element:
        yield from _piece(child, data)
        yield child.tail or ""


def _piece(child: etree._Element, data: Data) -> Iterator[Piece]:
    name, number = marks.local(child), marks.number(child.get("id"))
    if name == "pc":
        yield Code(OPEN, number, data.get(child.get("dataRefStart", ""), ""))
        yield from _pieces(child, data)
        yield Code(CLOSE, number, data.get(child.get("dataRefEnd", ""), ""))
    elif name in ("ph", "sc"):
        what = ALONE if name == "ph" else OPEN
        yield Code(what, number, data.get(child.get("dataRef", ""), ""))
    elif name == "ec":
        number = marks.number(child.get("startRef") or child.get("id"))
        yield Code(CLOSE, number, data.get(child.get("dataRef", ""), ""))
    elif name not in ("cp", "sm", "em"):  # mrk and what a tool added: words count
        yield from _pieces(child, data)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
