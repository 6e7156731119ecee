"""Contact: the organisation's own facts as an address block, and further channels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from policies.document import Section
from policies.kinds.attributes import Choice, Line
from policies.kinds.base import Kind
from policies.kinds.links import link_for

CHANNELS = (
    ("name", _("name")),
    ("address", _("postal address")),
    ("phone", _("telephone")),
    ("email", _("e-mail")),
    ("url", _("website")),
    ("kvk", _("trade register (KvK)")),
    ("vat", _("VAT number")),
    ("other", _("other")),
)


def present(
    section: Section, language: str, facts: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The address block to print and the link behind each row."""
    links = {
        entry.id: link_for(
            str(entry.attributes.get("channel", "")),
            str(entry.attributes.get("value", "")),
        )
        for entry in section.entries
    }
    return {
        "block": section.attributes.get("block", ""),
        "facts": facts,
        "links": links,
    }


KIND = Kind(
    name="contact",
    label=_("Contact"),
    help=_("How to reach you; the organisation's own facts can be filled in."),
    term=_("Label"),
    description=_("What is printed"),
    attributes=(
        Choice("channel", _("Channel"), choices=CHANNELS),
        Line("value", _("Value"), help=_("A number, address or URL for the link.")),
    ),
    section_attributes=(
        Choice(
            "block",
            _("Address block"),
            choices=(
                ("controller", _("controller")),
                ("dpo", _("data protection officer")),
                ("organisation", _("organisation, with all its numbers")),
                ("domains", _("domains that the policy covers")),
            ),
        ),
    ),
    present=present,
    article=_("GDPR art. 13(1)(a), 13(1)(b)"),
)
