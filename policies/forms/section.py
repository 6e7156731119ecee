"""The form of a section: heading, texts and attributes; its rows are a formset."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785
from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies import document as doc
from policies.forms import attributes, bilingual
from policies.forms.entries import EntryFormSet
from policies.forms.fields import PlainField
from policies.forms.rich import RichTextField
from policies.kinds.base import Kind


class SectionForm(forms.Form):
    """What a section of one kind says, in both languages.

    ``seen`` is the section's count as it was shown, ``base`` the digest of what it said
    then: whoever changed nothing overwrites nothing.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section_kind = kind
        fields = self.fields
        bilingual.add_pair(
            fields,
            "heading",
            lambda: PlainField(max_length=300),
            gettext_lazy("Heading"),
        )
        bilingual.add_pair(fields, "intro", RichTextField, gettext_lazy("Text above"))
        bilingual.add_pair(fields, "outro", RichTextField, gettext_lazy("Text below"))
        attributes.add_fields(fields, kind.section_attributes)
        fields["anchor"] = forms.SlugField(
            label=gettext_lazy("Anchor"),
            help_text=gettext_lazy(
                "The part of the address after #, the same in every language. "
                "Empty: made from the heading."
            ),
            max_length=80,
            required=False,
        )
        if kind.register:
            fields["register"] = forms.BooleanField(
                label=gettext_lazy("Rows from the register"),
                help_text=gettext_lazy("The rows are those of the register below."),
                required=False,
            )

    def clean_anchor(self) -> str:
        """The anchor in lower case."""
        return str(self.cleaned_data["anchor"]).lower()

    def clean(self) -> dict[str, Any]:
        """Refuse a section of which no address can be made."""
        cleaned: dict[str, Any] = super().clean() or {}
        heading = bilingual.pair_value("heading", cleaned)
        if not cleaned.get("anchor") and "anchor" not in self.errors:
            source = heading.get("en") or heading.get("nl") or ""
            cleaned["anchor"] = slugify(source)[:80].strip("-_")
        if not cleaned.get("anchor") and not self.errors:
            self.add_error("anchor", _("Give the section a heading or an anchor."))
        return cleaned

    def top(self) -> list[bilingual.Row]:
        """The rows of the page above the entries."""
        names = attributes.names(self.section_kind.section_attributes)
        return bilingual.rows(self, ["heading", "intro", *names])

    def bottom(self) -> list[bilingual.Row]:
        """The rows of the page below the entries."""
        return bilingual.rows(self, ["outro", "anchor"])

    def value(self, uid: str, entries: EntryFormSet) -> doc.Section:
        """What was entered, as a value; ``uid`` "" for a new section."""
        cleaned = self.cleaned_data
        return doc.Section(
            id=uid or cleaned["anchor"],
            anchor=cleaned["anchor"],
            kind=self.section_kind.name,
            heading=bilingual.pair_value("heading", cleaned),
            intro=bilingual.pair_value("intro", cleaned),
            entries=entries.entries(),
            outro=bilingual.pair_value("outro", cleaned),
            attributes=attributes.values(self.section_kind.section_attributes, cleaned),
        )

    @property
    def from_register(self) -> bool:
        """Whether the rows shall come from the register."""
        return bool(self.cleaned_data.get("register", False))


def initial(
    kind: Kind, section: doc.Section, *, register: bool, seen: int | None
) -> dict[str, Any]:
    """What the form shows first."""
    return {
        "seen": seen,
        "base": fingerprint(section, register=register),
        "kind": kind.name,
        "anchor": section.anchor,
        "register": register,
        **bilingual.pair_initial("heading", section.heading),
        **bilingual.pair_initial("intro", section.intro),
        **bilingual.pair_initial("outro", section.outro),
        **attributes.initial(kind.section_attributes, section.attributes),
    }


def fingerprint(section: doc.Section, *, register: bool) -> str:
    """A digest of what a section says, to see whether an editor changed anything."""
    data = {**section.as_dict(), "register": register}
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()
