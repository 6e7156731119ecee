"""Questions and answers, each with its own anchor."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Flag
from policies.kinds.base import Kind

KIND = Kind(
    name="faq",
    label=_("Questions and answers"),
    help=_("Frequently asked questions; each can be linked to."),
    term=_("Question"),
    description=_("Answer"),
    section_attributes=(Flag("numbered", _("Numbered")),),
)
