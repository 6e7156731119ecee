"""``simulate_traffic``: ask a running server what visitors would, and say how it did."""

from __future__ import annotations

import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from privacysite.traffic.client import replay
from privacysite.traffic.mix import Mix
from privacysite.traffic.sites import sites


class Command(BaseCommand):
    """Exit status 0 when every request was answered as it should be, 1 otherwise."""

    help = (
        "Replay a realistic mix of requests against a running server of this "
        "installation: hosts by Zipf's law, mostly texts in force, robots on unknown "
        "paths, conditional requests, HEAD. Prints rates, latencies, hits and errors."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, for how long, over how many connections."""
        parser.add_argument("--url", default="http://127.0.0.1:8000",
                            help="where it listens; hosts are named in headers")  # fmt: skip
        parser.add_argument("--seconds", type=float, default=10.0)
        parser.add_argument("--connections", type=int, default=16)
        parser.add_argument("--seed", type=int, default=1,
                            help="another number is another order of requests")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when anything was not answered as it should be."""
        found = sites()
        if not found:
            raise CommandError(
                "Nothing is published here: there is nothing to ask for."
            )
        mix = Mix(found, options["seed"])
        report = asyncio.run(
            replay(
                options["url"], mix, options["seconds"], max(1, options["connections"])
            )
        )
        for line in report.lines():
            self.stdout.write(line)
        if report.errors:
            raise CommandError(f"{report.errors.total()} requests went wrong.")
