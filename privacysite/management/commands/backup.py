"""``backup FILE``: everything of the installation in one file. For a timer, every night."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from privacysite.backup import BackupError, reading, writing

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
            help=f"a new file that ends in {ENDING}, or a folder, where it is named by time",
        )
        parser.add_argument(
            "--keep", type=int,
            help="in a folder: delete all but the newest so many archives",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, and then has left no file."""
        path: Path = options["file"]
        folder = _folder_of(path)
        keep: int | None = options["keep"]
        if keep is not None and folder != path:
            raise CommandError("--keep goes with a folder.")
        if keep is not None and keep < 1:
            raise CommandError("--keep must be 1 or more: the new archive stays.")
        if folder == path:
            path = folder / f"{PREFIX}{timezone.now():%Y%m%dT%H%M%S}Z{ENDING}"
        try:
            digest = writing.write(path, self._progress(options["verbosity"]))
            self._read_again(path)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}\nSHA-256 {digest}")
        if keep:
            self._tidy(folder, keep)

    def _read_again(self, path: Path) -> None:
        """A damaged one is found now, not on the day that it is needed."""
        try:
            reading.check(path)
        except BackupError:
            path.unlink()
            raise

    def _tidy(self, folder: Path, keep: int) -> None:
        for old in sorted(folder.glob(f"{PREFIX}*{ENDING}"))[:-keep]:
            old.unlink()
            self.stdout.write(f"{old} deleted")

    def _progress(self, verbosity: int) -> writing.Report:
        return self.stdout.write if verbosity > 1 else lambda line: None


def _folder_of(path: Path) -> Path:
    """The path itself, unless it names a file. CommandError when it isn't there."""
    folder = path if path.suffix != ENDING or path.is_dir() else path.parent
    if not folder.is_dir():
        raise CommandError(
            f"There is no folder {folder}. Make it, so that the server's user may write "
            f"there, or name a new file that ends in {ENDING} in another folder."
        )
    return folder
