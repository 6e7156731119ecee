"""``publish_policy``: publish a policy's draft, now or from a day on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from policies.actions.publish import Publication, midnight, publish
from policies.compiling import draft_of
from policies.conditions import Unmet
from policies.management.commands import _policy
from policies.models import Policy


class Command(BaseCommand):
    """Exit status 0 when a version was made, 1 when a condition is not met."""

    help = "Publish a policy's draft."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which policy, from when, and what changed."""
        _policy.add_arguments(parser)
        parser.add_argument(
            "--effective",
            help="day (2022-10-26: from its midnight) or moment (2022-10-26T12:00); "
            "default: the imported text's own date for a first version, else now",
        )
        parser.add_argument("--note-nl", default="", help="what changed, in Dutch")
        parser.add_argument("--note-en", default="", help="what changed, in English")
        parser.add_argument("--minor", action="store_true", help="no material change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the reason, and then has changed nothing."""
        policy = _policy.get(options)
        notes = {"nl": options["note_nl"], "en": options["note_en"]}
        publication = Publication(
            effective_from=self._effective(policy, options["effective"]),
            note={code: note for code, note in notes.items() if note},
            material=not options["minor"],
        )
        draft_of(policy)
        try:
            version = publish(None, policy, publication)
        except Unmet as error:
            raise CommandError(error.message) from error
        moment = version.effective_from.astimezone(policy.organisation.zone)
        self.stdout.write(
            f"{policy} version {version.number}, in force from "
            f"{moment:%Y-%m-%d %H:%M}, digest {version.digest}"
        )

    def _effective(self, policy: Policy, text: str | None) -> dt.datetime | None:
        if text is None:
            return self._own_date(policy)
        try:
            day = dt.date.fromisoformat(text) if "T" not in text else None
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            raise CommandError(
                f"--effective {text!r}: write a day like 2026-03-01."
            ) from None
        if day is not None:
            today = timezone.localdate(timezone=policy.organisation.zone)
            return None if day == today else midnight(policy, day)
        return (
            moment if moment.tzinfo else moment.replace(tzinfo=policy.organisation.zone)
        )

    def _own_date(self, policy: Policy) -> dt.datetime | None:
        """A first version holds since the date that its text gives."""
        updated = draft_of(policy).updated
        today = timezone.localdate(timezone=policy.organisation.zone)
        if updated is None or updated >= today or policy.versions.exists():
            return None
        return midnight(policy, updated)
