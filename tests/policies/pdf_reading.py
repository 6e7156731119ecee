"""A PDF as tests read it: its structure tree, and the text that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pypdf


class Read:
    """A PDF opened by two libraries: one knows its objects, the other its text."""

    def __init__(self, content: bytes) -> None:
        self.objects = pikepdf.open(BytesIO(content))
        self.text = pypdf.PdfReader(BytesIO(content))

    @property
    def root(self) -> Any:
        return self.objects.Root

    def elements(self, kind: str = "") -> list[Any]:
        """The structure elements in reading order, all or those of a kind."""
        found = _below(self.root.StructTreeRoot.K)
        return [e for e in found if not kind or str(e.S) == f"/{kind}"]

    def bookmarks(self) -> list[str]:
        """The titles in the outline, however deep."""
        return list(_titles(self.text.outline))

    def pages_with_text(self, first: str) -> list[str]:
        """What the pages say from that anchor on, without margins, bullets, spaces."""
        start = self.text.get_destination_page_number(
            self.text.named_destinations[first]
        )
        stripped = BytesIO()
        self._without_furniture().save(stripped)
        pages = pypdf.PdfReader(stripped).pages[start:]
        return [solid(page.extract_text()) for page in pages]

    def margins(self) -> list[str]:
        """What header and footer of each page say."""
        for page in self.objects.pages:
            page.Contents = _kept(self.objects, page, artifacts=True, without=set())
        found = BytesIO()
        self.objects.save(found)
        return [page.extract_text() for page in pypdf.PdfReader(found).pages]

    def _without_furniture(self) -> pikepdf.Pdf:
        labels: dict[Any, set[int]] = {}
        for label in self.elements("Lbl"):
            for element in [label, *_below(label.K)]:
                numbers = {int(k) for k in _each(element.K) if isinstance(k, int)}
                labels.setdefault(element.Pg.objgen, set()).update(numbers)
        for page in self.objects.pages:
            page.Contents = _kept(
                self.objects, page, artifacts=False,
                without=labels.get(page.obj.objgen, set()),
            )  # fmt: skip
        return self.objects


def solid(text: str) -> str:
    """The characters alone. Lines break elsewhere, and words within: a hyphen at the end
    of a line may be the word's own or not, so none counts."""
    return re.sub(r"[-\u00ad\u2010\s]+", "", text)


def _each(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _below(kids: Any) -> Iterator[Any]:
    for kid in _each(kids):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid.get("/K", pikepdf.Array()))


def _titles(outline: Any) -> Iterator[str]:
    for item in outline:
        if isinstance(item, list):
            yield from _titles(item)
        else:
            yield str(item.title)


def _kept(pdf: pikepdf.Pdf, page: Any, *, artifacts: bool, without: set[int]) -> Any:
    """The page's content: either its artifacts' text, or what is tagged."""
    kept, open_marks = [], []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            open_marks.append(_wanted(instruction.operands, artifacts, without))
        shows = operator in ("Tj", "TJ", "'", '"')
        if not shows or (all(open_marks) if open_marks else artifacts):
            kept.append(instruction)
        if operator == "EMC":
            open_marks.pop()
    return pdf.make_stream(pikepdf.unparse_content_stream(kept))


def _wanted(operands: Any, artifacts: bool, without: set[int]) -> bool:
    if str(operands[0]) == "/Artifact":
        return artifacts
    number = operands[1].get("/MCID") if len(operands) > 1 else None
    return not artifacts and (number is None or int(number) not in without)
