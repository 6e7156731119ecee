"""Kind: what a section is about, and what its entries record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policies.document import Section
from policies.kinds.attributes import Attribute, Label, schema_of

Presenter = Callable[[Section, str, Mapping[str, Any]], Mapping[str, Any]]
# What may surprise, and who or what it is about ("" when that says it all).
Surprise = tuple[Label, str]
Surprises = Callable[[Section, str], Iterable[Surprise]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of section.

    ``term`` and ``description`` name an entry's two texts in the editor; a kind
    without ``term`` has entries of description only, a kind without both has no
    entries. ``rich`` says whether the description is HTML with formatting.
    ``register`` names the register (kept per organisation) that can fill the section.
    ``present`` computes what the template needs beyond the section itself: it gets the
    section, the language and the document's organisation facts.
    ``first_layer`` names the question of the summary that the entries answer:
    "purposes" or "rights"; ``surprising`` tells what readers may not expect, in the
    language that it is given (WP260 rev.01 §36).
    """

    name: str
    label: Label
    help: Label = ""
    term: Label = ""
    description: Label = ""
    attributes: Sequence[Attribute] = ()
    section_attributes: Sequence[Attribute] = ()
    register: str = ""
    present: Presenter | None = None
    article: Label = ""
    first_layer: str = ""
    surprising: Surprises | None = None

    @property
    def template(self) -> str:
        """The partial that prints a section of this kind."""
        return f"policies/sections/{self.name}.html"

    @property
    def has_entries(self) -> bool:
        """Whether sections of this kind have rows."""
        return bool(self.term or self.description)

    def attribute(self, name: str) -> Attribute:
        """The entry attribute of that name; KeyError when there is none."""
        return {a.name: a for a in self.attributes}[name]

    def entry_schema(self) -> dict[str, Any]:
        """The JSON Schema of an entry's attributes."""
        return schema_of(self.attributes)

    def section_schema(self) -> dict[str, Any]:
        """The JSON Schema of the section's own attributes."""
        return schema_of(self.section_attributes)
