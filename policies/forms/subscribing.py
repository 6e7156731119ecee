"""The form by which a reader subscribes: an address, and what they want to know of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from policies.models import Policy
from policies.news.links import Wish

ALL = "all"
LONGEST = 254


class SubscribeForm(forms.Form):
    """The policies on offer are those that can be read."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST,
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
    )
    about = forms.MultipleChoiceField(
        label=_("What do you want to be told of?"),
        error_messages={
            "required": _("Choose what you want to be told of."),
            "invalid_choice": _("Choose what you want to be told of."),
        },
    )

    def __init__(self, offered: list[Policy], language: str, data: Any = None) -> None:
        super().__init__(data, initial={"about": [ALL]})
        self.offered, self.language = offered, language
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (ALL, _("All policies, later ones too")),
            *((policy.uid.hex, policy.title_in(language)) for policy in offered),
        ]

    def clean_email(self) -> str:
        """In small letters; not one that leads into the mail server's own network, or
        that is written as only machines write one."""
        email = str(self.cleaned_data["email"]).lower()
        local, _at, domain = email.rpartition("@")
        # Small letters may be more of them: the table has room for so many.
        if '"' in local or "." not in domain or "[" in domain or len(email) > LONGEST:
            raise ValidationError(self.fields["email"].error_messages["invalid"])
        return email

    def choices(self) -> list[dict[str, Any]]:
        """What can be chosen, as the template shows it."""
        chosen = self["about"].value() or []
        return [
            {"value": value, "label": label, "chosen": value in chosen}
            for value, label in self.fields["about"].choices  # type: ignore[attr-defined]
        ]

    def wish(self) -> Wish:
        """What was asked for."""
        about = self.cleaned_data["about"]
        chosen = [policy for policy in self.offered if policy.uid.hex in about]
        return Wish(self.language, () if ALL in about else tuple(chosen))
