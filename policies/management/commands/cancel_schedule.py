"""``cancel_schedule``: a version that has not taken effect yet never will."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policies.actions.cancel_schedule import cancel_schedule
from policies.management.commands import _policy


class Command(BaseCommand):
    """Exit status 0 when it was cancelled, 1 when a condition is not met."""

    help = "Cancel the schedule of a version."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which version."""
        _policy.add_arguments(parser)
        parser.add_argument("--number", type=int, required=True, help="of the version")
        _policy.add_actor(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the reason, and then has changed nothing."""
        policy = _policy.get(options)
        version = _policy.version(policy, options["number"])
        with _policy.reasons():
            cancel_schedule(_policy.actor(options), version)
        self.stdout.write(f"{policy} version {version.number} will not take effect.")
