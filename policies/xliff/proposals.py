"""What a translator's file would change in a draft, text by text, before anything does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from organisations.characters import hidden
from policies import richtext
from policies.document import Document
from policies.xliff import inline, reasons, resolving
from policies.xliff.fields import Field
from policies.xliff.units import Returned, Translations, Unit, cut, units

NEW, CHANGED, SAME, CONFLICT = "new", "changed", "same", "conflict"
BROKEN, UNKNOWN, UNTRANSLATED = "broken", "unknown", "untranslated"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One text as the draft has it and as the file would have it.

    ``place`` and ``label`` tell where it stands, ``reason`` why it can't be applied or
    what to look at. ``source_then`` is the text that the translator saw, ``sent`` the
    words that came back.
    """

    key: str
    status: str
    place: str = ""
    label: str = ""
    rich: bool = False
    old: str = ""
    new: str = ""
    source_now: str = ""
    source_then: str = ""
    sent: str = ""
    reason: str = ""

    @property
    def applicable(self) -> bool:
        """Whether it may be applied when somebody says so."""
        return self.status in (NEW, CHANGED, CONFLICT) and bool(self.new)


def propose(document: Document, found: Translations) -> list[Proposal]:
    """Every text that is in the file or could be, in the order of the draft."""
    returned: dict[str, dict[int, Returned]] = {}
    for name, unit in found.units.items():
        key, _colon, number = name.rpartition(":")
        place = int(number) if number.isascii() and number.isdigit() else 0
        returned.setdefault(key or name, {})[place] = unit
    proposals = [
        _proposal(field, own, returned.pop(field.key, {}), found)
        for field, own in units(document, found.source, found.target)
    ]
    return [*proposals, *(_unknown(key, own) for key, own in returned.items())]


def _proposal(
    field: Field, own: list[Unit], sent: Mapping[int, Returned], found: Translations
) -> Proposal:
    term = field.entry.term if field.entry else {}
    texts = {
        "key": field.key,
        "place": _named(field.section.heading, found) or field.section.anchor,
        "label": " · ".join(part for part in (_named(term, found), str(field.label)) if part),
        "old": field.text.get(found.target, ""),
        "source_now": field.text.get(found.source, ""),
        "source_then": _source_then(field, sent, found),
        "sent": _words(sent),
    }  # fmt: skip
    status, new, reason = _judged(field, own, sent, found)
    return Proposal(
        **texts, rich=field.form.rich, status=status, new=new, reason=reason
    )


def _judged(
    field: Field, own: list[Unit], sent: Mapping[int, Returned], found: Translations
) -> tuple[str, str, str]:
    """The status, the new text and the reason."""
    old = field.text.get(found.target, "")
    if all(unit.target is None and not unit.fault for unit in sent.values()):
        return UNTRANSLATED, "", ""
    if any(number > len(own) for number in sent):
        return CONFLICT, "", str(reasons.SOURCE_SHAPE)
    changed = any(
        not resolving.alike(unit.source, sent[unit.number].source)
        for unit in own
        if unit.number in sent
    )
    try:
        new = _text(field, own, sent, found)
    except resolving.Fault as fault:
        return (CONFLICT if changed else BROKEN), "", str(fault)
    if new == _clean(field, old):
        return SAME, new, ""
    if changed:
        return CONFLICT, new, str(reasons.SOURCE_CHANGED)
    return (CHANGED if old else NEW), new, ""


def _text(
    field: Field, own: list[Unit], sent: Mapping[int, Returned], found: Translations
) -> str:
    """The whole field in the target language; raises `resolving.Fault`."""
    one, other = cut(field, found.source), cut(field, found.target)
    frame = other if other.shape == one.shape else one
    new = _clean(
        field, frame.filled([resolving.text(u, sent.get(u.number)) for u in own])
    )
    if character := hidden(new):
        raise resolving.Fault(reasons.hidden(character))
    if field.most and len(new) > field.most:
        raise resolving.Fault(reasons.too_long(len(new), field.most))
    if not richtext.plain(new):
        raise resolving.Fault(reasons.NO_WORDS)
    return new


def _clean(field: Field, text: str) -> str:
    """As the draft would store it."""
    if field.form.inline:
        return richtext.sanitise_inline(text)
    return richtext.sanitise(text) if field.form.rich else " ".join(text.split())


def _named(texts: Mapping[str, str], found: Translations) -> str:
    return texts.get(found.source) or texts.get(found.target) or ""


def _source_then(
    field: Field, sent: Mapping[int, Returned], found: Translations
) -> str:
    """The source text as the translator saw it: shown, never stored."""
    frame = cut(field, found.source)
    texts = [
        inline.write(unit.source, markup=field.form.rich)
        for _number, unit in sorted(sent.items())
    ]
    if len(texts) == len(frame.texts):
        return _clean(field, frame.filled(texts))
    return _clean(field, "".join(f"<p>{text}</p>" for text in texts))


def _unknown(key: str, sent: Mapping[int, Returned]) -> Proposal:
    """What the file has and the draft hasn't, in plain words: to read and copy."""
    units = [unit for _number, unit in sorted(sent.items())]
    return Proposal(
        key=key,
        status=UNKNOWN,
        place=key,
        sent=_words(sent),
        source_then="\n".join(_plain(unit.source) for unit in units),
        reason=str(reasons.UNKNOWN),
    )


def _words(sent: Mapping[int, Returned]) -> str:
    return "\n".join(
        _plain(unit.target or ()) for _number, unit in sorted(sent.items())
    )


def _plain(pieces: inline.Pieces) -> str:
    return "".join(piece for piece in pieces if isinstance(piece, str))
