"""``verify_policy``: which version a saved file is, and whether it is unaltered."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from policies import log
from policies.evidence.opening import LARGEST
from policies.exporters import Unmade
from policies.verifying import candidates, telling, verdict
from policies.verifying.verdict import ALTERED, GENUINE, UNKNOWN, UNREADABLE, Verdict

STATUS = {GENUINE: 0, ALTERED: 1, UNKNOWN: 1, UNREADABLE: 2}


class Command(BaseCommand):
    """Exit status 0: all genuine. 1: something is altered, unknown, or the log is not as
    it was written. 2: a file can't be read."""

    help = (
        "Say which version a saved JSON, PDF or HTML file is and whether it is altered."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file or more."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="a saved policy")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell of each file; the worst decides about the exit status."""
        with translation.override("en"):  # as all commands of this product speak
            verdicts = {name: self._verdict(name) for name in options["files"]}
            for name, found in verdicts.items():
                self._tell(name, found)
        status = max(STATUS[found.outcome] for found in verdicts.values())
        status = max(status, int(self._log_is_broken([*verdicts.values()])))
        if status:
            outcomes = [found.outcome for found in verdicts.values()]
            raise CommandError(_summary(outcomes), returncode=status)

    def _verdict(self, name: str) -> Verdict:
        try:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            return Verdict(UNREADABLE, reason=str(error.strerror or error))
        try:
            return verdict.on(content, candidates.every())
        except Unmade:
            return Verdict(UNREADABLE, reason="It cannot be compared now: try again.")

    def _tell(self, name: str, found: Verdict) -> None:
        self.stdout.write(f"{name}: {telling.headline(found)}")
        for line in telling.lines(found):
            self.stdout.write(f"  {line}")

    def _log_is_broken(self, verdicts: list[Verdict]) -> bool:
        """Recompute the log up to the last of these versions; say what is amiss."""
        versions = [found.version for found in verdicts if found.version is not None]
        if not versions:
            return False
        last = max(versions, key=lambda version: version.sequence)
        amiss = list(log.verify_until(last))
        for line in amiss:
            self.stderr.write(line)
        if not amiss:
            self.stdout.write(f"The log is intact up to row {last.sequence}.")
        return bool(amiss)


def _summary(outcomes: list[str]) -> str:
    """How many are how; without one, what is amiss lies in the log."""
    unread = outcomes.count(UNREADABLE)
    wrong = len(outcomes) - unread - outcomes.count(GENUINE)
    counts = {"Altered or unknown": wrong, "Not readable": unread}
    said = [f"{what}: {n} of {len(outcomes)}." for what, n in counts.items() if n]
    return " ".join(said) or "The log is not as it was written."
