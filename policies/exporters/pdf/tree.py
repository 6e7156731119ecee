"""The structure tree that WeasyPrint writes, mended where PDF/UA asks for more.

Programs that read a PDF aloud follow this tree. WeasyPrint 70 leaves four things out:
what language a part is in, the body of some list items, the scope of table headers, and
that header and footer are no part of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.pdf import tags

_build = tags._build_box_tree


def _with_language(box: Any, *rest: Any) -> Iterator[Any]:
    """WeasyPrint's elements, with the ``lang`` that the HTML has."""
    source: Any = getattr(getattr(box, "_box", box), "element", None)
    own = source is not None and source.tag != "html"
    language = source.get("lang") if own else None
    for element in _build(box, *rest):
        if language:
            element["Lang"] = pydyf.String(language)
        yield element


# It passes no element on, so this is the one place where box and tag meet. A test tells
# when an upgrade makes it vain.
tags._build_box_tree = _with_language


def mend(pdf: Any) -> None:
    """Make the tree of a PDF complete, just before it is written."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    found = dict(_below(pdf, root["K"]))
    _set_margins_apart(pdf, _object(pdf, root["ParentTree"])["Nums"], set(found))
    for reference, element in found.items():
        if element["S"] == "/LI":
            _give_body(pdf, reference, element)
        elif element["S"] in ("/THead", "/TBody", "/Table"):
            _give_scopes(pdf, element)


def _below(pdf: Any, kids: Any) -> Iterator[tuple[bytes, Any]]:
    for kid in kids:
        element = _object(pdf, kid)
        if isinstance(element, dict) and element.get("Type") == "/StructElem":
            yield kid, element
            yield from _below(pdf, element["K"])


def _set_margins_apart(pdf: Any, numbers: Any, in_tree: set[bytes]) -> None:
    """Content whose element isn't in the tree is that of a margin: an artifact."""
    for page in range(0, len(numbers), 2):
        owners = numbers[page + 1]
        if not isinstance(owners, list):  # an annotation's
            continue
        apart = {n for n, owner in enumerate(owners) if owner not in in_tree}
        leaf = _object(pdf, pdf.page_references[numbers[page]])
        _mark_artifacts(_object(pdf, leaf["Contents"]).stream, apart)
        numbers[page + 1] = pydyf.Array(
            "null" if n in apart else owner for n, owner in enumerate(owners)
        )


def _mark_artifacts(stream: list[Any], apart: set[int]) -> None:
    for place, item in enumerate(stream):
        if isinstance(item, dict) and item.get("MCID") in apart:
            stream[place - 1] = "/Artifact"
            stream[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _give_body(pdf: Any, reference: bytes, item: Any) -> None:
    """All that an item says besides its bullet or number belongs in its body."""
    kids = {kid: _kind(pdf, kid) for kid in item["K"]}
    loose = [kid for kid, kind in kids.items() if kind not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/LBody",
            "P": reference,
            "Pg": item["Pg"],
            "K": pydyf.Array(loose),
        }
    )
    pdf.add_object(body)
    for kid in loose:
        element = _object(pdf, kid)
        if isinstance(element, dict) and element.get("Type") == "/StructElem":
            element["P"] = body.reference
    kept = [kid for kid in item["K"] if kid not in loose]
    item["K"] = pydyf.Array([*kept, body.reference])


def _give_scopes(pdf: Any, rows: Any) -> None:
    """A header in the head is of its column, any other one of its row."""
    for row in (_object(pdf, kid) for kid in rows["K"]):
        if row.get("S") != "/TR":
            continue
        for cell in (_object(pdf, kid) for kid in row["K"]):
            if cell.get("S") == "/TH":
                scope = "/Column" if rows["S"] == "/THead" else "/Row"
                cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = scope


def _kind(pdf: Any, kid: Any) -> Any:
    element = _object(pdf, kid)
    return element.get("S") if isinstance(element, dict) else None


def _object(pdf: Any, reference: Any) -> Any:
    """What a reference stands for; None where it is a piece of content."""
    if not isinstance(reference, bytes):
        return None
    return pdf.objects[int(reference.split()[0])]
