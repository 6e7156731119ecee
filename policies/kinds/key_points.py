"""Key points: the short summary on top, layer one of a layered notice (WP260 §36)."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Flag
from policies.kinds.base import Kind

KIND = Kind(
    name="key_points",
    label=_("Key points"),
    help=_("The few things that a visitor should know first, in a box."),
    description=_("Point"),
    section_attributes=(Flag("numbered", _("Numbered")),),
    article="WP260 rev.01 §36",
)
