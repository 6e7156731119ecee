"""Security: the measures that protect the data."""

from django.utils.translation import gettext_lazy as _

from policies.kinds.base import Kind

KIND = Kind(
    name="security",
    label=_("Security"),
    help=_("Technical and organisational measures."),
    term=_("Measure"),
    description=_("Explanation"),
    article=_("GDPR art. 32"),
)
