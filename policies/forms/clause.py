"""The form of a clause: a section's form, with its name in the library and whose it is."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Organisation
from policies import document as doc
from policies.forms import bilingual
from policies.forms import section as sections
from policies.forms.fields import PlainField
from policies.kinds.base import Kind


class ClauseForm(sections.SectionForm):
    """What a clause says. Whose it is can be chosen when it is added.

    ``organisations`` are those of which one keeps the clauses; None once it is there.
    ``for_all`` offers to keep it for all organisations.
    """

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        organisations: QuerySet[Organisation] | None,
        for_all: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields.pop("register", None)  # a clause has rows of its own
        bilingual.add_pair(
            self.fields,
            "title",
            lambda: PlainField(max_length=200),
            gettext_lazy("Name in the library"),
            gettext_lazy("How colleagues find it; readers never see it."),
        )
        if organisations is not None:
            self.fields["organisation"] = forms.ModelChoiceField(
                organisations,
                label=gettext_lazy("Whose clause it is"),
                required=not for_all,
                empty_label=gettext_lazy("For all organisations") if for_all else None,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a name in one language at least."""
        cleaned = super().clean()
        if not bilingual.pair_value("title", cleaned):
            self.add_error("title_nl", _("Give the clause a name."))
        return cleaned

    def named(self) -> list[bilingual.Row]:
        """The rows about the clause itself."""
        return bilingual.rows(self, ["title"])

    @property
    def title(self) -> dict[str, str]:
        """Its name in the library."""
        found = bilingual.pair_value("title", self.cleaned_data)
        return {code: " ".join(line.split()) for code, line in found.items()}


def initial(
    kind: Kind, title: dict[str, str], section: doc.Section, seen: int | None
) -> dict[str, Any]:
    """What the form shows first."""
    return {
        **sections.initial(kind, section, register=False, seen=seen),
        **bilingual.pair_initial("title", title),
        "base": fingerprint(title, section),
    }


def fingerprint(title: dict[str, str], section: doc.Section) -> str:
    """A digest of what a clause says, to see whether an editor changed anything."""
    data = {"title": title, "section": section.as_dict()}
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()
