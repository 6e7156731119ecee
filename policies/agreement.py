"""Which translations fell behind, exactly: by fingerprints of texts, never by dates.

A unit is a section's own texts or one entry. What is stored with it, ``agreed``, holds a
fingerprint per language of the last moment at which its languages said the same: when
all of them had been changed, or when somebody said so (`agree`). A language whose text
is still the agreed one, while another language's text is not, has fallen behind. So
saving without a change does nothing, and undoing a change undoes the flag.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping

from policies.document import Attributes, Entry, Section, Text
from policies.richtext import BLOCKS
from policies.texts import attribute_passages, passages

Prints = Mapping[str, str]

# A language that lacks a text which another one has is being written: finishing it
# must not look like a change that the others have to follow.
_UNFINISHED = "unfinished:"
# Of three languages two moved on together: the third stays behind until it changes.
_BEHIND = "behind:"
_AROUND_BLOCKS = re.compile(
    r" ?(</?(?:{})\b[^<>]*>) ?".format("|".join(sorted(BLOCKS | {"br"})))
)


def fingerprint(texts: Mapping[str, str]) -> str:
    """SHA-256 of named texts: words and markup count, white space doesn't."""
    return _digest({name: _folded(text) for name, text in texts.items()})


def prints(unit: Section | Entry) -> dict[str, str]:
    """The fingerprint of each language that is written, of the unit's own texts."""
    return _prints({passage.name: passage.texts for passage in passages(unit)})


def prints_of(fields: Mapping[str, Text], attributes: Attributes) -> dict[str, str]:
    """The same for a unit that is still rows: ``{"heading": {"nl": …}, …}``."""
    found = {passage.name: passage.texts for passage in attribute_passages(attributes)}
    return _prints({**fields, **found})


def agree(now: Prints) -> dict[str, str]:
    """What to store when somebody says that the languages agree as they are."""
    return {code: found for code, found in now.items() if _finished(found)}


def settle(agreed: Prints, now: Prints) -> dict[str, str]:
    """What to store after a save."""
    before, whole = agree(agreed), agree(now)
    if not before:
        return whole if len(whole) > 1 else dict(agreed)
    if not before.keys() <= whole.keys():
        return dict(agreed)  # a language is missing: wait until it is written
    changed = {code for code in before if whole[code] != _bare(before[code])}
    moved = bool(changed - _behind(before))
    if moved and len(changed) == 1 and len(before) > 1:
        return dict(agreed)
    late = {code for code in before if moved or code in _behind(before)} - changed
    return {
        code: _BEHIND + text if code in late else text for code, text in whole.items()
    }


def unwritten(now: Prints, codes: Iterable[str]) -> tuple[str, ...]:
    """The languages in which something is missing that another one has."""
    written = {code for code, found in now.items() if _finished(found)}
    return tuple(code for code in codes if code not in written)


def stale(agreed: Prints, now: Prints) -> tuple[str, ...]:
    """The languages that are as they were agreed while another one is not."""
    before = agree(agreed)
    behind = _behind(before)
    same = {code for code in before if _bare(now.get(code, "")) == _bare(before[code])}
    others = before.keys() - behind - same
    changed = any(code in now and _finished(now[code]) for code in others)
    return tuple(
        code for code in before if code in same and (changed or code in behind)
    )


def _prints(fields: Mapping[str, Text]) -> dict[str, str]:
    written = {
        name: {
            code: folded for code, text in texts.items() if (folded := _folded(text))
        }
        for name, texts in fields.items()
    }
    needed = {name for name, texts in written.items() if texts}
    codes = dict.fromkeys(code for texts in written.values() for code in texts)
    found = {}
    for code in codes:
        own = {name: written[name][code] for name in needed if code in written[name]}
        mark = "" if own.keys() == needed else _UNFINISHED
        found[code] = mark + _digest(own)
    return found


def _digest(folded: Mapping[str, str]) -> str:
    written = {name: text for name, text in folded.items() if text}
    data = json.dumps(written, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()


def _folded(text: str) -> str:
    one = unicodedata.normalize("NFC", text).replace("&nbsp;", " ")
    return _AROUND_BLOCKS.sub(r"\1", " ".join(one.split()))


def _behind(agreed: Prints) -> set[str]:
    return {code for code, found in agreed.items() if found.startswith(_BEHIND)}


def _finished(found: str) -> bool:
    return not found.startswith(_UNFINISHED)


def _bare(found: str) -> str:
    return found.rpartition(":")[2]
