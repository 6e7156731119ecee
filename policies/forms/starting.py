"""The form to start a policy: where, from what, and how it is called."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.languages import codes
from organisations.models import Organisation
from policies.models import Policy
from policies.starters import STARTERS
from policies.states import POLICY_KINDS

EMPTY, COPY, FOLLOW = "empty", "copy", "follow"


class StartForm(forms.Form):
    """One of the template sets, an empty draft, or a copy of a policy."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Organisation"),
        empty_label=None,
    )
    start = forms.ChoiceField(
        label=gettext_lazy("Start from"), widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of document"), choices=POLICY_KINDS, required=False
    )
    source = forms.ModelChoiceField(
        Policy.objects.none(),
        label=gettext_lazy("Policy to copy"),
        required=False,
        empty_label=gettext_lazy("Choose a policy"),
    )
    parent = forms.ModelChoiceField(
        Policy.objects.none(),
        label=gettext_lazy("Policy to follow"),
        required=False,
        empty_label=gettext_lazy("Choose a policy"),
    )
    title_nl = forms.CharField(max_length=200, required=False)
    title_en = forms.CharField(max_length=200, required=False)
    slug_nl = forms.SlugField(max_length=80, required=False)
    slug_en = forms.SlugField(max_length=80, required=False)

    def __init__(
        self,
        organisations: QuerySet[Organisation],
        sources: QuerySet[Policy],
        parents: QuerySet[Policy],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """``organisations``: where one may start; ``sources``: what one may read;
        ``parents``: what a policy there can follow."""
        super().__init__(*args, **kwargs)
        self._field("organisation").queryset = organisations
        groups = self._offer("source", sources)
        followed = self._offer("parent", parents)
        self._field("start").choices = [
            *((name, set_.label) for name, set_ in STARTERS.items()),
            (EMPTY, gettext_lazy("An empty document")),
            *([(COPY, gettext_lazy("A copy of another policy"))] if groups else []),
            *(
                [(FOLLOW, gettext_lazy("Follow the parent's policy"))]
                if followed
                else []
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what the choice needs."""
        sent: dict[str, Any] = super().clean() or {}
        unchosen = not sent.get("source") and "source" not in self.errors
        if sent.get("start") == COPY and unchosen:
            self.add_error("source", _("Choose the policy to copy."))
        unfollowed = not sent.get("parent") and "parent" not in self.errors
        if sent.get("start") == FOLLOW and unfollowed:
            self.add_error("parent", _("Choose the policy to follow."))
        if sent.get("start") == EMPTY and not self.texts("title"):
            self.add_error("title_nl", _("Give the policy a title."))
        return sent

    def texts(self, field: str) -> dict[str, str]:
        """The titles, or the addresses, that were written."""
        found = {c: self.cleaned_data.get(f"{field}_{c}", "") for c in codes()}
        return {code: text for code, text in found.items() if text}

    def named(self) -> Iterator[tuple[BoundField, BoundField, str]]:
        """Title and address of each language."""
        for code in codes():
            yield self[f"title_{code}"], self[f"slug_{code}"], code

    def _offer(self, name: str, policies: QuerySet[Policy]) -> list[Any]:
        """Let one of these be chosen, under their organisations' names."""
        field = self._field(name)
        field.queryset = policies
        groups = _grouped(policies)
        field.choices = [("", field.empty_label), *groups]
        return groups

    def _field(self, name: str) -> Any:
        return self.fields[name]


def _grouped(sources: QuerySet[Policy]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The policies under their organisations' names."""
    rows = sources.select_related("organisation").order_by(
        "organisation__trade_name", "position", "pk"
    )
    return [
        (str(owner), [(row.pk, str(row)) for row in found])
        for owner, found in groupby(rows, key=lambda row: row.organisation)
    ]
