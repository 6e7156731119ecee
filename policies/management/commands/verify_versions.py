"""``verify_versions``: recompute every digest and the chain of the log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policies import log
from policies.models import Version


class Command(BaseCommand):
    """Exit status 0 when all is as it was written, 1 when something was tampered with."""

    help = "Recompute every version's digest and the chain; name what was changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when anything is amiss, after naming each thing."""
        amiss = list(log.verify())
        for line in amiss:
            self.stderr.write(line)
        if amiss:
            raise CommandError(f"{len(amiss)} things are amiss.")
        self.stdout.write(f"{Version.objects.count()} versions verified, chain intact.")
