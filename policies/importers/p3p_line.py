"""The line of a P3P compact policy: ``CP=`` and at least three tokens."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from policies.document import Document, Section

_TOKEN = re.compile(r"[A-Z]{3}[aio]?")


def token_line(text: str) -> str:
    """The ``CP=…`` part of a line, or "" when it has none."""
    at = text.find("CP=")
    if at < 0:
        return ""
    tokens = []
    for word in text[at + 3 : at + 1000].replace('"', " ").split():
        if not _TOKEN.fullmatch(word.strip("“”';,.")):
            break
        tokens.append(word.strip("“”';,."))
    return "CP=" + " ".join(tokens) if len(tokens) >= 3 else ""


def with_section(document: Document, tokens: str, language: str) -> Document:
    """The document with a section at its end that explains the tokens one by one."""
    with override(language):
        heading = _("The compact policy explained")
    section = Section(
        id="compact-policy-explained",
        anchor="compact-policy-explained",
        kind="compact_policy",
        heading={language: heading},
        attributes={"tokens": tokens},
    )
    return replace(document, sections=(*document.sections, section))
