"""Numbered lists that each begin anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document
from docx.text.paragraph import Paragraph

from policies.exporters.blocks import Listing


def restarted(file: Document, block: Listing) -> Callable[[Paragraph], None]:
    """A numbering of its own for the list; call what comes back on each item."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element
    used = style.pPr.numPr.numId.val
    abstract = next(
        num.abstractNumId.val for num in numbering.num_lst if num.numId == used
    )
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(block.start)

    def number(paragraph: Paragraph) -> None:
        element: Any = paragraph._p
        properties = element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = num.numId

    return number
