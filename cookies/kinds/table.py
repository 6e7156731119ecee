"""The cookie table: each cookie with provider, purpose and how long it lives."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cookies.kinds.types import COOKIE_TYPES
from policies.document import Section
from policies.kinds.attributes import Choice, Duration, Flag, Line
from policies.kinds.base import Kind, Surprise


def strangers(section: Section, language: str) -> Iterator[Surprise]:
    """Whose cookies these are besides the site's own."""
    for entry in section.entries:
        if entry.attributes.get("party") == "third":
            yield _("Cookies of other companies"), entry.attributes.get("provider", "")


KIND = Kind(
    name="cookie_table",
    label=_("Cookie table"),
    help=_("A table of the cookies that your sites set."),
    term=_("Cookie"),
    description=_("Purpose"),
    attributes=(
        Line("provider", _("Provider")),
        Choice(
            "party",
            _("Party"),
            choices=(("first", _("first party")), ("third", _("third party"))),
        ),
        Choice("category", _("Type"), choices=COOKIE_TYPES),
        Duration("duration", _("Kept for")),
        Flag("session", _("Until the browser closes")),
        Choice(
            "storage",
            _("Storage"),
            choices=(
                ("cookie", _("HTTP cookie")),
                ("local", _("local storage")),
                ("session", _("session storage")),
                ("indexeddb", _("IndexedDB")),
                ("pixel", _("pixel")),
                ("flash", _("Flash cookie")),
            ),
        ),
        Line("domain", _("Domain")),
    ),
    register="cookies",
    surprising=strangers,
    article=_("Telecommunications Act (Tw) art. 11.7a"),
)
