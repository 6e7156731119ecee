"""``import_organisation FILE``: read an exchange file; all of it, or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacysite.exchange import ExchangeError, reading


class Command(BaseCommand):
    """Reads the exchange format (docs/exchange-format.md)."""

    help = "Read an organisation with all its versions from YAML or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, and then has changed nothing."""
        try:
            data = yaml.safe_load(Path(options["file"]).read_text(encoding="utf-8"))
            organisation = reading.read(data, self._warn)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ExchangeError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{organisation}: {organisation.policies.count()} policies")

    def _warn(self, line: str) -> None:
        self.stderr.write(f"Note: {line}")
