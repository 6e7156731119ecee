"""``export_organisation SLUG``: one organisation with all its versions, as YAML."""

from __future__ import annotations

from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.models import Organisation
from privacysite.exchange import writing


class Command(BaseCommand):
    """Writes the exchange format (docs/exchange-format.md) to standard output."""

    help = "Write an organisation with all its versions as YAML."

    def add_arguments(self, parser: CommandParser) -> None:
        """The organisation, and where to write."""
        parser.add_argument("organisation", help="code of the organisation")
        parser.add_argument("--output", help="file to write; default: standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for an unknown organisation."""
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.")
        text = yaml.safe_dump(
            writing.write(organisation), allow_unicode=True, sort_keys=False, width=100
        )
        if not options["output"]:
            self.stdout.write(text)
            return
        try:
            with open(options["output"], "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise CommandError(str(error)) from error
