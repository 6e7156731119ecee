"""Named tracking services: what each does, which data it gets, how to opt out."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Country, Line, LocalText, Url
from policies.kinds.base import Kind
from policies.kinds.shared import SCOPE

KIND = Kind(
    name="services",
    label=_("Tracking services"),
    help=_("A named service on your site, like a statistics or lead tool."),
    term=_("Service"),
    description=_("What it does"),
    attributes=(
        Line("provider", _("Provider")),
        Country("country", _("Country"), tag=True),
        LocalText("data", _("Data")),
        SCOPE,
        Url("url", _("More information")),
        Url("opt_out_url", _("Opt out")),
        LocalText("opt_out_effect", _("What opting out does")),
    ),
)
