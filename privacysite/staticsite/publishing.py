"""Publishing sites to a place: those that changed, each as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from organisations.addresses import canonical_host
from organisations.models import Organisation
from privacysite.staticsite import gathering
from privacysite.staticsite.gathering import Progress
from privacysite.staticsite.manifest import Manifest
from privacysite.staticsite.places import Place

# The current release and those before it: a visitor may be reading one of them still.
KEEP = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a site: published anew, or passed over."""

    site: str
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
        if not canonical_host(organisation):
            continue
        published = place.manifest(organisation.slug)
        if not everything and not gathering.outdated(organisation, published):
            yield Outcome(organisation.slug)
            continue
        made = gathering.gather(place, organisation, progress)
        place.switch(made)
        place.tidy(organisation.slug, keep)
        yield Outcome(organisation.slug, made)
