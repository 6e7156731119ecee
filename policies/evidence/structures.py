"""Where two JSON files differ: in which section, and how."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from policies.evidence.differences import Difference, between
from policies.evidence.saved import NAMES, Label

# A file's addresses are looked at by themselves: hosts get other names.
_APART = "addresses"
# What an answer of the API has besides, and what changes while the version doesn't.
_ANSWERED = frozenset(["links", "state", "withdrawn"])
Place = tuple[str, Label]


def differences(
    genuine: Mapping[str, Any], saved: Mapping[str, Any], language: str
) -> Iterator[Difference]:
    """Every member that differs, of a version with its facts or of a bare Document."""
    if "document" not in genuine:
        yield from _document(genuine, saved, language)
        return
    for name in dict.fromkeys([*genuine, *saved]):
        if name in _ANSWERED and name not in genuine:
            continue
        if name == _APART and _languages(saved) == _languages(genuine):
            continue
        if name == "document" and name in saved:
            yield from _document(genuine[name], saved[name], language)
        else:
            yield from _member(_place(name), genuine, saved, name)


def _languages(data: Mapping[str, Any]) -> list[str] | None:
    found = data.get(_APART)
    return sorted(found) if isinstance(found, dict) else None


def _document(
    genuine: Mapping[str, Any], saved: Any, language: str
) -> Iterator[Difference]:
    if not isinstance(saved, dict):
        yield Difference("text", NAMES["text"], _written(genuine), _written(saved))
        return
    for name in dict.fromkeys([*genuine, *saved]):
        if name == "sections":
            yield from _sections(genuine[name], saved.get(name), language, ("", ""))
        else:
            yield from _member(_place(name), genuine, saved, name)


def _place(name: str) -> Place:
    key = name if name in NAMES else "record"
    return key, NAMES[key]


def _sections(
    genuine: Sequence[Any], saved: Any, language: str, above: Place
) -> Iterator[Difference]:
    """Sections are matched by their place; by their id where some came or went."""
    if not isinstance(saved, list):
        yield Difference(*(above if above[0] else _place("text")), "", _written(saved))
        return
    if len(genuine) == len(saved):
        pairs = list(zip(genuine, saved, strict=True))
    else:
        ids = {_id(section): section for section in saved}
        known = {_id(section) for section in genuine}
        pairs = [(section, ids.get(_id(section))) for section in genuine]
        pairs += [(None, section) for section in saved if _id(section) not in known]
    for ours, theirs in pairs:
        yield from _section(ours, theirs, language)


def _section(ours: Any, theirs: Any, language: str) -> Iterator[Difference]:
    found = ours if ours is not None else theirs
    place = (
        f"#{found.get('anchor', '')}" if isinstance(found, dict) else "",
        _called(found, language),
    )
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        yield Difference(
            *place, "" if ours is None else _called(ours, language),
            "" if theirs is None else _called(theirs, language),
        )  # fmt: skip
        return
    for name in dict.fromkeys([*ours, *theirs]):
        if name == "sections":
            yield from _sections(
                ours.get(name, []), theirs.get(name, []), language, place
            )
        else:
            yield from _member(place, ours, theirs, name)


def _called(section: Any, language: str) -> str:
    """A section's heading, or its anchor where it has none."""
    heading = section.get("heading", {}) if isinstance(section, dict) else {}
    if not isinstance(heading, dict) or not heading:
        return str(section.get("anchor", "")) if isinstance(section, dict) else ""
    return str(heading.get(language) or next(iter(heading.values())))


def _id(section: Any) -> str:
    return str(section.get("id", "")) if isinstance(section, dict) else ""


def _member(
    place: Place, ours: Mapping[str, Any], theirs: Mapping[str, Any], name: str
) -> Iterator[Difference]:
    if name not in theirs:
        yield Difference(*place, _written(ours[name]), "")
    elif name not in ours:
        yield Difference(*place, "", f"{name}: {_written(theirs[name])}")
    else:
        yield from _value(place, ours[name], theirs[name])


def _value(place: Place, ours: Any, theirs: Any) -> Iterator[Difference]:
    """Down to the one value that differs, so that its words can be compared."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in dict.fromkeys([*ours, *theirs]):
            yield from _member(place, ours, theirs, name)
    elif (
        isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs)
    ):
        for one, other in zip(ours, theirs, strict=True):
            yield from _value(place, one, other)
    elif isinstance(ours, str) and isinstance(theirs, str):
        if ours.split() == theirs.split() and ours != theirs:
            yield Difference(*place, _written(ours), _written(theirs))
        yield from between(*place, ours.split(), theirs.split())
    elif type(ours) is not type(theirs) or ours != theirs:
        yield Difference(*place, _written(ours), _written(theirs))


def _written(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:199]}…"
