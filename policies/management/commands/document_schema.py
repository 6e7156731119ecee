"""``document_schema``: print the JSON Schema of a Document, or of a published version."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from policies.schema import document_schema, version_schema


class Command(BaseCommand):
    """``docs/*.schema.json`` are what this prints; a test compares."""

    help = "Print the JSON Schema of policy documents."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which of the two."""
        parser.add_argument(
            "--version-file",
            action="store_true",
            help="of the file that a published version is downloaded as (policy.json)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes JSON, indented, keys sorted."""
        schema = version_schema() if options["version_file"] else document_schema()
        self.stdout.write(json.dumps(schema, indent=2, sort_keys=True))
