"""Complaint: first to the organisation, then to the supervisory authority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from policies.document import Section
from policies.kinds.attributes import Duration, Flag
from policies.kinds.base import Kind


def present(
    section: Section, language: str, facts: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The supervisory authority's record, when the section shows it."""
    shown = section.attributes.get("authority", False)
    return {"authority": facts.get("authority") if shown else None}


KIND = Kind(
    name="complaint",
    label=_("Complaint"),
    help=_("Where to complain: with you and with the supervisory authority."),
    term=_("Step"),
    description=_("Explanation"),
    section_attributes=(
        Flag(
            "authority",
            _("Show the supervisory authority's address"),
            page_label=_("The supervisory authority's address on the page"),
        ),
        Duration("response_term", _("We answer within")),
    ),
    present=present,
    article=_("GDPR art. 13(2)(d), 77"),
)
