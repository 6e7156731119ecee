"""The text of a policy as the page has it: the beginning of every format that is read.

Formats are made from the page's own templates, so that each says word for word what the
page says, and a new kind of section needs nothing in any of them.
"""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import translation

from policies.document import Document
from policies.rendering import DocumentView


def body(document: Document, language: str, *, marked: bool = False) -> str:
    """The sections as HTML: no contents, no links of the page's own.

    ``marked`` says around each text which one it is (`policies.fieldmarks`).
    """
    view = DocumentView(document, language, marked=marked)
    with translation.override(language):
        return "\n".join(
            render_to_string("policies/section.html", {"s": section, "document": view})
            for section in view.sections
        )
