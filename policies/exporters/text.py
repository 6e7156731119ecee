"""Plain text: wrapped, numbered, readable in any editor, e-mail or terminal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from policies.edition import Edition
from policies.exporters import Format, imprint
from policies.exporters.body import body
from policies.exporters.reading import read
from policies.exporters.text_blocks import WIDTH, TextWriter, wrapped


def write(edition: Edition, language: str) -> bytes:
    """The version in one language: a header, the text, a footer."""
    html = body(edition.document, language)
    text = TextWriter().lines(read(html, imprint.origin(edition, language)))
    lines = [*_header(edition, language), "", "", *text, "", *_footer(language)]
    return ("\n".join(line.rstrip() for line in lines) + "\n").encode()


def _header(edition: Edition, language: str) -> Iterator[str]:
    title = wrapped(imprint.title(edition, language))
    yield from title
    yield "=" * max(map(len, title))
    yield ""
    for name, value in imprint.lines(edition, language):
        yield from wrapped(f"{name}: {value}", hanging="  ")


def _footer(language: str) -> Iterator[str]:
    with override(language):
        end = gettext("End of the policy.")
        says = gettext("The fingerprint above shows whether the policy was altered.")
    yield "-" * WIDTH
    yield from wrapped(f"{end} {says}")


FORMAT = Format(
    name="txt",
    label=_("Plain text"),
    media_type="text/plain; charset=utf-8",
    write=write,
)
