"""Free text: prose with lists and tables, for what no other kind fits."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.base import Kind

KIND = Kind(
    name="free_text",
    label=_("Free text"),
    help=_("Prose with lists and tables."),
)
