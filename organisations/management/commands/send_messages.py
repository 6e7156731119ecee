"""``send_messages``: send what is left in the outbox. For a timer, every few minutes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisations import mail


class Command(BaseCommand):
    """Exit status 0 when nothing failed. What failed is tried again, later and later."""

    help = "Send the messages to staff that are due; delete those older than a month."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when a message could not be sent."""
        mail.tidy()
        outcome = mail.deliver(mail.due())
        failed = outcome[mail.Result.REFUSED] + outcome[mail.Result.AWAY]
        self.stdout.write(f"{outcome[mail.Result.SENT]} sent, {failed} failed.")
        if failed:
            raise CommandError("Messages wait in the outbox; see Message.last_error.")
