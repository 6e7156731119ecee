"""What JSON Schema can't say of a Document's texts: nothing hidden, nothing dangerous.

Editors' texts pass the allow-list when they are saved. A Document from elsewhere (a
frozen version in an exchange file) is stored as it is, so what is not clean is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from organisations.characters import hidden
from policies import kinds
from policies.document import Document, Section
from policies.kinds.attributes import Attribute, LocalList
from policies.richtext import sanitise, sanitise_inline

_WEB = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ADDRESSES = ("website", "ticket_url", "url", "complaint_url")


def problems(document: Document) -> list[str]:
    """What pages must not show, place by place."""
    found = [
        f"{place}: the character {name} is not for texts"
        for place, text in _strings(document.as_dict())
        if (name := hidden(text))
    ]
    for section in document.walk():
        found += [
            f"{section.anchor}/{place}: this HTML has more than texts may have"
            for place, html, clean in _rich(section)
            if clean(html) != html
        ]
    return [*found, *_addresses(document.organisation)]


def _strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place.lstrip("/"), value
    elif isinstance(value, Mapping):
        for name, member in value.items():
            yield f"{place}/…", name
            yield from _strings(member, f"{place}/{name}")
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _strings(member, f"{place}/{number}")


def _rich(section: Section) -> Iterator[tuple[str, str, Any]]:
    kind = kinds.get(section.kind)
    texts = [("intro", section.intro), ("outro", section.outro)]
    lists = list(_lists("", kind.section_attributes, section.attributes))
    for entry in section.entries:
        texts.append((entry.id, entry.description))
        lists += _lists(f"{entry.id}/", kind.attributes, entry.attributes)
    for place, text in texts:
        yield from ((f"{place}/{code}", html, sanitise) for code, html in text.items())
    for place, html in lists:
        yield place, html, sanitise_inline


def _lists(
    prefix: str, attributes: Iterable[Attribute], data: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    for attribute in attributes:
        if isinstance(attribute, LocalList):
            for item in data.get(attribute.name, ()):
                for code, html in item.items():
                    yield f"{prefix}{attribute.name}/{code}", html


def _addresses(facts: Mapping[str, Any]) -> list[str]:
    """The organisation's addresses stand in links."""
    authority = facts.get("authority") or {}
    found = [
        *((name, facts[name]) for name in _ADDRESSES if name in facts),
        *((name, authority[name]) for name in _ADDRESSES if name in authority),
        *(("covered_domains", url) for url in facts.get("covered_domains") or ()),
    ]
    return [
        f"organisation/{name}: no http or https address"
        for name, value in found
        if not (isinstance(value, str) and (not value or _WEB.fullmatch(value)))
    ]
