"""Legal bases: on which article of the GDPR the processing rests."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Choice, LocalText
from policies.kinds.base import Kind
from policies.kinds.shared import LEGAL_BASES

KIND = Kind(
    name="legal_bases",
    label=_("Legal bases"),
    help=_("On which grounds you process, by article of the GDPR."),
    term=_("Legal basis"),
    description=_("When you rely on it"),
    attributes=(
        Choice("basis", _("Article"), tag=True, choices=LEGAL_BASES),
        LocalText("withdrawal", _("How to withdraw consent")),
    ),
    article=_("GDPR art. 6, 9, 13(1)(c), 7(3)"),
)
