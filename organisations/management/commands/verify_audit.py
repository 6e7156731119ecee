"""``verify_audit``: recompute every digest and the chain of the audit trail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisations import audit
from organisations.models import AuditEntry


class Command(BaseCommand):
    """Exit status 0 when all is as it was written, 1 when something was tampered with."""

    help = "Recompute every audit entry's digest and the chain; name what was changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when anything is amiss, after naming each thing."""
        amiss = 0
        for line in audit.verify():
            self.stderr.write(line)
            amiss += 1
        if amiss:
            raise CommandError(f"{amiss} things are amiss.")
        count = AuditEntry.objects.count()
        self.stdout.write(f"{count} entries verified, chain intact.")
