"""``purge_cdn``: let the CDN forget pages that changed; by hand, or all the time."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connections
from django.utils import timezone

from organisations.models import Organisation
from privacysite import cdn
from privacysite.cdn.watching import Watch


class Command(BaseCommand):
    """Exit status 0 when the service said that it forgot. ``--watch`` goes on."""

    help = (
        "Let the CDN forget what it keeps of some organisations, of all, or as it goes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to purge."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--organisation", metavar="SLUG", nargs="+")
        what.add_argument("--all", action="store_true", help="everything")
        what.add_argument(
            "--watch", action="store_true",
            help="everything now, then what changes, within a second or two, until stopped",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when there is no CDN, or when it refused."""
        service = cdn.configured()
        if service is None:
            raise CommandError("CDN is not set: nothing stands before the servers.")
        if options["watch"]:
            self._watch(Watch(service))
            return
        keys = [cdn.EVERYTHING] if options["all"] else _keys(options["organisation"])
        try:
            service.purge(keys)
        except cdn.PurgeFailed as failure:
            raise CommandError(f"Not purged: {failure}") from failure
        self.stdout.write(f"Purged: {' '.join(keys)}")

    def _watch(self, watch: Watch) -> None:
        while True:
            self.tick(watch)
            time.sleep(1)

    def tick(self, watch: Watch) -> None:
        """One look. What fails is said and tried again: nothing is forgotten."""
        try:
            watch.look(timezone.now())
            self._purge(watch)
            watch.plan()
        except Error as error:
            self.stderr.write(f"The database, looked at again soon: {error}")
            connections.close_all()
            self._purge(watch)

    def _purge(self, watch: Watch) -> None:
        try:
            keys = watch.purge(timezone.now())
        except cdn.PurgeFailed as failure:
            self.stderr.write(f"Not purged, tried again soon: {failure}")
            return
        if keys:
            self.stdout.write(f"Purged: {' '.join(keys)}")
            self.stdout.flush()


def _keys(slugs: list[str]) -> list[str]:
    found = dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    unknown = sorted(set(slugs) - set(found))
    if unknown:
        raise CommandError(f"No such organisation: {', '.join(unknown)}")
    return [cdn.key(found[slug]) for slug in slugs]
