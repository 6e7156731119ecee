"""What may be entered for an organisation; each refusal says what to do."""

from __future__ import annotations

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from organisations import characters, contrast, hostnames


def _readable(colour: str, page: str) -> None:
    try:
        found = contrast.ratio(colour, page)
    except ValueError:
        raise ValidationError(
            _("Enter a colour like #0a5c8f."), code="colour"
        ) from None
    if found < contrast.MINIMUM:
        raise ValidationError(
            _("Contrast with the page is %(found).1f : 1; at least 4.5 : 1 is needed. "
              "Choose a darker colour for the light page, a lighter one for the dark."),
            code="contrast",
            params={"found": found},
        )  # fmt: skip


def readable_on_light(colour: str) -> None:
    """Refuse a colour under 4.5:1 against the light page (WCAG 2.2 AA)."""
    _readable(colour, contrast.LIGHT_PAGE)


def readable_on_dark(colour: str) -> None:
    """Refuse a colour under 4.5:1 against the dark page (WCAG 2.2 AA)."""
    _readable(colour, contrast.DARK_PAGE)


def printable(text: str) -> None:
    """Refuse control characters, which come along when text is pasted."""
    if found := characters.hidden(str(text)):
        raise ValidationError(
            _("The text holds the hidden character %(found)s: type it anew."),
            code="hidden",
            params={"found": found},
        )


def logo(path: str) -> str:
    """The path of a picture below static/; refused else: pages show no foreign ones."""
    if not re.fullmatch(r"(?:[\w-]+/)*[\w-][\w.-]*\.(?:svg|png|webp)", path, re.ASCII):
        raise ValidationError(
            _("Enter a file under static/, like logos/name.svg."), code="logo"
        )
    return path


def host_name(name: str) -> None:
    """Refuse what is no host name in its normal form."""
    if not hostnames.normalise(name):
        raise ValidationError(
            _("Enter a host name like privacy.example.nl, without https:// or a path."),
            code="host",
        )


def security_contact(contact: str) -> None:
    """Refuse what is neither an e-mail address nor an https address."""
    check = URLValidator(["https"]) if "://" in contact else EmailValidator()
    try:
        check(contact)
    except ValidationError:
        raise ValidationError(
            _("Enter an e-mail address, or an address that begins with https://."),
            code="contact",
        ) from None


def kvk_number(number: str) -> None:
    """Refuse what is no number of the Dutch trade register: eight digits."""
    if not (number.isdigit() and len(number) == 8):
        raise ValidationError(_("A KvK number has eight digits."), code="kvk")


def e164(number: str) -> str:
    """A telephone number, as people write it, in E.164; ValidationError if it is none."""
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        raise ValidationError(
            _("Enter a telephone number like +31 20 123 4567."), code="phone"
        )
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
