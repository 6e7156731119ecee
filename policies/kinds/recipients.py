"""Recipients that are not processors: authorities, registries, delivery services."""

from django.utils.translation import gettext_lazy as _

from policies.kinds import surprises
from policies.kinds.attributes import Choice, Country, LocalText, Url
from policies.kinds.base import Kind

KIND = Kind(
    name="recipients",
    label=_("Recipients"),
    help=_("With whom you share data, and on which occasion."),
    term=_("Recipient"),
    description=_("What is shared and why"),
    attributes=(
        Choice(
            "role",
            _("Kind of recipient"),
            tag=True,
            choices=(
                ("authority", _("public authority")),
                ("group", _("company of the same group")),
                ("controller", _("separate controller")),
                ("processor", _("processor")),
                ("public", _("public register")),
            ),
        ),
        LocalText("occasion", _("On which occasion")),
        Country("country", _("Country"), tag=True),
        Url("url", _("Website")),
    ),
    surprising=surprises.abroad,
    article=_("GDPR art. 13(1)(e)"),
)
