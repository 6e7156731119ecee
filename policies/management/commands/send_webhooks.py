"""``send_webhooks``: send what waits for other systems. For a timer, every minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policies.webhooks import sending


class Command(BaseCommand):
    """Exit status 0 when nothing failed. What failed is tried again, later and later."""

    help = "Send the webhook messages that are due; delete those older than a month."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a message did not arrive."""
        sending.tidy()
        outcome = sending.deliver(sending.due())
        failed = outcome[sending.Result.REFUSED] + outcome[sending.Result.AWAY]
        self.stdout.write(f"{outcome[sending.Result.ARRIVED]} sent, {failed} failed.")
        if failed:
            raise CommandError("Some messages did not arrive; the admin says why.")
