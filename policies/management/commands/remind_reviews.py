"""``remind_reviews``: name the policies that are due to be read again, and tell staff."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policies.actions.remind_reviews import all_overdue, remind_reviews


class Command(BaseCommand):
    """Exit status 0, whether anything is due or not. For a daily timer."""

    help = (
        "Write to staff about policies whose review is overdue, "
        "at most once a week for each."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to write at all."""
        parser.add_argument(
            "--dry-run", action="store_true", help="name them, but write to nobody"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Name every policy that is due, and say of which staff were told now."""
        due = all_overdue()
        for organisation, policies in due.items():
            told = [] if options["dry_run"] else remind_reviews(None, organisation)
            for policy in policies:
                line = f"{organisation.slug}: {policy}, due {policy.next_review}"
                self.stdout.write(f"{line}, told" if policy in told else line)
        if not due:
            self.stdout.write("No review is due.")
