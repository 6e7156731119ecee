"""``import_policy``: an organisation's existing page as a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.text import slugify

from organisations.languages import codes, write
from policies import importers
from policies.actions.import_document import import_document
from policies.conditions import Unmet
from policies.document import Document
from policies.importers.p3p_line import with_section
from policies.management.commands import _policy
from policies.models import Policy
from policies.states import POLICY_KINDS


class Command(BaseCommand):
    """Exit status 0 when the draft was filled, 1 when the file was refused.

    The coverage report goes to standard output.
    """

    help = "Import a text, Markdown, HTML or DOCX file as the draft of a policy."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which policy, what kind, which language, which file."""
        _policy.add_arguments(parser)
        parser.add_argument(
            "--kind", required=True, choices=[k for k, _ in POLICY_KINDS]
        )
        parser.add_argument("--language", required=True, choices=codes())
        parser.add_argument(
            "--replace", action="store_true", help="also over unpublished changes"
        )
        parser.add_argument(
            "--p3p", action="store_true", help="explain a P3P token line in a section"
        )
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what to do, and then has changed nothing."""
        path = Path(options["file"])
        try:
            if path.stat().st_size > importers.MAX_BYTES:
                raise CommandError(
                    f"{path.name} is larger than 2 MB: import it in parts."
                )
            imported = importers.read(
                path.name,
                path.read_bytes(),
                kind=options["kind"],
                language=options["language"],
            )
            document = imported.document
            if options["p3p"] and imported.report.p3p:
                document = with_section(
                    document, imported.report.p3p, options["language"]
                )
            with transaction.atomic():
                lines = import_document(
                    None,
                    self._policy(options, document),
                    document,
                    options["language"],
                    replace=options["replace"],
                    returned=imported.returned,
                )
        except OSError as error:
            raise CommandError(f"{path.name}: {error.strerror}") from error
        except importers.Refused as error:
            raise CommandError(f"{path.name}: {error}") from error
        except Unmet as error:
            raise CommandError(error.message) from error
        self.stdout.write(imported.report.as_text())
        for line in lines:
            self.stdout.write(line)

    def _policy(self, options: dict[str, Any], document: Document) -> Policy:
        """The policy that was named; made when the organisation has none there."""
        found = _policy.find(options)
        if found is not None:
            _check_kind(found, options["kind"])
            return found
        slug = slugify(options["policy"])
        if slug != options["policy"]:
            raise CommandError(
                f"--policy {options['policy']!r}: use small letters, digits and hyphens."
            )
        organisation = _policy.organisation(options)
        policy = Policy(
            organisation=organisation,
            kind=options["kind"],
            position=organisation.policies.count(),
        )
        write(policy, "title", document.title)
        write(policy, "slug", dict.fromkeys(codes(), slug))
        policy.save()
        return policy


def _check_kind(policy: Policy, kind: str) -> None:
    if kind != policy.kind:
        raise CommandError(
            f"{policy} is there already, with --kind {policy.kind}, not {kind}. "
            "An import doesn't change that: give its own kind, or another --policy."
        )
