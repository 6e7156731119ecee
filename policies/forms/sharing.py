"""The form to make a link for outside counsel."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations import validators
from policies.actions.share_preview import MOST_DAYS


class ShareForm(forms.Form):
    """For whom the link is, and how long it is valid."""

    for_whom = forms.CharField(
        label=_("For whom"),
        max_length=120,
        validators=[validators.printable],
        help_text=_("A name that you will know again, like “De Vries Advocaten”."),
    )
    days = forms.IntegerField(
        label=_("Valid for how many days"), min_value=1, max_value=MOST_DAYS, initial=14
    )
