"""``render_policy``: print the HTML of a policy's public page."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import RequestFactory
from django.utils import timezone

from organisations.languages import codes
from policies import pages
from policies.management.commands import _policy
from policies.models import Version


class Command(BaseCommand):
    """Exit status 0 with the page on standard output, 1 when there is none."""

    help = "Print the public page of the version in force, or of a given version."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which policy, in which language, which version."""
        _policy.add_arguments(parser)
        parser.add_argument("--language", required=True, choices=codes())
        parser.add_argument("--version-number", "--number", type=int, dest="number")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """``--version N`` names a policy's version here, not Django's."""
        kwargs["conflict_handler"] = "resolve"
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--version", type=int, dest="number", help="number")
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when that policy or version is not there."""
        policy = _policy.get(options)
        now = timezone.now()
        current = Version.objects.in_force(policy, now)
        version = current
        if options["number"] is not None:
            version = Version.objects.filter(
                policy=policy, number=options["number"]
            ).first()
        if version is None:
            raise CommandError("There is no such version (or none is in force yet).")
        language = options["language"]
        old = version != current
        response = pages.version_page(
            RequestFactory().get(policy.path(language)),
            version,
            language,
            state=version.state(now, current),
            paths={code: policy.path(code) for code in codes()},
            old=old,
        )
        self.stdout.write(response.content.decode())
