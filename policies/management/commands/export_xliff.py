"""``export_xliff``: a policy's draft for a translator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.languages import codes
from policies.compiling import draft_of
from policies.exporters.xliff import VERSIONS, export
from policies.management.commands import _policy
from policies.translatable import translatable


class Command(BaseCommand):
    """Writes the file, or prints it when no file is named."""

    help = "Export the draft of a policy as XLIFF 2.0 or 1.2."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which policy, from which language to which one, where to."""
        _policy.add_arguments(parser)
        parser.add_argument("--from", dest="source", required=True, choices=codes())
        parser.add_argument("--to", dest="target", required=True, choices=codes())
        parser.add_argument("--xliff", default="2.0", choices=sorted(VERSIONS))
        parser.add_argument("file", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what to do."""
        source, target = options["source"], options["target"]
        if source == target:
            raise CommandError("--from and --to name the same language.")
        policy = _policy.get(options)
        found = translatable(draft_of(policy))
        data = export(
            found.document, policy=str(policy.uid), source=source, target=target,
            version=options["xliff"], stale=found.stale[target],
        )  # fmt: skip
        if not options["file"]:
            self.stdout.write(data.decode())
            return
        try:
            Path(options["file"]).write_bytes(data)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
