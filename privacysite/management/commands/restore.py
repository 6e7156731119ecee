"""``restore FILE``: put a backup into an empty database; all of it, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from privacysite.backup import BackupError, reading


class Command(BaseCommand):
    """Exit status 0 when all is there and verified; else nothing was changed."""

    help = (
        "Put an archive of `backup` into an empty database, SQLite or PostgreSQL, and "
        "verify every version and audit entry. On PostgreSQL run it as the tables' owner."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """The archive, and what may happen to rows that are there."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--check", action="store_true",
            help="only recompute the archive's checksums and say what it is",
        )  # fmt: skip
        parser.add_argument(
            "--replace", metavar="DATABASE",
            help="delete what is in the database; to confirm it, give its name",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, and then has changed nothing."""
        path: Path = options["file"]
        try:
            if options["check"]:
                self._describe(reading.check(path))
                return
            current = reading.restore(
                path,
                replace=self._may_replace(options["replace"]),
                report=self.stdout.write
                if options["verbosity"] > 1
                else lambda line: None,
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        if current:
            self.stdout.write("Restored; every version and audit entry is verified.")
        else:
            self.stdout.write(
                "Restored as of an earlier release. Now run migrate, verify_versions "
                "and verify_audit."
            )

    def _may_replace(self, confirmed: str | None) -> bool:
        name = Path(str(connection.settings_dict["NAME"])).name
        if confirmed is not None and confirmed != name:
            raise CommandError(f"The database is called {name}, not {confirmed}.")
        return confirmed is not None

    def _describe(self, manifest: dict[str, Any]) -> None:
        rows = manifest["tables"]
        self.stdout.write(
            f"Whole. Made at {manifest['made_at']} from {manifest['database']}: "
            f"{rows['organisations.organisation']['rows']} organisations, "
            f"{rows['policies.version']['rows']} versions, "
            f"{rows['organisations.auditentry']['rows']} audit entries, "
            f"{manifest['media']} uploads."
        )
        for name, head in manifest["heads"].items():
            self.stdout.write(
                f"The {name} ends at {head['sequence']}: {head['digest']}"
            )
