"""``document_schema``: print the JSON Schema of a Document, made from the kinds."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from policies.schema import document_schema


class Command(BaseCommand):
    """``docs/document.schema.json`` is what this prints; a test compares."""

    help = "Print the JSON Schema of policy documents."

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes JSON, indented, keys sorted."""
        self.stdout.write(json.dumps(document_schema(), indent=2, sort_keys=True))
