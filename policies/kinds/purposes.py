"""Purposes: what the data are used for, each with its legal basis."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import LocalText
from policies.kinds.base import Kind
from policies.kinds.shared import BASES, SCOPE

KIND = Kind(
    name="purposes",
    label=_("Purposes"),
    help=_("What you use the data for, and what the law calls the basis."),
    term=_("Purpose"),
    description=_("Explanation"),
    attributes=(
        BASES,
        LocalText("interest", _("Legitimate interest pursued")),
        LocalText("categories", _("Data used")),
        SCOPE,
    ),
    first_layer="purposes",
    article=_("GDPR art. 13(1)(c), 13(1)(d)"),
)
