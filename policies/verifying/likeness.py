"""Which versions a file is most like, and in which language: words are counted, no more.

A full comparison takes a while, so only those few are compared that it pays for.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from organisations.languages import codes
from policies.evidence.data import document_of
from policies.evidence.saved import Saved
from policies.models import Version

# A language is also tried when it fits nearly as well as the best one.
NEARLY = 0.9
_WORD = re.compile(r"\w+")
Words = Counter[str]


def ranked(
    saved: Saved, versions: Sequence[Version]
) -> list[tuple[Version, tuple[str, ...]]]:
    """The versions, the likeliest first, each with the languages to compare it in.

    What a file says of itself comes before what it is like: the fingerprint and the
    number of the version.
    """
    theirs = _of_file(saved)
    found = []
    for version in versions:
        like = {code: _like(theirs, ours) for code, ours in _of(version).items()}
        named = {version.digest, version.record_digest} & {*saved.digests}
        missing = (version.number not in saved.numbers) + (not named)
        found.append((missing, -max(like.values()), version, _languages(saved, like)))
    found.sort(key=lambda row: row[:2])
    return [(version, languages) for _missing, _like, version, languages in found]


def _languages(saved: Saved, like: dict[str, float]) -> tuple[str, ...]:
    if saved.language in like:
        return (saved.language,)
    if saved.data is not None:  # it has all of them
        return (next(iter(like)),)
    best = max(like.values())
    fitting = [code for code in like if like[code] >= NEARLY * best]
    return tuple(sorted(fitting, key=lambda code: -like[code]))


def _like(one: Words, other: Words) -> float:
    """From 0 to 1: how many of their words two texts share."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def _of_file(saved: Saved) -> Words:
    document = document_of(saved.data)
    if document is not None:
        return Counter(_WORD.findall(json.dumps(document, ensure_ascii=False)))
    return Counter(
        word
        for part in saved.parts
        for text in part.words
        for word in _WORD.findall(text)
    )


def _of(version: Version) -> dict[str, Words]:
    """The words of a version's texts in each language, or in the one that is written."""
    found: dict[str, Words] = {code: Counter() for code in codes()}
    for text in _texts(json.loads(version.canonical)):
        for code, words in found.items():
            words.update(_WORD.findall(text.get(code) or next(iter(text.values()))))
    return found


def _texts(value: Any) -> Iterator[dict[str, str]]:
    """Every text in a Document: what is written in one language or more."""
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        texts = {code: value[code] for code in codes() if code in value}
        if texts and all(isinstance(text, str) for text in texts.values()):
            yield texts
        else:
            for each in value.values():
                yield from _texts(each)
