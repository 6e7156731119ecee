"""What changed between two versions, as plain data: the comparison that pages show."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from policies.api import shapes
from policies.diffing import (
    AttributeChange,
    Comparison,
    EntryChange,
    SectionChange,
    TextChange,
)

_WHAT = "^(added|removed|changed|moved)$"


class Pair(BaseModel):
    """A value as it was and as it became."""

    before: shapes.Value
    after: shapes.Value


class ChangedFact(Pair):
    """A fact of the organisation that the policy prints."""

    name: str


class ChangedText(BaseModel):
    """A text that reads differently, in the languages named."""

    name: str = Field(examples=["heading", "intro", "description"])
    html: bool = Field(description="Whether it is HTML; otherwise it is plain text.")
    languages: list[str]
    before: shapes.Texts
    after: shapes.Texts


class ChangedAttribute(Pair):
    """Something that a section or a row records, like a period or a country."""

    name: str = Field(examples=["period"])


class Change(BaseModel):
    """What became of a section or of a row."""

    id: str = Field(description="Its id, the same in both versions.")
    what: str = Field(
        pattern=_WHAT, description="In one word; a moved one says the same."
    )
    moved: bool = Field(description="Whether it stands in another place.")
    texts: list[ChangedText]
    attributes: list[ChangedAttribute]


class ChangedEntry(Change):
    """A row of a section."""

    term: shapes.Texts
    origin: str | None = Field(
        description="The id of the section that it came from, if another one."
    )


class ChangedSection(Change):
    """A section. Those that say the same in the same place are left out."""

    anchor: str
    kind: str
    heading: shapes.Texts
    depth: int = Field(ge=0, description="How deep it stands, from 0.")
    anchors: Pair | None = Field(description="null: it did not change.")
    kinds: Pair | None = Field(description="null: it did not change.")
    entries: list[ChangedEntry]


class Reason(BaseModel):
    """One thing that makes the changes material or minor."""

    code: str = Field(description="What it is, for programs.")
    severity: str = Field(pattern="^(material|minor)$")
    section: str = Field(description="The id of the section; empty: the whole policy.")
    entry: str = Field(description="The id of the row; empty: the whole section.")
    sentence: shapes.Texts


class Counts(BaseModel):
    """How many sections became what."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0


class Changes(BaseModel):
    """What changed from one version to another."""

    before: shapes.VersionFacts
    after: shapes.VersionFacts
    same: bool = Field(description="Whether a reader would find nothing different.")
    material: bool = Field(
        description="Whether the differences matter to people, judged by the rules "
        "behind `reasons`. What the publisher decided is in each version."
    )
    reasons: list[Reason]
    counts: Counts
    title: ChangedText | None = Field(description="null: it did not change.")
    kinds: Pair | None = Field(description="null: it did not change.")
    facts: list[ChangedFact]
    sections: list[ChangedSection]
    page: shapes.Pages


def parts(found: Comparison) -> dict[str, Any]:
    """The members that say what differs."""
    return {
        "same": found.same,
        "counts": Counts(**found.counts()),
        "title": found.title and _text(found.title),
        "kinds": _pair(found.kinds),
        "facts": [ChangedFact(name=f.name, before=f.before or None, after=f.after or None)
                  for f in found.facts],
        "sections": [_section(change) for change in found.changed],
    }  # fmt: skip


def _section(change: SectionChange) -> ChangedSection:
    section = change.section
    return ChangedSection(
        id=section.id,
        what=change.what,
        moved=change.moved,
        texts=[_text(text) for text in change.texts],
        attributes=[_attribute(each) for each in change.attributes],
        anchor=section.anchor,
        kind=section.kind,
        heading=dict(section.heading),
        depth=change.depth,
        entries=[_entry(entry) for entry in change.entries],
        anchors=_pair(change.anchors),
        kinds=_pair(change.kinds),
    )


def _entry(change: EntryChange) -> ChangedEntry:
    return ChangedEntry(
        id=change.entry.id,
        what=change.what,
        moved=change.moved,
        texts=[_text(text) for text in change.texts],
        attributes=[_attribute(each) for each in change.attributes],
        term=dict(change.entry.term),
        origin=change.origin.id if change.origin else None,
    )


def _text(change: TextChange) -> ChangedText:
    return ChangedText(
        name=change.name,
        html=change.rich,
        languages=list(change.languages),
        before=dict(change.before),
        after=dict(change.after),
    )


def _attribute(change: AttributeChange) -> ChangedAttribute:
    return ChangedAttribute(
        name=change.attribute.name, before=change.before, after=change.after
    )


def _pair(both: tuple[str, str] | None) -> Pair | None:
    return Pair(before=both[0], after=both[1]) if both else None
