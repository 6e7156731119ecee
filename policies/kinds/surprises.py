"""What readers may not expect of a policy: its summary names it first (WP260 §36)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from policies.document import Entry, Section
from policies.kinds import countries, wording
from policies.kinds.attributes import Label
from policies.kinds.base import Surprise

ABROAD = _("Data go to countries outside the European Economic Area")


def abroad(section: Section, language: str) -> Iterator[Surprise]:
    """The third countries that its rows name."""
    named = [str(entry.attributes.get("country", "")) for entry in section.entries]
    for code in countries.outside_the_eea(named):
        yield ABROAD, wording.country(code, language)


def data(section: Section, language: str) -> Iterator[Surprise]:
    """Special categories, and data that don't come from the reader."""
    for entry in section.entries:
        for label, holds in _OF_DATA:
            if holds(entry):
                yield label, _term(entry, language)


def computers(section: Section, language: str) -> Iterator[Surprise]:
    """Decisions without a human, when they are made at all (GDPR art. 22)."""
    if section.attributes.get("in_use"):
        label = _("A computer takes decisions about you")
        yield from ((label, _term(entry, language)) for entry in section.entries)
        if not section.entries:
            yield label, ""


def _special(entry: Entry) -> bool:
    return any(code.startswith("9-") for code in entry.attributes.get("bases", ()))


def _from(*sources: str) -> Callable[[Entry], bool]:
    return lambda entry: (
        not set(sources).isdisjoint(entry.attributes.get("sources", ()))
    )


_OF_DATA: tuple[tuple[Label, Callable[[Entry], bool]], ...] = (
    (_("Sensitive data (article 9 GDPR)"), _special),
    (_("Data that do not come from you"), _from("third_party", "public")),
    (_("Data that we derive about you"), _from("derived")),
)


def _term(entry: Entry, language: str) -> str:
    return entry.term.get(language) or next(iter(entry.term.values()), "")
