"""What stands on paper: a title page with contents, then the text as the page has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from policies.edition import Edition
from policies.exporters import imprint
from policies.exporters.body import body
from policies.exporters.pdf.structure import tagged
from policies.kinds import wording
from policies.rendering import DocumentView

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")


def html(edition: Edition, language: str) -> str:
    """The HTML that is printed, with the facts for header, footer and metadata."""
    document = DocumentView(edition.document, language)
    context = {
        "language": language,
        "title": imprint.title(edition, language),
        "title_language": imprint.title_language(edition, language),
        "organisation": imprint.organisation(edition),
        "facts": imprint.lines(edition, language),
        "number": edition.number,
        "since": wording.day(edition.effective_from.date(), language),
        "digest": edition.digest,
        "address": edition.addresses.get(language, ""),
        "moment": edition.as_dict()["published_at"],
        "logo": edition.logo,
        "sections": document.sections,
        "text": mark_safe(tagged(body(edition.document, language))),  # noqa: S308 our own templates' output
    }
    with translation.override(language):
        return render_to_string("policies/print/policy.html", context)


def colours(edition: Edition) -> Iterator[str]:
    """The organisation's accent as a style; what is no colour would be foreign CSS."""
    if _COLOUR.match(edition.accent):
        yield f":root {{ --accent: {edition.accent} }}"
