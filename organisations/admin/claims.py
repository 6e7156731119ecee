"""Whose is a host name? Nobody leads another organisation's visitors away.

An old path may be rebranded on a host that is still in use, so a rebranding takes pages
from whoever has that host: only its owners may do that.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organisations import hostnames, permissions
from organisations.models import Host, Rebranding


def check(user: Any, name: str) -> None:
    """Refuse a host that an organisation uses in which the user is no owner."""
    held = permissions.of(user)
    name = hostnames.normalise(name)
    users = {
        *Host.objects.filter(name=name).values_list("organisation", flat=True),
        *Rebranding.objects.filter(old_host=name).values_list(
            "organisation", flat=True
        ),
    }
    if not all(held.can("manage", organisation) for organisation in users):
        raise ValidationError(
            _("This host is in use by another organisation."), code="foreign"
        )


class Claiming(forms.ModelForm):  # type: ignore[type-arg]
    """Checks the host names that a member of staff enters; the admin sets ``user``."""

    user: Any = None

    def clean_name(self) -> str:
        """The name of a host."""
        return self._own("name")

    def clean_old_host(self) -> str:
        """The old host of a rebranding."""
        return self._own("old_host")

    def _own(self, field: str) -> str:
        name = str(self.cleaned_data[field])
        if {field, "old_path"}.intersection(self.changed_data):
            check(self.user, name)
        return name
