"""XLIFF 2.0 (OASIS Standard, 5 August 2014): units with one segment each."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from policies.document import Document
from policies.exporters.xliff import notes
from policies.xliff.inline import ALONE, CLOSE, Code, Pieces
from policies.xliff.units import STALE, TRANSLATED, Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORDS = frozenset({"source", "target", "note", "data"})
# What kind of mark it is, so that a tool can show it: type and subtype.
_TYPES: Mapping[str, tuple[str, str]] = {
    "b": ("fmt", "xlf:b"), "strong": ("fmt", "xlf:b"), "i": ("fmt", "xlf:i"),
    "em": ("fmt", "xlf:i"), "u": ("fmt", "xlf:u"), "br": ("fmt", "xlf:lb"),
    "a": ("link", ""), "": ("ui", "xlf:var"),
}  # fmt: skip


def tree(
    document: Document, found: notes.Found, original: str, source: str, target: str
) -> etree._Element:
    """The whole file."""
    root = etree.Element(
        _name("xliff"), nsmap={None: NAMESPACE}, version="2.0", srcLang=source, trgLang=target
    )  # fmt: skip
    file = _below(root, "file", id="policy", original=original)
    file.set(SPACE, "preserve")
    _notes(file, [notes.of_file(document, source)])
    for section, fields in notes.by_section(found):
        group = _below(file, "group", id=section.id, name=section.anchor)
        _notes(group, [notes.of_section(section, source)])
        for field, units in fields:
            for unit in units:
                _unit(group, unit, notes.of_unit(field, unit, len(units), source))
    notes.lay_out(root, WORDS)
    return root


def _unit(group: etree._Element, unit: Unit, said: list[str]) -> None:
    made = _below(group, "unit", id=unit.id, name=unit.id)
    _notes(made, said)
    data = _original_data(made, unit)
    state = "translated" if unit.state == TRANSLATED else "initial"
    segment = _below(made, "segment", state=state)
    if unit.state == STALE:
        segment.set("subState", "privacysite:stale")
    _pieces(_below(segment, "source"), unit.source, data)
    if unit.target is not None:
        _pieces(_below(segment, "target"), unit.target, data)


def _original_data(unit: etree._Element, texts: Unit) -> dict[str, str]:
    """What the codes stand for, each markup once: markup → id of its data."""
    pieces = (*texts.source, *(texts.target or ()))
    marks = dict.fromkeys(p.markup for p in pieces if isinstance(p, Code))
    data = {markup: f"d{number}" for number, markup in enumerate(marks, start=1)}
    if data:
        holder = _below(unit, "originalData")
        for markup, key in data.items():
            _below(holder, "data", id=key).text = markup
    return data


def _pieces(holder: etree._Element, pieces: Pieces, data: Mapping[str, str]) -> None:
    """Words and codes, codes nested as they were opened."""
    place = holder
    for piece in pieces:
        if isinstance(piece, str):
            _append(place, piece)
        elif piece.what == CLOSE:
            place.set("dataRefEnd", data[piece.markup])
            parent = place.getparent()
            place = place if parent is None else parent
        else:
            made = _code(place, piece, data[piece.markup])
            place = place if piece.what == ALONE else made


def _code(place: etree._Element, code: Code, key: str) -> etree._Element:
    kind, subtype = _TYPES.get(code.name, ("other", ""))
    made = _below(place, "ph" if code.what == ALONE else "pc", id=str(code.number))
    made.set("dataRef" if code.what == ALONE else "dataRefStart", key)
    made.set("type", kind)
    if subtype:
        made.set("subType", subtype)
    if not code.name:
        made.set("equiv", code.markup)
        made.set("disp", code.markup)
    return made


def _append(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _notes(parent: etree._Element, said: list[str]) -> None:
    holder = _below(parent, "notes")
    for text in said:
        _below(holder, "note", category="context").text = text


def _below(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(tag), attributes)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
