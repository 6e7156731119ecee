"""XLIFF 1.2 (OASIS Standard, 1 February 2008): codes with their markup inside."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from policies.document import Document
from policies.exporters.xliff import notes
from policies.xliff.fields import Field
from policies.xliff.inline import ALONE, CLOSE, Code, Pieces
from policies.xliff.units import MISSING, STALE, TRANSLATED, Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
WORDS = frozenset({"source", "target", "note"})
STATES = {
    MISSING: "needs-translation",
    STALE: "needs-review-translation",
    TRANSLATED: "translated",
}
_TYPES: Mapping[str, str] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underlined",
    "br": "lb", "a": "link", "": "x-variable",
}  # fmt: skip


def tree(
    document: Document, found: notes.Found, original: str, source: str, target: str
) -> etree._Element:
    """The whole file."""
    root = etree.Element(_name("xliff"), nsmap={None: NAMESPACE}, version="1.2")
    languages = {"source-language": source, "target-language": target}
    file = _below(root, "file", original=original, datatype="html", **languages)
    _note(_below(file, "header"), notes.of_file(document, source))
    body = _below(file, "body")
    for section, fields in notes.by_section(found):
        group = _below(body, "group", id=section.id, resname=section.anchor)
        _note(group, notes.of_section(section, source))
        for field, units in fields:
            for unit in units:
                _unit(
                    group, field, unit, notes.of_unit(field, unit, len(units), source)
                )
    notes.lay_out(root, WORDS)
    return root


def _unit(group: etree._Element, field: Field, unit: Unit, said: list[str]) -> None:
    made = _below(group, "trans-unit", id=unit.id, resname=unit.id)
    made.set(SPACE, "preserve")
    if field.most:
        made.set("maxwidth", str(field.most))
        made.set("size-unit", "char")
    _pieces(_below(made, "source"), unit.source)
    _pieces(_below(made, "target", state=STATES[unit.state]), unit.target or ())
    for text in said:
        _note(made, text)


def _pieces(holder: etree._Element, pieces: Pieces) -> None:
    """Words and codes; the ends of a pair stand beside the words between them."""
    for piece in pieces:
        if isinstance(piece, Code):
            _code(holder, piece)
        elif len(holder):
            holder[-1].tail = (holder[-1].tail or "") + piece
        else:
            holder.text = (holder.text or "") + piece


def _code(holder: etree._Element, code: Code) -> None:
    name = "ph" if code.what == ALONE else "ept" if code.what == CLOSE else "bpt"
    made = _below(holder, name, id=str(code.number))
    made.text = code.markup
    if code.what != CLOSE:
        made.set("ctype", _TYPES.get(code.name, f"x-html-{code.name}"))


def _note(parent: etree._Element, text: str) -> None:
    _below(parent, "note").text = text


def _below(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _name(tag), attributes)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
