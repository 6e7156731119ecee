"""Variables: ``{dpo_email}`` in a text stands for the organisation's fact of that name.

A text is stored as it was written; drafts are shown, and versions made, with the facts
filled in. What is unknown or empty becomes a note between brackets in the language of
the text: no reader ever meets a raw brace.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from policies.document import Document, Section, Text
from policies.kinds import wording
from policies.richtext import sanitise, sanitise_inline
from policies.texts import LINE, Form, Unit, passages, rewritten, shared_values, units

Facts = Mapping[str, Any]

KNOWN: Mapping[str, str | Promise] = MappingProxyType(
    {
        "organisation": _("trade name"),
        "legal_name": _("legal name"),
        "controller": _("controller"),
        "parent": _("parent organisation"),
        "kvk": _("KvK number"),
        "vat": _("VAT number"),
        "street": _("street and number"),
        "postal_code": _("postal code"),
        "city": _("city"),
        "country": _("country"),
        "address": _("address"),
        "phone": _("telephone"),
        "email": _("e-mail"),
        "website": _("website"),
        "ticket_url": _("ticket system"),
        "domains": _("domains covered"),
        "dpo_name": _("data protection officer"),
        "dpo_email": _("officer's e-mail"),
        "dpo_phone": _("officer's telephone"),
        "authority": _("supervisory authority"),
        "authority_website": _("authority's website"),
        "authority_complaints": _("authority's complaint page"),
        "authority_phone": _("authority's telephone"),
        "authority_address": _("authority's postal address"),
    }
)
_NAME = r"[a-z][a-z0-9_]*"
_WRITTEN = re.compile(rf"\{{({_NAME})\}}")
# Editors of links write braces in an address as browsers do.
_IN_ADDRESS = re.compile(rf"(?:\{{|%7[Bb])({_NAME})(?:\}}|%7[Dd])")
_TAG_OR_VARIABLE = re.compile(rf'<(?:[^<>"]|"[^"]*")*>|\{{({_NAME})\}}')
_HREF = re.compile(r'\shref="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Place:
    """A variable without a value: ``unknown`` when there is no such fact at all.

    ``section``, ``anchor`` and ``heading`` are "" in the document's title; ``language``
    is "" in a value that all languages share.
    """

    name: str
    language: str
    unknown: bool
    section: str = ""
    anchor: str = ""
    heading: str = ""
    entry: str = ""


def values(facts: Facts, language: str) -> dict[str, str]:
    """The value of each known variable in that language, "" where there is none."""
    authority: Facts = facts.get("authority") or {}
    city = " ".join(filter(None, (_line(facts, "postal_code"), _line(facts, "city"))))
    country = _line(facts, "country")
    same = {name: _line(facts, name) for name in KNOWN if name in facts}
    return {
        **dict.fromkeys(KNOWN, ""),
        **same,
        "organisation": _line(facts, "trade_name"),
        "parent": _line(facts, "parent_name"),
        "country": wording.country(country, language) if country else "",
        "address": ", ".join(filter(None, (_line(facts, "street"), city))),
        "phone": _phone(facts, "phone"),
        "domains": ", ".join(facts.get("covered_domains") or ()),
        "dpo_name": _text(facts.get("dpo_name"), language),
        "dpo_phone": _phone(facts, "dpo_phone"),
        "authority": _text(authority.get("name"), language),
        "authority_website": _line(authority, "url"),
        "authority_complaints": _line(authority, "complaint_url"),
        "authority_phone": _phone(authority, "phone"),
        "authority_address": _line(authority, "address"),
    }


def menu(facts: Facts, language: str) -> list[tuple[str, str | Promise, str]]:
    """What an editor can choose from: name, label, and the value in that language."""
    found = values(facts, language)
    return [(name, label, found[name]) for name, label in KNOWN.items()]


def fill(document: Document, facts: Facts) -> Document:
    """The document with the facts in place of its variables.

    Filled HTML passes the allow-list again: a fact can't bring markup or a dangerous
    address along. What a fact says is never filled again.
    """
    first = document.languages[0] if document.languages else "nl"

    @cache
    def known(language: str) -> dict[str, str]:
        return values(facts, language)

    def change(text: str, language: str, form: Form) -> str:
        if not _mentions_any(text, form):
            return text
        language = language or first
        if form is LINE:
            return _filled_line(text, known(language), language)
        clean = sanitise_inline if form.inline else sanitise
        return clean(_filled_html(text, known(language), language))

    return rewritten(document, change)


def amiss(document: Document, facts: Facts) -> list[Place]:
    """Every variable that is unknown or has no value, place by place, in order."""
    first = document.languages[0] if document.languages else "nl"

    @cache
    def empty(language: str) -> frozenset[str]:
        found = values(facts, language or first)
        return frozenset(name for name, value in found.items() if not value)

    return [
        Place(name, language, name not in KNOWN, *place)
        for place, language, name in _mentioned(document)
        if name not in KNOWN or name in empty(language)
    ]


def _mentioned(document: Document) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Each variable of each text once: where, in which language, and its name."""
    for language, name in _names(document.title, LINE):
        yield (), language, name
    for section in document.walk():
        for unit in units(section):
            for language, name in dict.fromkeys(_unit_names(unit)):
                yield _place(section, unit, language), language, name


