"""DOCX: a file of this house by its paragraphs' bookmarks, any other one by way of HTML."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.document import Document
from policies.importers import docx_html, docx_package, docx_returned, returned
from policies.importers.refusal import Refused
from policies.returning import units


@dataclass(frozen=True, slots=True)
class Opened:
    """A DOCX file whose package was found in order."""

    data: bytes
    own: tuple[str, str] | None
    pictures: bool

    def html(self) -> str:
        """The file of somebody else as a web page."""
        return f"<html><body>{docx_html.nested(self.data)}</body></html>"

    def document(self, kind: str, language: str) -> Document:
        """The Document of a file that this house wrote and somebody may have edited."""
        listed, json = self.own or ("", "")
        bones = returned.bones(json, language)
        try:
            found, anchors = units.from_json(listed)
        except ValueError as fault:
            raise returned.damaged() from fault
        texts, outside = docx_returned.texts(self.data, found, anchors)
        if not texts:
            message = _(
                "A word processor removed the bookmarks by which the texts are known. "
                "Put your changes in the file as it was downloaded, with Word or "
                "LibreOffice, and import that."
            )
            raise Refused("marks", message)
        made = returned.document(bones, texts, kind)
        returned.check_outside(bones, outside)
        return made


def opened(data: bytes) -> Opened:
    """The file, when it is a DOCX file that can be read in time; else Refused."""
    with docx_package.opened(data) as package:
        pictures = any(name.startswith("word/media/") for name in package.namelist())
        text = docx_package.checked(package)
    with zipfile.ZipFile(io.BytesIO(text)) as package:
        return Opened(text, docx_package.brought(package), pictures)
