"""The words of a piece of HTML as a reader meets them, with where its links lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree, html

from policies.evidence.saved import Unreadable, host

# What doesn't separate words: "<b>pri</b>vacy" is one word.
_INLINE = frozenset(
    [
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup",
        "time", "u", "var", "wbr",
    ]
)  # fmt: skip
# What shows something that is no text; our pages have none of it in a policy.
_PICTURES = frozenset(
    [
        "audio", "canvas", "embed", "iframe", "img", "input", "math", "meter", "object",
        "option", "picture", "progress", "svg", "textarea", "video",
    ]
)  # fmt: skip
_UNSEEN = frozenset(["head", "script", "style", "title"])
# The zero-width marks that say where a word may be broken, and nothing else.
_BREAKS = str.maketrans("", "", "\u00ad")

# Our own pages have a few thousand elements, ten deep.
MOST_ELEMENTS, DEEPEST, LONGEST = 20_000, 40, 1_000_000

Element = html.HtmlElement
Skip = Callable[[Element], bool]


def parse(text: str) -> Element:
    """The document; comments and processing instructions are gone."""
    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        found: Element | None = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        found = None
    if found is None or not _is_simple(found):
        raise Unreadable
    return found


def _is_simple(document: Element) -> bool:
    """Whether it can be gone through once for each part of it in time."""
    depth = count = size = 0
    for event, found in etree.iterwalk(document, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if found.tag not in _UNSEEN:
            size += len((found.text if event == "start" else found.tail) or "")
        if depth > DEEPEST or count > MOST_ELEMENTS or size > LONGEST:
            return False
    return True


def text(element: Element, skip: Skip = lambda _found: False) -> str:
    """The text with single blanks; ``skip`` leaves elements out, not what follows."""
    return " ".join(words(element, skip))


def words(element: Element, skip: Skip = lambda _found: False) -> tuple[str, ...]:
    """The words in reading order, and behind them where the links lead: ``⟨address⟩``."""
    return tuple(word for found in _words(element, skip) for word in found)


def seen(element: Element, skip: Skip = lambda _found: False) -> tuple[str, ...]:
    """The words in reading order, wherever the links lead."""
    return tuple(_words(element, skip)[0])


def _words(element: Element, skip: Skip) -> tuple[list[str], list[str]]:
    pieces: list[str] = []
    links: list[str] = []
    for found, kind in _pieces(element, skip):
        (links if kind == "link" else pieces).append(found)
    return "".join(pieces).translate(_BREAKS).split(), links


def outermost(
    root: Element, wanted: Skip, but: Skip = lambda _found: False
) -> Iterator[Element]:
    """The wanted elements below, none of those within another or within what ``but``
    leaves out: whoever reads all of them goes once through everything."""
    walk = etree.iterwalk(root, events=("start",))
    for _event, found in walk:
        if found is root:
            continue
        if but(found):
            walk.skip_subtree()
        elif wanted(found):
            walk.skip_subtree()
            yield found


def classes(element: Element) -> frozenset[str]:
    """The names in the element's ``class``."""
    return frozenset((element.get("class") or "").split())


def without_own(found: tuple[str, ...], own: frozenset[str]) -> tuple[str, ...]:
    """The words without the addresses on the site's own hosts.

    A browser that saves a page makes them absolute, and hosts get other names.
    """
    return tuple(w for w in found if not (w[:1] == "⟨" and host(w[1:-1]) in own))


def _pieces(element: Element, skip: Skip) -> Iterator[tuple[str, str]]:
    """Pieces of text, and the addresses of links, as they come."""
    skipping: Element | None = None
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, found in walk:
        name = found.tag if isinstance(found.tag, str) else ""
        gap = "" if name in _INLINE else " "
        if event == "start":
            if (
                skipping is None
                and found is not element
                and _left_out(name, found, skip)
            ):
                skipping = found
                walk.skip_subtree()
            if skipping is None:
                picture = f" ⟨{name}⟩ " if name in _PICTURES else ""
                yield f"{gap}{picture}{_said(found.text)}", "text"
                if name == "a" and (address := _leads_to(found)):
                    yield address, "link"
            continue
        if skipping is None or skipping is found:
            yield gap, "text"
        if skipping is found:
            skipping = None
        if skipping is None and found is not element:
            yield _said(found.tail), "text"


def _said(text: str | None) -> str:
    """A text that can't be taken for one of our marks."""
    return (text or "").replace("⟨", "〈")


def _left_out(name: str, found: Element, skip: Skip) -> bool:
    return not name or name in _UNSEEN or skip(found)


def _leads_to(link: Element) -> str:
    address = (link.get("href") or "").strip()
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
        return ""
    # Browsers write an address without a path with one.
    bare = re.fullmatch(r"(https?://[^/?#]+)/?", address, re.IGNORECASE)
    shown = "".join((bare[1].lower() if bare else address).split())
    return f"⟨{shown}⟩"