def _place(section: Section, unit: Unit, language: str) -> tuple[str, ...]:
    texts = section.heading
    heading = texts.get(language) or next(iter(texts.values()), "")
    return section.id, section.anchor, heading, "" if unit is section else unit.id


def _unit_names(unit: Unit) -> Iterator[tuple[str, str]]:
    for passage in passages(unit):
        yield from _names(passage.texts, passage.form)
    for _attribute, value in shared_values(unit):
        yield from _names({"": value}, LINE)


def _names(texts: Text, form: Form) -> Iterator[tuple[str, str]]:
    for language, text in texts.items():
        if not _mentions_any(text, form):
            continue
        names = _WRITTEN.findall(text)
        if form.rich:
            names += [
                name
                for address in _HREF.findall(text)
                for name in _IN_ADDRESS.findall(address)
            ]
        yield from ((language, name) for name in dict.fromkeys(names))


def _mentions_any(text: str, form: Form) -> bool:
    if "{" not in text and "%7" not in text:
        return False
    return bool((_IN_ADDRESS if form.rich else _WRITTEN).search(text))


def _filled_line(text: str, known: Mapping[str, str], language: str) -> str:
    return _WRITTEN.sub(lambda found: _shown(found[1], known, language), text)


def _filled_html(text: str, known: Mapping[str, str], language: str) -> str:
    def put(found: re.Match[str]) -> str:
        if found[1]:
            return html.escape(_shown(found[1], known, language))
        tag = _HREF.sub(lambda href: _address(href[1], known), found[0])
        return _WRITTEN.sub(
            lambda inner: html.escape(_shown(inner[1], known, language)), tag
        )

    return _TAG_OR_VARIABLE.sub(put, text)


def _address(written: str, known: Mapping[str, str]) -> str:
    """The attribute with its facts; nothing when one is missing: a link to nowhere."""
    names = _IN_ADDRESS.findall(written)
    if any(not known.get(name) for name in names):
        return ""

    def put(found: re.Match[str]) -> str:
        value = known[found[1]]
        if written.startswith("tel:"):
            return re.sub(r"[^+\d]", "", value)
        # A fact that begins the address is an address itself; elsewhere it is a part.
        return html.escape(value if found.start() == 0 else quote(value, safe="@+"))

    return f' href="{_IN_ADDRESS.sub(put, written)}"'


def _shown(name: str, known: Mapping[str, str], language: str) -> str:
    if value := known.get(name):
        return value
    with override(language):
        if name not in KNOWN:
            return gettext("[unknown: %(name)s]") % {"name": name}
        label = capfirst(str(KNOWN[name]))
        return gettext("[%(label)s: not filled in]") % {"label": label}


def _line(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def _phone(facts: Facts, name: str) -> str:
    number = _line(facts, name)
    return wording.phone(number) if number else ""


def _text(value: Any, language: str) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language) or "")
    return value if isinstance(value, str) else ""
