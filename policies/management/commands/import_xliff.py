"""``import_xliff``: what a translator sent back, into a policy's draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.languages import codes
from policies.actions.apply_translations import Languages, apply_translations
from policies.compiling import draft_of
from policies.conditions import Unmet
from policies.importers import xliff
from policies.management.commands import _policy
from policies.models import Draft
from policies.translatable import translatable
from policies.xliff.proposals import (
    CHANGED,
    NEW,
    SAME,
    UNTRANSLATED,
    Proposal,
    propose,
)


class Command(BaseCommand):
    """Prints a line for each text; exit status 1 when the file was refused.

    A text whose source changed since the export is not applied: that is decided in the
    admin, where both can be read.
    """

    help = "Import a translated XLIFF file into the draft of a policy."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which policy, which file."""
        _policy.add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="change nothing")
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what to do, and then has changed nothing."""
        draft = draft_of(_policy.get(options))
        found = self._read(Path(options["file"]), draft)
        seen = draft.lock_version
        proposals = propose(translatable(draft).document, found)
        for proposal in proposals:
            if proposal.status not in (SAME, UNTRANSLATED):
                self.stdout.write(_line(proposal))
        wanted = [p for p in proposals if p.status in (NEW, CHANGED)]
        count = 0
        if wanted and not options["check"]:
            languages = Languages(found.source, found.target)
            try:
                count = apply_translations(None, draft, languages, wanted, seen=seen)
            except Unmet as error:
                raise CommandError(error.message) from error
        self.stdout.write(f"{count} of {len(proposals)} texts written.")

    def _read(self, path: Path, draft: Draft) -> xliff.Translations:
        try:
            if path.stat().st_size > xliff.MAX_BYTES:
                raise CommandError(f"{path.name} is larger than 5 MB.")
            found = xliff.read(path.read_bytes())
            xliff.check(found, policy=str(draft.policy.uid), languages=codes())
        except OSError as error:
            raise CommandError(f"{path.name}: {error.strerror}") from error
        except xliff.Refused as error:
            raise CommandError(f"{path.name}: {error}") from error
        return found


def _line(proposal: Proposal) -> str:
    return f"{proposal.status}: {proposal.key} {proposal.reason}".rstrip()
