"""Processors: companies that handle personal data on the organisation's behalf."""

from django.utils.translation import gettext_lazy as _

from policies.kinds import surprises
from policies.kinds.attributes import Choice, Country, Day, LocalText, Url
from policies.kinds.base import Kind
from policies.kinds.shared import MECHANISM, SCOPE

KIND = Kind(
    name="processors",
    label=_("Processors"),
    help=_("A table of the companies that process data for you."),
    term=_("Company"),
    description=_("Service"),
    attributes=(
        Country("country", _("Country")),
        MECHANISM,
        Choice(
            "role",
            _("Role"),
            choices=(
                ("processor", _("processor")),
                ("sub_processor", _("sub-processor")),
            ),
        ),
        SCOPE,
        Url("privacy_url", _("Privacy policy")),
        Url("dpa_url", _("Processing agreement")),
        Url("opt_out_url", _("Opt out")),
        Day("from", _("Since")),
        Day("until", _("Until")),
    ),
    section_attributes=(
        LocalText("term_label", _("Heading of the first column")),
        LocalText("description_label", _("Heading of the second column")),
    ),
    register="processors",
    surprising=surprises.abroad,
    article=_("GDPR art. 13(1)(e), 28"),
)
