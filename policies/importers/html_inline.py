"""Inline HTML elements, written anew: formatting and links, nothing else."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from policies.importers.blocks import Findings
from policies.importers.inline import link, linked, words_of

_LEADS_SOMEWHERE = re.compile(r"(?:https?|mailto|tel):|[#/?]", re.IGNORECASE)
_KEPT = frozenset(
    {
        "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "q", "s", "small",
        "strong", "sub", "sup", "u",
    }
)  # fmt: skip


def written(element: Any, findings: Findings, in_link: bool = False) -> str:
    """The element as inline HTML; pictures are named and left out."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag == "br":
        return "<br>"
    if tag == "img":
        words = element.get("alt") or element.get("src") or ""
        reason = _("A picture was left out.")
        findings.doubt(element.sourceline or 0, words, reason)
        return ""
    href = element.get("href", "") if tag == "a" else ""
    inside = in_link or bool(href)
    parts = [_words(element.text, inside)]
    for child in element:
        parts += [written(child, findings, inside), _words(child.tail, inside)]
    html = "".join(parts)
    if not html.strip():
        return html
    if href and not in_link:
        if _LEADS_SOMEWHERE.match(href.strip()):
            return link(href.strip(), html)
        reason = _("The link leads to “%(target)s” and was left out.")
        target = {"target": href[:80]}
        findings.doubt(element.sourceline or 0, words_of(html), reason % target)
    if tag == "span" and element.get("lang"):
        return f'<span lang="{escape(element.get("lang"))}">{html}</span>'
    return f"<{tag}>{html}</{tag}>" if tag in _KEPT else html


def _words(text: str | None, in_link: bool) -> str:
    if not text:
        return ""
    return escape(text, quote=False) if in_link else linked(text)
