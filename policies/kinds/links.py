"""Links: where to read or opt out elsewhere; and which address a value links to."""

from __future__ import annotations

from urllib.parse import quote

import phonenumbers
from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Choice, Url
from policies.kinds.base import Kind


def link_for(channel: str, value: str) -> str:
    """The ``tel:``, ``mailto:`` or web address behind a value, or ""."""
    if channel == "email" and "@" in value:
        return f"mailto:{quote(value, safe='@+')}"
    if channel == "phone":
        return telephone_link(value)
    if channel == "url" and value.startswith(("https://", "http://")):
        return value
    return ""


def telephone_link(number: str) -> str:
    """A ``tel:`` address (RFC 3966) for a Dutch or international number, or ""."""
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return ""
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return f"tel:{e164}"


KIND = Kind(
    name="links",
    label=_("Links"),
    help=_("Addresses elsewhere, each with the language of its page."),
    term=_("Name"),
    description=_("What one finds there"),
    attributes=(
        Url("url", _("Address")),
        Choice(
            "language",
            _("Language of that page"),
            choices=(("nl", _("in Dutch")), ("en", _("in English"))),
        ),
    ),
)
