"""The registers that this app brings: cookie types and cookies."""

from __future__ import annotations

import datetime as dt

from organisations.models import Organisation
from policies import document


def cookie_types(organisation: Organisation, on: dt.date) -> list[document.Entry]:
    """The organisation's cookie types."""
    return [row.entry() for row in organisation.cookie_types.all()]


def cookies(organisation: Organisation, on: dt.date) -> list[document.Entry]:
    """The organisation's cookies."""
    return [row.entry() for row in organisation.cookies.all()]
