"""Automated decisions and profiling: whether, by which logic, with what effect."""

from django.utils.translation import gettext_lazy as _

from policies.kinds import surprises
from policies.kinds.attributes import Flag, LocalText
from policies.kinds.base import Kind

KIND = Kind(
    name="automated_decisions",
    label=_("Automated decisions"),
    help=_("Whether computers decide about people, how, and what follows."),
    term=_("Decision"),
    description=_("Explanation"),
    attributes=(
        LocalText("logic", _("Logic involved")),
        LocalText("consequences", _("Consequences")),
    ),
    section_attributes=(Flag("in_use", _("Automated decisions are made")),),
    surprising=surprises.computers,
    article=_("GDPR art. 13(2)(f), 22"),
)
