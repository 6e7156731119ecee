"""The rows of a section as a formset: add, delete, order; fields by the kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.text import slugify
from django.utils.translation import gettext as _

from policies import document as doc
from policies import richtext
from policies.forms import attributes, bilingual
from policies.forms.fields import PlainField
from policies.forms.rich import RichTextField
from policies.kinds.base import Kind

PREFIX = "entries"
MOST = 500
_SILENT = {DELETION_FIELD_NAME, ORDERING_FIELD_NAME, "uid", "anchor"}


class EntryForm(forms.Form):
    """One row: term, description and what the kind records of it."""

    uid = forms.CharField(required=False, widget=forms.HiddenInput)
    anchor = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        # Code and name of each language whose text fell behind another's.
        self.late: list[tuple[str, str]] = []
        if kind.term:
            bilingual.add_pair(
                self.fields, "term", lambda: PlainField(max_length=500), kind.term
            )
        if kind.description:
            bilingual.add_pair(
                self.fields, "description", RichTextField, kind.description
            )
        attributes.add_fields(self.fields, kind.attributes)

    @property
    def changed_data(self) -> list[str]:
        """What was filled in; the row's place alone is nothing."""
        return [name for name in super().changed_data if name not in _SILENT]

    def clean(self) -> dict[str, Any]:
        """Refuse a row that says nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        texts = ("term",) if self.kind.term else ("description",)
        written = any(bilingual.pair_value(name, cleaned) for name in texts)
        if not written and not self.errors and not cleaned.get(DELETION_FIELD_NAME):
            label = self.kind.term or self.kind.description
            self.add_error(None, _("Fill in “%(label)s”.") % {"label": label})
        return cleaned

    def rows(self) -> list[bilingual.Row]:
        """The fields as rows of the page."""
        texts = [name for name in ("term", "description") if getattr(self.kind, name)]
        return bilingual.rows(self, [*texts, *attributes.names(self.kind.attributes)])

    @property
    def index(self) -> str:
        """The row's number among those sent, for its buttons."""
        return str(self.prefix).rpartition("-")[2]

    def title(self) -> str:
        """What the folded row shows: its term, else the words of its description."""
        shown = self.data if self.is_bound else self.initial
        for name in ("term_nl", "term_en", "description_nl", "description_en"):
            key = self.add_prefix(name) if self.is_bound else name
            if text := str(shown.get(key) or ""):
                return text if name.startswith("term") else first_words(text)
        return ""

    def entry(self, taken: set[str]) -> doc.Entry:
        """The row as a value, with an id of its own."""
        cleaned = self.cleaned_data
        term = bilingual.pair_value("term", cleaned)
        return doc.Entry(
            id=cleaned["uid"] or _free_id(term, taken),
            anchor=cleaned["anchor"],
            term=term,
            description=bilingual.pair_value("description", cleaned),
            attributes=attributes.values(self.kind.attributes, cleaned),
        )


class EntryFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """All rows of a section."""

    def in_order(self) -> list[EntryForm]:
        """The rows as they are to be shown: in the order that was chosen."""
        return sorted(self.forms, key=lambda form: _place(form, self.forms))

    def entries(self) -> tuple[doc.Entry, ...]:
        """The rows as values, in order, without what was deleted or left empty."""
        kept = self._kept()
        taken = {form.cleaned_data["uid"] for form in kept}
        return tuple(form.entry(taken) for form in kept)

    def identities(self) -> dict[str, str]:
        """The id of each kept row, by its number among those sent."""
        kept = zip(self._kept(), self.entries(), strict=True)
        return {form.index: entry.id for form, entry in kept}

    def _kept(self) -> list[EntryForm]:
        return [
            form
            for form in self.in_order()
            if form.has_changed() and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]


def initial(kind: Kind, entries: Iterable[doc.Entry]) -> list[dict[str, Any]]:
    """What the rows show first."""
    return [
        {
            "uid": entry.id,
            "anchor": entry.anchor,
            **bilingual.pair_initial("term", entry.term),
            **bilingual.pair_initial("description", entry.description),
            **attributes.initial(kind.attributes, entry.attributes),
        }
        for entry in entries
    ]


def formset(kind: Kind, entries: Iterable[doc.Entry], data: Any = None) -> EntryFormSet:
    """The rows of a section of that kind, as stored or as they were sent."""
    made: Any = forms.formset_factory(
        EntryForm,
        formset=EntryFormSet,
        extra=0,
        can_delete=True,
        can_order=True,
        max_num=MOST,
        absolute_max=MOST,
    )
    shown = None if data is not None else initial(kind, entries)
    found: EntryFormSet = made(
        data, prefix=PREFIX, initial=shown, form_kwargs={"kind": kind}
    )
    return found


def first_words(html: str) -> str:
    """The first words of a fragment."""
    return " ".join(richtext.plain(html).split()[:12])


def _place(form: EntryForm, every: list[EntryForm]) -> float:
    """Where the row stands; what has no number yet stands last."""
    given = form[ORDERING_FIELD_NAME].value()
    try:
        return float(given)
    except (TypeError, ValueError):
        return float(len(every) + 1)


def _free_id(term: dict[str, str], taken: set[str]) -> str:
    wanted = slugify(term.get("en") or term.get("nl") or "")[:70].strip("-_") or "row"
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name
