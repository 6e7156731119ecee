"""Rich text: the one allow-list through which every HTML fragment passes.

No style, no class, no image, no script; links only to https, http, mailto, tel, and
addresses of the same host. What browsers would show is all that is kept (S2, S3).
"""

from __future__ import annotations

import html as html_module
import re
from html.parser import HTMLParser

import nh3

from policies.richtext.paragraphs import Sorter

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
# Containers that end a line and then dissolve: they reach the sorter, never the result.
DISSOLVED = {
    "address", "article", "aside", "center", "details", "div", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "header", "main", "nav",
    "section", "summary",
}  # fmt: skip
# Parsing takes time by the square of the depth; nobody writes this deep.
MAX_NESTING = 200
_ROUNDS = 8
# No page, feed or database takes these: controls, half characters, noncharacters.
_REFUSED: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]),
    **dict.fromkeys([*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF]),
    **dict.fromkeys(map(ord, "\v\f"), " "),
}
for _blank in "\t\n\r":
    del _REFUSED[ord(_blank)]
_ANY_REFUSED = re.compile(
    "[" + "".join(f"\\u{code:04x}" for code in sorted(_REFUSED)) + "]"
)
_FOREIGN = re.compile(r"[/\\]{2}")
_WEB = re.compile(r"https?:", re.IGNORECASE)
_WEB_HOST = re.compile(r"https?://[^\s/\\?#]", re.IGNORECASE)
_STRIPPED_BY_BROWSERS = re.compile(r"[\t\r\n]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_ENDED_BY_THE_NEXT = {
    "br", "dd", "dt", "hr", "img", "input", "li", "p", "td", "th", "tr",
}  # fmt: skip
_ENDINGS = BLOCKS | {"br"}
_BLOCK_TAG = re.compile(
    r"</?(?:{})\b[^<>]*>".format("|".join(sorted(BLOCKS | DISSOLVED)))
)
_BLANKS = re.compile(r"[ \t\r\n]+")


def sanitise(html: str) -> str:
    """The fragment reduced to what the allow-list has, all text in blocks.

    Applying it twice changes nothing more.
    """
    if too_deep(html):
        return from_plain(_TAG.sub("\n", html))
    for _ in range(_ROUNDS):
        clean = _clean(html, INLINE | BLOCKS | DISSOLVED)
        result = Sorter(INLINE, BLOCKS).sort(clean)
        # Some markup reads differently once its forbidden parts are gone.
        if result in (html, _clean(result, INLINE | BLOCKS)):
            return result
        html = result
    return from_plain(plain(html))


def sanitise_inline(html: str) -> str:
    """The fragment with inline markup only, for a line that stands in a sentence."""
    if too_deep(html):
        return html_module.escape(" ".join(_TAG.sub(" ", html).split()), quote=False)
    lines = _BLOCK_TAG.sub(" ", _clean(html, INLINE | BLOCKS | DISSOLVED))
    return _BLANKS.sub(" ", _clean(lines, INLINE)).strip()


def too_deep(html: str) -> bool:
    """Whether tags stand within tags so deep that reading them would take too long."""
    depth = 0
    for end, tag in _TAG.findall(html):
        if tag.lower() not in _ENDED_BY_THE_NEXT:
            depth = max(depth - 1, 0) if end else depth + 1
            if depth > MAX_NESTING:
                return True
    return False


def plain(html: str) -> str:
    """The words of a fragment: blocks end a line, white space is folded."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.parts).split("\n")
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)


def from_plain(text: str) -> str:
    """Plain text as paragraphs; single line breaks are kept."""
    text = _without_refused(text.strip())
    lines = "\n".join(line.strip() for line in text.splitlines())
    return "".join(
        "<p>"
        + html_module.escape(paragraph, quote=False).replace("\n", "<br>")
        + "</p>"
        for paragraph in re.split(r"\n{2,}", lines)
        if paragraph
    )


def links(html: str) -> list[str]:
    """The address of every link in a fragment, in order."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return reader.links


def _clean(html: str, tags: set[str]) -> str:
    # Once more behind it, for those that were written as "&#1;".
    clean = nh3.clean(
        _without_refused(html),
        tags=tags,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        attribute_filter=_safe_attribute,
    )
    return _without_refused(clean)


def _without_refused(text: str) -> str:
    """Looking first is much faster: there is hardly ever anything to remove."""
    return text.translate(_REFUSED) if _ANY_REFUSED.search(text) else text


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    if name != "href":
        return value
    # Browsers drop these wherever they stand: "/<tab>/host" is "//host" to them.
    address = _STRIPPED_BY_BROWSERS.sub("", _without_refused(value)).strip()
    if _FOREIGN.match(address):
        return None  # "//host" borrows the page's scheme and leaves the site
    if _WEB.match(address) and not _WEB_HOST.match(address):
        return None  # browsers read "https:host" and "https:/\\host" as "https://host"
    return address


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self._kept = 0  # how many <pre> are open: there, lines end where they end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDINGS:
            self.parts.append("\n")
        if tag == "pre":
            self._kept += 1
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDINGS:
            self.parts.append("\n")
        if tag == "pre":
            self._kept -= 1

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self._kept > 0 else data.replace("\n", " "))
