"""How an organisation looks: name, logo and colours, as templates print them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static

from organisations import pictures
from organisations.models import Organisation


def brand(organisation: Organisation | None) -> dict[str, Any] | None:
    """Name, logo and colours; None where a page belongs to no organisation.

    ``picture`` is the logo itself where it is small enough to stand in the page.
    """
    if organisation is None:
        return None
    return {
        "slug": organisation.slug,
        "trade_name": organisation.trade_name,
        "logo_url": _static(organisation.logo),
        "logo_dark_url": _static(organisation.logo_dark),
        "picture": pictures.inlined(organisation.logo),
        "picture_dark": pictures.inlined(organisation.logo_dark),
        "accent": organisation.accent,
        "accent_dark": organisation.accent_dark,
    }


def _static(path: str) -> str:
    try:
        return static(path) if path else ""
    except ValueError:  # a logo that is not among the collected files
        return f"{settings.STATIC_URL}{path}"
