"""``publish_static --to DIR|s3://BUCKET``: the public hosts as files (docs/static.md)."""

from __future__ import annotations

import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections

from organisations.models import Organisation
from privacysite.staticsite import places, publishing
from privacysite.staticsite.folder import Folder
from privacysite.staticsite.gathering import Unanswered, Unstable
from privacysite.staticsite.publishing import Fate, Outcome

EVERY = 1.0  # seconds between two looks
PAUSE = 10.0  # and after something failed
_SAID = {
    Fate.UNCHANGED: "unchanged",
    Fate.RETIRED: "no host any more, so it is served no longer",
    Fate.HOSTLESS: "no host, so no site",
}


class Command(BaseCommand):
    """Writes what changed. Interrupted at whatever moment, it is simply run again."""

    help = "Write the public hosts as files for a web server or an S3 bucket."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, which organisations, and whether to go on."""
        parser.add_argument(
            "--to", required=True, help="a folder, or s3://BUCKET/PREFIX"
        )
        parser.add_argument("--organisation", nargs="+", default=[], metavar="CODE")
        parser.add_argument(
            "--all", action="store_true", help="those that did not change, too"
        )
        parser.add_argument(
            "--keep", type=int, default=publishing.KEEP,
            help="how many releases of a site stay (%(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--watch", action="store_true", help="go on, and publish each change"
        )
        parser.add_argument(
            "--after", default="", metavar="COMMAND",
            help="run this after something was published, without a shell",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where a site could not be published whole."""
        if options["keep"] < 1:
            raise CommandError("--keep must be 1 or more: the current release stays.")
        try:
            place = _place(options["to"])
            with place.locked():
                if options["watch"]:
                    self._watch(place, options)
                self._round(place, options, everything=options["all"])
        except places.Busy:
            raise CommandError(
                f"Somebody else is publishing to {options['to']}."
            ) from None
        except places.Nowhere as error:
            raise CommandError(
                f"{error}. --to wants a folder, or s3://BUCKET/PREFIX."
            ) from error
        except OSError as error:  # a full disk, or one that may not be written
            raise CommandError(f"{error}; no site is published by half.") from error
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")

    def _watch(self, place: places.Place, options: dict[str, Any]) -> NoReturn:
        """Look every second, for ever. What fails is said, and tried again: a visitor
        goes on reading what is there."""
        everything, quiet = options["all"], False
        while True:
            try:
                self._round(place, options, everything=everything, quiet=quiet)
                everything, quiet = False, True
            except (CommandError, DatabaseError, OSError) as error:
                self.stderr.write(f"{error}")
                connections.close_all()
                time.sleep(PAUSE)
            time.sleep(EVERY)

    def _round(
        self,
        place: places.Place,
        options: dict[str, Any],
        *,
        everything: bool = False,
        quiet: bool = False,
    ) -> None:
        changed = False
        try:
            for outcome in self._outcomes(place, options, everything):
                changed = changed or outcome.fate in (Fate.PUBLISHED, Fate.RETIRED)
                self._tell(outcome, quiet)
        except Unstable as error:
            raise CommandError(
                f"{error}: changed all the time; nothing switched."
            ) from error
        except Unanswered as error:
            raise CommandError(f"{error}; its site stays as it was.") from error
        except place.faults as error:
            raise CommandError(f"{error}; no site is published by half.") from error
        finally:  # what went well before is news, too
            if changed and options["after"]:
                self._run(options["after"])

    def _outcomes(
        self, place: places.Place, options: dict[str, Any], everything: bool
    ) -> Iterator[Outcome]:
        """First what may not be read any more: a site that fails can't stop that."""
        codes = options["organisation"]
        organisations = self._organisations(codes)
        yield from publishing.retire(place, organisations, others=not codes)
        yield from publishing.publish(
            place, organisations, self._progress,
            everything=everything, keep=options["keep"],
        )  # fmt: skip

    def _organisations(self, codes: list[str]) -> list[Organisation]:
        rows = Organisation.objects.prefetch_related("hosts").order_by("slug")
        if not codes:
            return list(rows)
        found = list(rows.filter(slug__in=codes))
        if missing := set(codes) - {each.slug for each in found}:
            raise CommandError(
                f"There is no organisation {', '.join(sorted(missing))}."
            )
        return found

    def _tell(self, outcome: Outcome, quiet: bool) -> None:
        made = outcome.manifest
        if made is not None:
            until = f"{made.holds_until:%Y-%m-%d %H:%M %Z}" if made.holds_until else "–"
            self.stdout.write(
                f"{made.site}: {len(made.addresses)} addresses, release "
                f"{made.release}, again at {until} at the latest"
            )
        elif outcome.fate is Fate.RETIRED or not quiet:
            self.stdout.write(f"{outcome.site}: {_SAID[outcome.fate]}")

    def _progress(self, site: str, done: int, count: int) -> None:
        if done % 100 == 0 or done == count:
            self.stderr.write(f"{site}: {done} of {count}")

    def _run(self, command: str) -> None:
        """The operator's own command, like ``systemctl reload nginx``."""
        done = subprocess.run(shlex.split(command), check=False)  # noqa: S603
        if done.returncode:
            raise CommandError(f"--after ended with {done.returncode}: {command}")


def _place(target: str) -> places.Place:
    if not target:
        raise places.Nowhere("That is no name")
    if target.lower().startswith("s3:"):
        from privacysite.staticsite.bucket import Bucket

        return Bucket.at(target)
    return Folder(Path(target))
