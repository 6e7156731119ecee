"""Transfers to countries outside the European Economic Area, and the safeguards."""

from django.utils.translation import gettext_lazy as _

from policies.kinds import surprises
from policies.kinds.attributes import Country, LocalText, Url
from policies.kinds.base import Kind
from policies.kinds.shared import MECHANISM

KIND = Kind(
    name="transfers",
    label=_("Third-country transfers"),
    help=_("To which countries outside the EEA data go, and what protects them."),
    term=_("Transfer"),
    description=_("Explanation"),
    attributes=(
        Country("country", _("Country"), tag=True),
        MECHANISM,
        LocalText("condition", _("Only when")),
        LocalText("safeguards", _("Safeguards")),
        LocalText("copy", _("How to get a copy of the safeguards")),
        Url("url", _("More information")),
    ),
    surprising=surprises.abroad,
    article=_("GDPR art. 13(1)(f), 44-49"),
)
