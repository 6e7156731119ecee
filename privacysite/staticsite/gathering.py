"""All of a site, asked from the application and written into a release.

What is written together has to be of one moment. Numbers of the organisation's pages
are read before and after; when they differ, somebody published meanwhile, and what was
written is given up for a new beginning.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

from django.utils import timezone

from organisations import generations
from organisations.addresses import canonical_host
from organisations.languages import codes
from organisations.models import Organisation, Rebranding
from policies.keeping.programs import fingerprint
from privacysite import addresses
from privacysite.pagecache.release import settings
from privacysite.staticsite import packing
from privacysite.staticsite.asking import Answer, ask
from privacysite.staticsite.manifest import Entry, Manifest, Moved
from privacysite.staticsite.naming import file_of
from privacysite.staticsite.places import Place, Release

# How often a site is begun anew that keeps changing while it is written.
TRIES = 5
# No page has this name, and no prefix of a rebranding's mapped paths is it.
NOWHERE = "~"
# No host has this one: it is reserved for what doesn't exist (RFC 6761).
UNKNOWN = "unknown.invalid"
# The tree's own folder for what has no address: no public path begins like this.
_ASIDE = "~"

Progress = Callable[[str, int, int], None]


class Unstable(Exception):
    """The pages went on changing while they were written."""


class Unanswered(Exception):
    """The application failed at an address: a site with a hole is not published."""


def gather(place: Place, organisation: Organisation, progress: Progress) -> Manifest:
    """A complete release of the organisation's site; not yet the current one."""
    for _ in range(TRIES):
        now = timezone.now()
        before = generations.current(organisation.pk)
        until = generations.holds_until(organisation, now)
        fresh = Organisation.objects.prefetch_related("hosts").get(pk=organisation.pk)
        writing = Writing(fresh, place.begin(fresh.slug), progress)
        with _without_warnings():
            found = writing.manifest(before, until, now)
        unchanged = generations.current(organisation.pk) == before
        if unchanged and timezone.now() < until:
            return found
    raise Unstable(organisation.slug)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Pages that are not found or gone are asked for on purpose; a fault is news."""
    logger = logging.getLogger("django.request")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


class Writing:
    """One organisation's site on its way into a release."""

    def __init__(
        self, organisation: Organisation, release: Release, progress: Progress
    ) -> None:
        self.organisation, self.release = organisation, release
        self.host, self._progress = canonical_host(organisation), progress

    def manifest(
        self, generation: int, until: dt.datetime, now: dt.datetime
    ) -> Manifest:
        """Write every file; what each address answers."""
        at = self.organisation
        return Manifest(
            site=at.slug,
            release=self.release.name,
            hosts=tuple(sorted(host.name for host in at.hosts.all())),
            default_language=at.default_language,
            languages=codes(),
            generation=generation,
            program=program(),
            made_at=now,
            holds_until=until,
            addresses=dict(self._addresses(now)),
            not_found=dict(self._not_found()),
            moved=tuple(self._moved()),
        )

    def _addresses(self, now: dt.datetime) -> Iterator[tuple[str, Entry]]:
        at = self.organisation
        asked = [each.path for each in addresses.listed(at, now)]
        asked += addresses.queried_addresses(at, now)
        leading = addresses.leading_addresses(at, now)
        count = len(asked) + len(leading)
        for done, address in enumerate([*asked, *leading], 1):
            if address in leading:
                entry = self._leading(self.host, address)
            else:
                entry = self._page(self.host, address, ask(self.host, address))
            if entry is not None:
                yield address, entry
            self._progress(at.slug, done, count)

    def _page(self, host: str, address: str, answer: Answer) -> Entry | None:
        """The entry of a page, its file written.

        What became impossible to make or was not there is left out; the application
        failing is no reason to publish a hole.
        """
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unanswered(f"{host}{address}: {answer.status}")
        if answer.status not in (HTTPStatus.OK, HTTPStatus.GONE):
            return None
        return self._written(file_of(address, _type(answer)), answer)

    def _leading(self, host: str, address: str) -> Entry | None:
        """Where that address leads; by language where the answer says that it varies."""
        answer = ask(host, address)
        if answer.status // 100 != 3:
            return None
        location = {"": _where(answer)}
        headers = {k: v for k, v in answer.headers.items() if k != "Location"}
        if "accept-language" in answer.vary.lower():
            location |= {code: _where(ask(host, address, code)) for code in codes()}
            headers["Vary"] = "Accept-Language"
        return Entry(answer.status, headers, location=location)

    def _not_found(self) -> Iterator[tuple[str, Entry]]:
        """The page for an unknown address by language; of an unknown host under ""."""
        for code in codes():
            answer = ask(self.host, f"/{code}/{NOWHERE}/")
            yield code, self._written(f"{_ASIDE}/404.{code}.html", answer)
        answer = ask(UNKNOWN, "/")
        yield "", self._written(f"{_ASIDE}/404.html", answer)

    def _written(self, file: str, answer: Answer) -> Entry:
        digest = packing.digest_of(answer.body)
        self.release.add(file, digest, answer.body, answer.headers)
        return Entry(answer.status, answer.headers, file, digest, len(answer.body))

    def _moved(self) -> Iterator[Moved]:
        """The old hosts that lead here: each mapped path, and all others."""
        if self.host:
            for moved in self.organisation.rebrandings.order_by("old_host", "old_path"):
                yield self._old_host(moved)

    def _old_host(self, moved: Rebranding) -> Moved:
        mapped = [p for p in moved.path_map() if p.startswith(moved.old_path)]
        other = f"{moved.old_path or '/'}{NOWHERE}"
        found: dict[str, Entry] = {}
        for number, address in enumerate([*mapped, other]):
            entry = self._old_address(moved, address, number)
            found[address] = entry
        return Moved(
            moved.old_host, moved.old_path, _without(found, other), found[other]
        )

    def _old_address(self, moved: Rebranding, address: str, number: int) -> Entry:
        if moved.mode == Rebranding.Mode.REDIRECT:
            entry = self._leading(moved.old_host, address)
            if entry is None:
                raise Unanswered(f"{moved.old_host}{address}")
            return entry
        file = f"{_ASIDE}/moved/{moved.pk}/{number}.html"
        return self._written(file, ask(moved.old_host, address))


def program() -> str:
    """What made a site: code, words and looks, and the settings that pages depend on."""
    made = "".join([fingerprint(), *settings()])
    return hashlib.sha256(made.encode()).hexdigest()


def outdated(organisation: Organisation, published: Manifest | None) -> bool:
    """Whether a site has to be written anew: it changed, or the clock changes it."""
    if published is None or published.program != program():
        return True
    until = published.holds_until
    if until is not None and until <= timezone.now():
        return True
    return published.generation != generations.current(organisation.pk)


def _type(answer: Answer) -> str:
    return answer.headers.get("Content-Type", "")


def _where(answer: Answer) -> str:
    return answer.headers["Location"]


def _without(found: Mapping[str, Entry], name: str) -> dict[str, Entry]:
    return {key: value for key, value in found.items() if key != name}
