"""``withdraw_policy``: say that a version no longer holds, with the reason."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policies.actions.withdraw import withdraw
from policies.management.commands import _policy


class Command(BaseCommand):
    """Exit status 0 when it was withdrawn, 1 when a condition is not met."""

    help = "Withdraw a version; its address then answers with the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which version, and why."""
        _policy.add_arguments(parser)
        parser.add_argument("--number", type=int, required=True, help="of the version")
        parser.add_argument("--reason-nl", default="", help="why, in Dutch")
        parser.add_argument("--reason-en", default="", help="why, in English")
        _policy.add_actor(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the reason, and then has changed nothing."""
        policy = _policy.get(options)
        version = _policy.version(policy, options["number"])
        reasons = {"nl": options["reason_nl"], "en": options["reason_en"]}
        with _policy.reasons():
            withdraw(_policy.actor(options), version, reasons)
        self.stdout.write(f"{policy} version {version.number} is withdrawn.")
