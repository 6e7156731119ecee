"""The forms to publish a draft, several drafts together, and to withdraw a version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations import audit, clock
from organisations.models import Organisation
from policies.actions.publish import Publication
from policies.comparing.reasons import ReasonsView
from policies.forms import bilingual
from policies.forms.fields import PlainField
from policies.forms.moments import said
from policies.models import Version

NOW, DAY, MOMENT = "now", "day", "moment"
FIRST, AHEAD = 1990, 10  # the first year with web pages; years ahead


def _note() -> forms.Field:
    return PlainField(widget=forms.Textarea(attrs={"rows": 3, "class": "grows"}))


class WhenForm(forms.Form):
    """From when a text holds, on the organisation's clock."""

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
    which = forms.ChoiceField(
        label=gettext_lazy("When the clock is put back, that time comes twice"),
        choices=[
            ("first", gettext_lazy("the first time, still in summer time")),
            ("second", gettext_lazy("the second time, in winter time")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        # Asked only when it matters: on one night of the year.
        self.twice = bool(self.data.get("which"))

    def clean(self) -> dict[str, Any]:
        """Ask for the day and the time that were promised; find the moment."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("when") in (DAY, MOMENT):
            self._check_day(cleaned.get("day"))
        missing = not cleaned.get("time") and "time" not in self.errors
        if cleaned.get("when") == MOMENT and missing:
            self.add_error("time", _("Choose the time."))
        if not self.errors:
            cleaned["effective"] = self._effective(cleaned)
        return cleaned

    def _check_day(self, day: dt.date | None) -> None:
        this_year = timezone.localdate().year
        if not day and "day" not in self.errors:
            self.add_error("day", _("Choose the day."))
        elif day and not FIRST <= day.year <= this_year + AHEAD:
            self.add_error("day", _("Choose a day nearer to today."))

    def _effective(self, cleaned: dict[str, Any]) -> dt.datetime | None:
        """The moment in the organisation's time zone; None is at once."""
        zone = self.organisation.zone
        if cleaned["when"] == MOMENT:
            return self._moment(cleaned["day"], cleaned["time"], cleaned["which"])
        if cleaned["when"] == DAY and cleaned["day"] != timezone.localdate(
            timezone=zone
        ):
            return clock.midnight(cleaned["day"], zone)
        return None

    def _moment(self, day: dt.date, time: dt.time, which: Any) -> dt.datetime | None:
        try:
            return clock.moment(day, time, self.organisation.zone, which)
        except clock.Skipped as skipped:
            text = _("The clock is put forward that night: %(time)s does not exist. "
                     "%(later)s does.")  # fmt: skip
            said = {"time": f"{time:%H:%M}", "later": f"{skipped.later:%H:%M}"}
            self.add_error("time", text % said)
        except clock.Twice:
            self.twice = True
            self.add_error("which", _("Say which of the two you mean."))
        return None


class NoteForm(forms.Form):
    """What changed, and how much it matters."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    material = forms.ChoiceField(
        label=gettext_lazy("The change is"),
        choices=[
            ("yes", gettext_lazy("material: it changes what readers may expect")),
            ("no", gettext_lazy("minor: wording, a typing error, the layout")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )
    override = PlainField(
        label=gettext_lazy("Why it is minor all the same"),
        widget=forms.Textarea(attrs={"rows": 2, "class": "grows"}),
        max_length=audit.LONGEST,
        help_text=gettext_lazy(
            "Needed when you mark as minor what looks material. It is kept in the audit "
            "trail; readers don't see it."
        ),
    )
    scheduled = forms.ChoiceField(
        label=gettext_lazy("What is scheduled already"),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self, *args: Any, pending: Sequence[Version] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if pending:
            self._offer(pending)
        else:
            del self.fields["scheduled"]
        self.judged: ReasonsView | None = None
        bilingual.add_pair(
            self.fields,
            "note",
            _note,
            gettext_lazy("What changed"),
            gettext_lazy("Readers see this note in the list of versions."),
        )

    def judge(self, view: ReasonsView) -> None:
        """Show how the change was judged, and propose the same."""
        self.judged = view
        self.initial["material"] = "yes" if view.material else "no"

    @property
    def asks_why(self) -> bool:
        """Whether calling the change minor needs a reason."""
        looks_material = self.judged is not None and self.judged.material
        return looks_material or bool(self.errors.get("override"))

    def _offer(self, pending: Sequence[Version]) -> None:
        names = ", ".join(
            _("version %(number)d from %(day)s")
            % {
                "number": version.number,
                "day": said(version.effective_from, version.policy.organisation),
            }
            for version in pending
        )
        field: Any = self.fields["scheduled"]
        field.choices = [
            ("keep", _("It stays: on its day it replaces this text (%s)") % names),
            ("cancel", _("It is cancelled and never takes effect (%s)") % names),
        ]

    def note_row(self) -> bilingual.Row:
        """The note in both languages."""
        return bilingual.rows(self, ["note"])[0]

    def publication(self, effective: dt.datetime | None) -> Publication:
        """What the publisher says."""
        return Publication(
            effective_from=effective,
            note=bilingual.pair_value("note", self.cleaned_data),
            material=self.cleaned_data["material"] == "yes",
            seen=self.cleaned_data["seen"],
            scheduled=self.cleaned_data.get("scheduled", ""),
            override=self.cleaned_data["override"],
        )


class PublicationForm(NoteForm, WhenForm):
    """From when, what changed, and how much it matters."""

    def whole(self) -> Publication:
        """What the publisher says, with the moment."""
        return self.publication(self.cleaned_data["effective"])


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
