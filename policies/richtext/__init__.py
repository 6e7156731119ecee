"""Rich text: the one allow-list through which every HTML fragment passes.

No style, no class, no image, no script; links only to https, http, mailto, tel, and
addresses of the same host. What browsers would show is all that is kept (S2, S3).
"""

from __future__ import annotations

import html as html_module
import re
from html.parser import HTMLParser

import nh3

INLINE = {
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "i", "ins", "kbd", "q", "s",
    "small", "span", "strong", "sub", "sup", "u",
}  # fmt: skip
BLOCKS = {
    "blockquote", "caption", "dd", "dl", "dt", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "hreflang"},
    "abbr": {"title"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"https", "http", "mailto", "tel"}
_FOREIGN = re.compile(r"^[\s\x00-\x20]*[/\\]{2}")
_STARTS_WITH_BLOCK = re.compile(r"^\s*<(?:%s)\b" % "|".join(sorted(BLOCKS)))
_ENDINGS = BLOCKS | {"br"}


def sanitise(html: str) -> str:
    """The fragment reduced to what the allow-list has; bare text becomes a paragraph.

    Applying it twice changes nothing more.
    """
    clean = nh3.clean(
        html,
        tags=INLINE | BLOCKS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        attribute_filter=_safe_attribute,
    ).strip()
    if clean and not _STARTS_WITH_BLOCK.match(clean):
        head, block = _split_at_block(clean)
        clean = f"<p>{head.strip()}</p>{block}"
    return clean


def sanitise_inline(html: str) -> str:
    """The fragment with inline markup only, for a line that stands in a sentence."""
    return nh3.clean(
        html,
        tags=INLINE,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        attribute_filter=_safe_attribute,
    ).strip()


def plain(html: str) -> str:
    """The words of a fragment: blocks end a line, white space is folded."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.parts).split("\n")
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)


def from_plain(text: str) -> str:
    """Plain text as paragraphs; single line breaks are kept."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "".join(
        "<p>" + html_module.escape(p.strip(), quote=False).replace("\n", "<br>") + "</p>"
        for p in paragraphs
        if p.strip()
    )


def links(html: str) -> list[str]:
    """The address of every link in a fragment, in order."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return reader.links


def _safe_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href" and _FOREIGN.match(value):
        return None  # "//host" borrows the page's scheme and leaves the site
    return value


def _split_at_block(html: str) -> tuple[str, str]:
    match = re.search(r"<(?:%s)\b" % "|".join(sorted(BLOCKS)), html)
    at = match.start() if match else len(html)
    return html[:at], html[at:]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDINGS:
            self.parts.append("\n")
        if tag == "a":
            self.links.extend(value for name, value in attrs if name == "href" and value)

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDINGS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
