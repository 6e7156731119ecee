"""Publishing sites to a place: those that changed, each as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from organisations.addresses import canonical_host
from organisations.models import Organisation
from privacysite.staticsite import gathering
from privacysite.staticsite.gathering import Progress
from privacysite.staticsite.manifest import Manifest
from privacysite.staticsite.places import Place

# The current release and those before it: a visitor may be reading one of them still.
KEEP = 3


class Fate(Enum):
    """What became of a site."""

    PUBLISHED = auto()
    UNCHANGED = auto()
    # It has no host any more, and is served no longer.
    RETIRED = auto()
    # It has no host, and was not served.
    HOSTLESS = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a site; its manifest if it was published anew."""

    site: str
    fate: Fate
    manifest: Manifest | None = None


def publish(
    place: Place,
    organisations: Iterable[Organisation],
    progress: Progress,
    *,
    everything: bool = False,
    keep: int = KEEP,
) -> Iterator[Outcome]:
    """Bring the sites up to date, one after the other; ``everything``: all of them.

    An organisation without a host has no site.
    """
    for organisation in organisations:
        site = organisation.slug
        if not canonical_host(organisation):
            continue
        published = place.manifest(site)
        if not everything and not gathering.outdated(organisation, published):
            yield Outcome(site, Fate.UNCHANGED)
            continue
        made = gathering.gather(place, organisation, progress)
        place.switch(made)
        place.tidy(site, keep)
        yield Outcome(site, Fate.PUBLISHED, made)


def retire(
    place: Place, organisations: Iterable[Organisation], *, others: bool
) -> Iterator[Outcome]:
    """Let nobody read what has no host any more; ``others``: nor any site that is not
    of these organisations, since there are no more."""
    known = set()
    for organisation in organisations:
        known.add(organisation.slug)
        if not canonical_host(organisation):
            retired = place.retire(organisation.slug)
            fate = Fate.RETIRED if retired else Fate.HOSTLESS
            yield Outcome(organisation.slug, fate)
    for site in place.sites() if others else ():
        if site not in known and place.retire(site):
            yield Outcome(site, Fate.RETIRED)
