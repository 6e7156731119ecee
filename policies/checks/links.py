"""Links that lead nowhere, or lead there unsafely (F75). Nothing is fetched."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from policies.checks.findings import Finding, Severity, finding
from policies.document import Document
from policies.texts import Unit, passages, shared_values, units

_HREF = re.compile(r'<a\b(?:[^<>"]|"[^"]*")*?\shref="([^"]*)"')
_EMAIL = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:.\"]+")
_TELEPHONE = re.compile(r"\+?[\d().\s-]*\d[\d().\s-]*(?:;.*)?")
_ALWAYS_THERE = {"#top"}


def links(document: Document) -> Iterator[Finding]:
    """Missing anchors; http addresses and malformed ones."""
    anchors = _ALWAYS_THERE | {f"#{anchor}" for anchor in _anchors(document)}
    for section in document.walk():
        for unit in units(section):
            for language, href in dict.fromkeys(_links(unit)):
                problem = _problem(href, anchors)
                if problem:
                    code, severity = problem
                    yield finding(code, severity, section, unit, language, link=href)


def _anchors(document: Document) -> Iterator[str]:
    for section in document.walk():
        yield section.anchor
        for entry in section.entries:
            yield f"{section.anchor}-{entry.anchor or entry.id}"


def _links(unit: Unit) -> Iterator[tuple[str, str]]:
    """Each link with its language, "" for an address that all languages share."""
    for passage in passages(unit):
        if passage.form.rich:
            for language, text in passage.texts.items():
                if "<a" in text:
                    for href in _HREF.findall(text):
                        yield language, html.unescape(href)
    for _name, value in shared_values(unit):
        if value.startswith(("http://", "https://")):
            yield "", value


def _problem(href: str, anchors: set[str]) -> tuple[str, Severity] | None:
    if href.startswith("#"):
        return None if unquote(href) in anchors else ("anchor_missing", "error")
    if "{" in href or "%7B" in href:
        return None  # a variable, which is checked where it is filled
    if not _well_formed(href):
        return "link_malformed", "warning"
    return ("link_insecure", "warning") if href.startswith("http://") else None


def _well_formed(href: str) -> bool:
    scheme, _, rest = href.partition(":")
    if scheme == "mailto":
        return bool(_EMAIL.fullmatch(unquote(rest.partition("?")[0])))
    if scheme == "tel":
        return bool(_TELEPHONE.fullmatch(unquote(rest)))
    if re.search(r"\s", href):
        return False
    if scheme in ("http", "https"):
        return _has_host(href)
    # Without a scheme only an address from this host's root is meant as one.
    return href.startswith("/")


def _has_host(href: str) -> bool:
    try:
        host = urlsplit(href).hostname or ""
    except ValueError:
        return False
    return bool(re.fullmatch(r"(?:[^\s.]+\.)+[^\s.]{2,}\.?", host))
