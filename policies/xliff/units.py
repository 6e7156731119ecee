"""Translation units: a document's texts, block by block, with both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from policies.document import Document
from policies.xliff import blocks, inline
from policies.xliff.fields import Field, fields

MISSING, STALE, TRANSLATED = "missing", "stale", "translated"


@dataclass(frozen=True, slots=True)
class Unit:
    """One line, paragraph, list item or cell.

    ``tag`` is the element in which it stands, "" for a line. ``beside`` is what the
    other language says in the whole field, where its paragraphs can't be told apart.
    """

    key: str
    number: int
    markup: bool
    source: inline.Pieces
    target: inline.Pieces | None
    tag: str = ""
    state: str = MISSING
    beside: str = ""

    @property
    def id(self) -> str:
        """Unique in the document; only signs that an XML name token may have."""
        return f"{self.key}:{self.number}"


@dataclass(frozen=True, slots=True)
class Returned:
    """A unit as a file has it; ``target`` None where nothing was translated.

    ``fault`` says what is wrong with the inline codes, as a code for `wording`.
    """

    source: inline.Pieces
    target: inline.Pieces | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Translations:
    """What came back: which policy's texts, between which languages, unit by unit.

    A unit carries the source text that the translator saw: compared with the draft's it
    tells whether that changed meanwhile.
    """

    policy: str
    source: str
    target: str
    version: str
    units: Mapping[str, Returned]


def units(
    document: Document, source: str, target: str, stale: Collection[str] = ()
) -> Iterator[tuple[Field, list[Unit]]]:
    """The fields that are written in the source language, each with its units.

    ``stale`` has the addresses (``section:entry``) whose translation fell behind.
    """
    for field in fields(document):
        if field.text.get(source):
            behind = field.key.rpartition(":")[0] in stale
            found = _units(field, source, target, STALE if behind else TRANSLATED)
            if found:
                yield field, found


def cut(field: Field, language: str) -> blocks.Cut:
    """The field's text in that language as blocks; a line is one block."""
    text = field.text.get(language, "")
    if field.form.rich and not field.form.inline:
        return blocks.cut(text)
    return blocks.Cut((None,), (text,), ("",)) if text else blocks.Cut((), (), ())


def _units(field: Field, source: str, target: str, state: str) -> list[Unit]:
    one, other = cut(field, source), cut(field, target)
    written = field.text.get(target, "")
    alike = one.shape == other.shape
    found = []
    for place, text in enumerate(one.texts):
        pieces = inline.read(text, markup=field.form.rich)
        translated = None
        if alike:
            own = inline.read(other.texts[place], markup=field.form.rich)
            translated = inline.numbered_like(own, pieces)
        found.append(
            Unit(
                key=field.key,
                number=place + 1,
                markup=field.form.rich,
                source=pieces,
                target=translated,
                tag=one.tags[place],
                state=state if alike else MISSING,
                beside=written if written and not alike else "",
            )
        )
    return found
