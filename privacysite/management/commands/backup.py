"""``backup FILE``: everything of the installation in one file. For a timer, every night."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from privacysite.backup import BackupError, writing

PREFIX, ENDING = "privacysite-", ".zip"


class Command(BaseCommand):
    """Exit status 0 when the archive is whole and on the disk; else there is none."""

    help = (
        "Write all organisations, versions, the audit trail and uploads into one archive, "
        "as of one moment. The server goes on meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and how many to keep there."""
        parser.add_argument(
            "file",
            type=Path,
            help="a new file, or a folder, in which it is named by time",
        )
        parser.add_argument(
            "--keep", type=int, default=0,
            help="in a folder: delete all but the newest so many archives",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, and then has left no file."""
        path: Path = options["file"]
        folder = path if path.is_dir() else None
        if options["keep"] and not folder:
            raise CommandError("--keep goes with a folder.")
        if folder:
            path = folder / f"{PREFIX}{timezone.now():%Y%m%dT%H%M%S}Z{ENDING}"
        try:
            digest = writing.write(path, self._progress(options["verbosity"]))
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}\nSHA-256 {digest}")
        if folder and options["keep"] > 0:
            self._tidy(folder, options["keep"])

    def _tidy(self, folder: Path, keep: int) -> None:
        for old in sorted(folder.glob(f"{PREFIX}*{ENDING}"))[:-keep]:
            old.unlink()
            self.stdout.write(f"{old} deleted")

    def _progress(self, verbosity: int) -> writing.Report:
        return self.stdout.write if verbosity > 1 else lambda line: None
