"""The page's HTML with the tags that make a well-formed structure in a PDF.

A PDF knows lists, not lists of terms, and its lists hold items only (ISO 32000-1,
14.8.4.3.3). So ``<dl>`` becomes a list whose items have a term and what it means. The
words stay, and the classes by which the style sheet finds them.
"""

from __future__ import annotations

from typing import Any

from lxml import html as lxml_html


def tagged(html: str) -> str:
    """The same words in elements that have their like in a PDF."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    root.set("class", "text")
    for terms in list(root.iter("dl")):
        _as_list(terms)
    for address in root.iter("address"):
        _rename(address, "p", "address")
    for link in root.xpath("//*[contains(@class, 'q')]/a[starts-with(@href, '#')]"):
        link.drop_tag()  # a question that leads to itself: for copying, on a page
    text: str = lxml_html.tostring(root, encoding="unicode")
    return text


def _as_list(terms: Any) -> None:
    _rename(terms, "ul", "terms-list")
    item = None
    for child in list(terms):
        if child.tag == "div":
            child.tag = "li"
            _name_parts(child)
        else:
            if child.tag == "dt" or item is None:
                item = terms.makeelement("li")
                child.addprevious(item)
            item.append(child)
            _name_parts(item)


def _name_parts(item: Any) -> None:
    for child in item:
        if child.tag == "dt":
            _rename(child, "p", "dt")
        elif child.tag == "dd":
            _rename(child, "div", "dd")


def _rename(element: Any, tag: str, name: str) -> None:
    element.tag = tag
    element.set("class", f"{element.get('class', '')} {name}".strip())
