"""A moment in words, on an organisation's clock and in the interface's language."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import get_language

from organisations.models import Organisation
from policies.kinds import wording


def said(moment: dt.datetime, organisation: Organisation) -> str:
    """The day, with the time unless that is midnight."""
    local, language = moment.astimezone(organisation.zone), (get_language() or "nl")[:2]
    if local.time() == dt.time.min:
        return wording.day(local.date(), language)
    return wording.moment(local, language)
