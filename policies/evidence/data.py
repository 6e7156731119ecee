"""A saved JSON file: a version with its facts, or the bare Document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import rfc8785
from django.utils.translation import gettext as _

from policies.document import FORMAT
from policies.evidence.saved import Saved, Unreadable, digests

# What is read here goes down into it step by step; a Document has a dozen.
DEEPEST = 100


def read(text: str) -> Saved:
    """The data, with the digest that its document really has."""
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Unreadable from None
    document = document_of(data)
    if document is None and _is_derived(data):
        raise Unreadable(
            _(
                "JSON-LD and TILT cannot be checked. Download the policy as JSON "
                "(policy.json), and check that."
            )
        )
    if document is None or not _is_shallow(data):
        raise Unreadable
    numbers = (data.get("version"), data.get("number"))
    return Saved(
        form="json",
        digests=tuple(dict.fromkeys([*_digest(document), *_claimed(data)])),
        addresses=tuple(_addresses(data)),
        permanent=tuple(_addresses(data)),
        number=next((n for n in numbers if type(n) is int and 0 < n < 10**9), None),
        data=data,
    )


def document_of(data: Any) -> Mapping[str, Any] | None:
    """The Document in the data, as far as it looks like one."""
    if not isinstance(data, dict):
        return None
    inner = data.get("document")
    if isinstance(inner, dict):
        return inner
    return (
        data if isinstance(data.get("sections"), list) or _is_document(data) else None
    )


def _is_document(data: Mapping[str, Any]) -> bool:
    return data.get("format") == FORMAT


def _is_derived(data: Any) -> bool:
    """Whether it has the form of a JSON file that is made from a policy for programs."""
    known = {"@context", "dataDisclosed"}  # of JSON-LD, and of TILT
    return isinstance(data, dict) and not known.isdisjoint(data)


def _digest(document: Mapping[str, Any]) -> Iterator[str]:
    try:
        yield hashlib.sha256(rfc8785.dumps(dict(document))).hexdigest()
    except (rfc8785.CanonicalizationError, ValueError, RecursionError):
        return


def _claimed(data: Mapping[str, Any]) -> Iterator[str]:
    """What the file says that its digests are, the version's own and the record's."""
    log = data.get("log")
    places = [data.get("digest"), log.get("digest") if isinstance(log, dict) else ""]
    yield from (p for p in places if isinstance(p, str) and digests(p) == (p,))


def _is_shallow(data: Any) -> bool:
    """Whether everything in it can be reached in so many steps."""
    level = [data]
    for _step in range(DEEPEST):
        within = (v.values() if isinstance(v, dict) else v for v in level)
        level = [v for values in within for v in values if isinstance(v, dict | list)]
        if not level:
            return True
    return False


def _addresses(data: Mapping[str, Any]) -> Iterator[str]:
    found = data.get("addresses")
    for address in found.values() if isinstance(found, dict) else ():
        yield address if isinstance(address, str) else json.dumps(address)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; the same name twice would say one thing to us and another to others."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("no number")
