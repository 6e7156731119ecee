"""Retention: how long which data are kept, or by which criterion, and why."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Duration, LocalText
from policies.kinds.base import Kind

KIND = Kind(
    name="retention",
    label=_("Retention periods"),
    help=_("How long you keep what: a period, or the criterion that decides it."),
    term=_("Data"),
    description=_("Explanation"),
    attributes=(
        Duration(
            "period",
            _("Kept for"),
            help=_("Like “7 years” or “4 weeks”, or ISO 8601: P7Y."),
        ),
        LocalText("starts", _("Counted from")),
        LocalText("criterion", _("Kept until")),
        LocalText("reason", _("Reason")),
    ),
    article=_("GDPR art. 13(2)(a)"),
)
