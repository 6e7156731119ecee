"""A piece of HTML that another website takes over as it is: the text, and its imprint.

It loads nothing and runs nothing. Links of the page's own lead back here; links within
the text stay within it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from policies.edition import Edition
from policies.exporters import Format, imprint
from policies.exporters.body import body

NAME = "fragment.html"
_OWN_PATH = re.compile(r'((?:href|src)=")/(?!/)')


def write(edition: Edition, language: str) -> bytes:
    """The text in one language with its version, date and digest."""
    address = edition.addresses[language]
    context = {
        "body": body(edition.document, language),
        "edition": edition,
        "language": language,
        "lines": imprint.lines(edition, language),
    }
    html = render_to_string("policies/embed/fragment.html", context)
    site = urlsplit(address)
    return _OWN_PATH.sub(rf"\1{site.scheme}://{site.netloc}/", html).encode()


FORMAT = Format(
    name=NAME,
    label=_("HTML for another website"),
    media_type="text/html; charset=utf-8",
    write=write,
    offered=False,
)
