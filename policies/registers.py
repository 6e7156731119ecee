"""The registers that this app brings: processors."""

from __future__ import annotations

import datetime as dt

from organisations.models import Organisation
from policies import document


def processors(organisation: Organisation, on: dt.date) -> list[document.Entry]:
    """The processors that work for the organisation on that day."""
    return [row.entry() for row in organisation.processors.all() if row.applies(on)]
