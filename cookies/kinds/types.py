"""Types of cookie: what each is for, whether it is used, and where."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Choice, Flag, LocalText
from policies.kinds.base import Kind

COOKIE_TYPES = (
    ("strictly_necessary", _("strictly necessary")),
    ("functional", _("functional")),
    ("transaction", _("transaction")),
    ("performance", _("performance")),
    ("marketing", _("marketing or tracking")),
    ("targeting", _("targeting or advertising")),
)

KIND = Kind(
    name="cookie_types",
    label=_("Cookie types"),
    help=_("Which types of cookie exist, and which of them you use."),
    term=_("Type"),
    description=_("Definition and use"),
    attributes=(
        Choice("type", _("Type"), choices=COOKIE_TYPES),
        Flag("used", _("Used")),
        LocalText("where", _("Only on")),
    ),
    register="cookie_types",
    article=_("Telecommunications Act (Tw) art. 11.7a"),
)
