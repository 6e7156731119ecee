"""The form of a processor: its code, and when readers are told of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.actions.announce_processor import check_announce
from policies.conditions import Unmet
from policies.forms.attributes import countries
from policies.forms.codes import fill_code
from policies.models import Processor


class ProcessorForm(forms.ModelForm):  # type: ignore[type-arg]
    """A processor; its code is made from its name when none is given.

    ``before`` is the row as it is stored, ``reason`` why readers are told later than
    they should be.
    """

    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=countries, required=False
    )
    shorter_notice = forms.BooleanField(
        label=gettext_lazy("Announce at shorter notice"), required=False
    )
    shorter_notice_reason = forms.CharField(
        label=gettext_lazy("Why it can't wait"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept in the audit trail; readers don't see it."),
    )
    actor: Any = None  # set by the admin
    before: Processor | None = None

    class Meta:
        model = Processor
        fields = ()  # the fieldsets say which
        labels = {"country": gettext_lazy("Country")}

    def clean(self) -> dict[str, Any]:
        """Make a code that no other processor of the organisation has."""
        cleaned = fill_code(self, super().clean() or {})
        asked = cleaned.get("shorter_notice")
        if asked and not cleaned.get("shorter_notice_reason", "").strip():
            self.add_error("shorter_notice_reason", _("Say why it can't wait."))
        return cleaned

    @property
    def reason(self) -> str:
        """Why readers are told late; "" when nobody asked for that."""
        given: dict[str, Any] = self.cleaned_data
        return given["shorter_notice_reason"] if given.get("shorter_notice") else ""

    def _post_clean(self) -> None:
        """Fill the row, then ask whether readers are told in time."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors or "since" not in self.fields:
            return
        self.before = Processor.objects.filter(pk=self.instance.pk).first()
        try:
            check_announce(self.actor, self.instance, self.before, self.reason)
        except Unmet as unmet:
            self.add_error("since", unmet.message)
