"""The form of a webhook: where to, and told of what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.models import Event, Trouble, Webhook
from policies.webhooks.addresses import Refused, resolved, target


class WebhookForm(forms.ModelForm):  # type: ignore[type-arg]
    """A receiver's address is checked as it will be when something is sent."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"class": "vURLField", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Begins with https://. It has to be a public address, without a name and "
            "password in it."
        ),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Is told when"),
        choices=Event.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Webhook
        fields = ()  # the fieldsets say which

    def clean_url(self) -> str:
        """An address to which messages may go."""
        url: str = self.cleaned_data["url"].strip()
        try:
            resolved(target(url))
        except Refused as refused:
            raise forms.ValidationError(_why(refused)) from None
        return url


def _why(refused: Refused) -> str:
    words: dict[Any, str] = {
        Trouble.ADDRESS: _(
            "Give an address that begins with https://, at the usual port or one from "
            "1024 on, without a name and password in it."
        ),
        Trouble.PRIVATE: _(
            "This name leads to a machine inside a closed network. Messages go to public "
            "addresses only."
        ),
        Trouble.NAME: _("No machine of that name was found. Is it spelt right?"),
    }
    return words[refused.trouble]
