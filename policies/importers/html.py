"""HTML: parsed by lxml and read for its words; scripts and styles are left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from lxml import html as lxml_html

from policies.importers.blocks import Findings, Parsed
from policies.importers.html_blocks import BLOCKS, DROPPED, Walker
from policies.importers.refusal import Refused

MAX_DEPTH = 200
MAX_ELEMENTS = 60_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,30})")
# These never nest by themselves, or need no closing tag: counting them would refuse
# old but harmless pages.
_UNCOUNTED = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
        "param", "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th",
        "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rp", "rt", "html",
        "head", "body",
    }
)  # fmt: skip


def read(text: str, findings: Findings) -> Parsed:
    """The blocks of an HTML page or fragment."""
    _check_nesting(text)
    root = _root(text)
    title = " ".join((root.findtext(".//title") or "").split())
    dropped: Counter[str] = Counter()
    for element in list(root.iter(*DROPPED)):
        dropped[element.tag] += 1
        element.drop_tree()
    if dropped:
        names = ", ".join(f"<{tag}> ({n})" for tag, n in sorted(dropped.items()))
        findings.note(_("Left out: %(tags)s.") % {"tags": names})
    body = root.find("body")
    body = root if body is None else body
    walker = Walker(findings)
    walker.walk(body)
    blocks = walker.done()
    if next(body.iter("nav", "form", "footer", "aside"), None) is not None:
        findings.note(
            _("The page's menus, forms and footers were read along; delete them.")
        )
    return Parsed(tuple(blocks), tuple(_lines(body)), title)


def _check_nesting(text: str) -> None:
    """Refuse deep nesting by counting tags, before a parser recurses into it."""
    depth = count = 0
    for match in _TAG.finditer(text):
        count += 1
        if match[2].casefold() in _UNCOUNTED:
            continue
        depth = max(0, depth + (-1 if match[1] else 1))
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, match.start()) + 1
            raise _nested(line)
    stray = text.count("<") - count
    if count > MAX_ELEMENTS * 2 or stray > MAX_ELEMENTS:
        message = _("The page has %(count)d tags; import it in parts.")
        raise Refused("too_many_elements", message % {"count": max(count, stray)})


def _nested(line: int) -> Refused:
    message = _(
        "Line %(line)d is nested more than %(most)d elements deep. Save the text of "
        "the page without its layout and import that."
    )
    return Refused("nesting", message % {"line": line, "most": MAX_DEPTH})


def _root(text: str) -> Any:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as fault:
        message = _("The file holds no HTML that can be read: %(fault)s")
        raise Refused("html", message % {"fault": fault}) from fault
    for entry in parser.error_log:
        if "xcessive depth" in entry.message:
            raise _nested(entry.line)
    _check_depth(root)
    return root


def _check_depth(root: Any) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH + 50:
            raise _nested(element.sourceline or 0)


def _lines(body: Any) -> Iterator[tuple[int, str]]:
    """The words of the page as lines: each block's start and end breaks one."""
    line, words = 0, list[str]()
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag in BLOCKS or element.tag == "br":
            if joined := " ".join("".join(words).split()):
                yield line, joined
            words = []
        line = line if words else element.sourceline or line
        words.append((element.text if event == "start" else element.tail) or "")
    if joined := " ".join("".join(words).split()):
        yield line, joined
