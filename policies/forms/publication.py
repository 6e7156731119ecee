"""The forms to publish a draft and to withdraw a version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.actions.publish import Publication, midnight
from policies.forms import bilingual
from policies.forms.fields import PlainField
from policies.models import Policy

NOW, DAY, MOMENT = "now", "day", "moment"
FIRST, AHEAD = 1990, 10  # the first year with web pages; years ahead


def _note() -> forms.Field:
    return PlainField(widget=forms.Textarea(attrs={"rows": 3, "class": "grows"}))


class PublicationForm(forms.Form):
    """From when, what changed, and how much it matters."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=gettext_lazy("Takes effect"),
        choices=[
            (NOW, gettext_lazy("at once")),
            (DAY, gettext_lazy("on a day, from midnight")),
            (MOMENT, gettext_lazy("on a day, at a time")),
        ],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    time = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    material = forms.ChoiceField(
        label=gettext_lazy("The change is"),
        choices=[
            ("yes", gettext_lazy("material: it changes what readers may expect")),
            ("no", gettext_lazy("minor: wording, a typing error, a new address")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        bilingual.add_pair(
            self.fields,
            "note",
            _note,
            gettext_lazy("What changed"),
            gettext_lazy("Readers see this note in the list of versions."),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the day and the time that were promised."""
        cleaned: dict[str, Any] = super().clean() or {}
        when = cleaned.get("when")
        if (
            when in (DAY, MOMENT)
            and not cleaned.get("day")
            and "day" not in self.errors
        ):
            self.add_error("day", _("Choose the day."))
        day, this_year = cleaned.get("day"), timezone.localdate().year
        if when in (DAY, MOMENT) and day and not FIRST <= day.year <= this_year + AHEAD:
            self.add_error("day", _("Choose a day nearer to today."))
        if when == MOMENT and not cleaned.get("time") and "time" not in self.errors:
            self.add_error("time", _("Choose the time."))
        return cleaned

    def note_row(self) -> bilingual.Row:
        """The note in both languages."""
        return bilingual.rows(self, ["note"])[0]

    def publication(self) -> Publication:
        """What the publisher says."""
        return Publication(
            effective_from=self._effective(),
            note=bilingual.pair_value("note", self.cleaned_data),
            material=self.cleaned_data["material"] == "yes",
            seen=self.cleaned_data["seen"],
        )

    def _effective(self) -> dt.datetime | None:
        """The moment in the organisation's time zone; None is at once."""
        cleaned, zone = self.cleaned_data, self.policy.organisation.zone
        if cleaned["when"] == MOMENT:
            return dt.datetime.combine(cleaned["day"], cleaned["time"], tzinfo=zone)
        if cleaned["when"] == DAY and cleaned["day"] != timezone.localdate(
            timezone=zone
        ):
            return midnight(self.policy, cleaned["day"])
        return None


class WithdrawalForm(forms.Form):
    """Why a version no longer holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bilingual.add_pair(
            self.fields,
            "reason",
            _note,
            gettext_lazy("Reason"),
            gettext_lazy("Readers of the version's address see it."),
        )

    def reason_row(self) -> bilingual.Row:
        """The reason in both languages."""
        return bilingual.rows(self, ["reason"])[0]

    def reason(self) -> dict[str, str]:
        """The reason per language."""
        return bilingual.pair_value("reason", self.cleaned_data)
