"""Data categories: which personal data, from whom, and whether one must give them."""

from django.utils.translation import gettext_lazy as _

from policies.kinds import surprises
from policies.kinds.attributes import Choice, Choices, LocalText
from policies.kinds.base import Kind
from policies.kinds.shared import BASES, SCOPE

KIND = Kind(
    name="data_categories",
    label=_("Data categories"),
    help=_("Which personal data you collect, and where they come from."),
    term=_("Category"),
    description=_("What it covers and why"),
    attributes=(
        LocalText("examples", _("Examples")),
        LocalText("subjects", _("About whom"), tag=True),
        Choices(
            "sources",
            _("Source"),
            tag=True,
            choices=(
                ("subject", _("from you")),
                ("device", _("from your browser or device")),
                ("third_party", _("from another party")),
                ("public", _("from public sources")),
                ("derived", _("derived by us")),
            ),
        ),
        LocalText("source_detail", _("Named source (art. 14 GDPR)"), tag=True),
        BASES,
        Choice(
            "obligation",
            _("Must it be given?"),
            tag=True,
            choices=(
                ("legal", _("required by law")),
                ("contract", _("needed for the contract")),
                ("voluntary", _("voluntary")),
            ),
        ),
        LocalText("consequence", _("What happens without it")),
        SCOPE,
    ),
    surprising=surprises.data,
    article=_("GDPR art. 13(2)(e), 14(1)(d), 14(2)(f)"),
)
