"""P3P statement groups: what a group collects, for what, and who receives it."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Flag, LocalList
from policies.kinds.base import Kind

KIND = Kind(
    name="p3p_statements",
    label=_("P3P statements"),
    help=_("Historical: groups of data as the P3P vocabulary declares them."),
    term=_("Group"),
    description=_("Why these data are collected"),
    attributes=(
        Flag("required", _("Required")),
        LocalList("collected", _("We collect")),
        LocalList("purposes", _("Used for")),
        LocalList("recipients", _("Received by")),
    ),
    article="P3P 1.0 (W3C, 2002) §3.3",
)
