"""Every text of a Document that has a language, each with an address that stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from policies import kinds
from policies.document import Document, Entry, Section, Text
from policies.kinds.attributes import Label
from policies.kinds.base import Kind
from policies.texts import Form, passages

# As many signs as a draft's row takes (policies.models.draft).
_MOST: Mapping[str, int] = {"heading": 300, "term": 500}


@dataclass(frozen=True, slots=True)
class Field:
    """One text in all its languages; ``name`` is its name in the section or entry."""

    section: Section
    entry: Entry | None
    name: str
    label: Label
    form: Form
    text: Text

    @property
    def key(self) -> str:
        """Its address in the document: the same as long as section and entry exist."""
        return f"{self.section.id}:{self.entry.id if self.entry else ''}:{self.name}"

    @property
    def most(self) -> int:
        """How many signs fit, 0 for any number."""
        return _MOST.get(self.name, 0)


def fields(document: Document) -> Iterator[Field]:
    """All texts of the sections in reading order, whatever languages they have."""
    for section in document.walk():
        own = list(_of(section, None))
        yield from (field for field in own if field.name != "outro")
        for entry in section.entries:
            yield from _of(section, entry)
        yield from (field for field in own if field.name == "outro")


def _of(section: Section, entry: Entry | None) -> Iterator[Field]:
    kind = kinds.get(section.kind)
    for passage in passages(entry or section):
        label = _label(kind, passage.name, of_entry=entry is not None)
        yield Field(
            section, entry, passage.name, label, passage.form, dict(passage.texts)
        )


def _label(kind: Kind, name: str, *, of_entry: bool) -> Label:
    """What the editor calls the field."""
    fixed: Mapping[str, Label] = {
        "heading": _("Heading"),
        "intro": _("Text above"),
        "outro": _("Text below"),
        "term": kind.term,
        "description": kind.description,
    }
    known = kind.attributes if of_entry else kind.section_attributes
    attributes = {f"attributes.{a.name}": a.label for a in known}
    return fixed.get(name) or attributes.get(".".join(name.split(".")[:2]), name)
