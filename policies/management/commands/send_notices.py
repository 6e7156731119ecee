"""``send_notices``: tell readers by e-mail what changed. For a timer, every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.mail import Result
from policies.actions import send_notices as sending
from policies.actions.subscribe import forget_unconfirmed


class Command(BaseCommand):
    """Exit status 0 unless the mail server was away. It goes on where it was stopped."""

    help = (
        "Send readers the news that they subscribed to; delete addresses that nobody "
        "confirmed within 48 hours, and letters after a month."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How many to send over one connection."""
        parser.add_argument(
            "--batch", type=int, default=sending.BATCH,
            help="how many letters to send over one connection to the mail server",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the mail server was away."""
        forgotten = forget_unconfirmed()
        sending.tidy()
        letters, old = sending.announce()
        self.stdout.write(f"{letters} letters written, {forgotten} addresses deleted.")
        if old:
            self.stdout.write(f"{old} texts are too old to be news: nobody was told.")
        outcome = sending.deliver(self._progress, max(1, options["batch"]))
        self.stdout.write(
            f"{outcome[Result.SENT]} sent, {outcome[Result.REFUSED]} refused."
        )
        if outcome[Result.AWAY]:
            raise CommandError(
                f"The mail server is away: {sending.due().count()} letters wait. "
                "Run this again later."
            )

    def _progress(self, outcome: sending.Outcome, total: int) -> None:
        done = outcome[Result.SENT] + outcome[Result.REFUSED]
        self.stdout.write(f"{done} of {total}")
        self.stdout.flush()
