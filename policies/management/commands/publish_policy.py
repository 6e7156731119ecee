"""``publish_policy``: publish a policy's draft, now or from a day on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from organisations import clock
from policies.actions.publish import Publication, midnight, publish
from policies.compiling import draft_of
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
        parser.add_argument(
            "--override", default="", metavar="REASON",
            help="why the change is minor although it looks material",
        )  # fmt: skip
        parser.add_argument(
            "--scheduled", choices=["keep", "cancel"], default="",
            help="what becomes of versions that are scheduled already",
        )  # fmt: skip
        _policy.add_actor(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the reason, and then has changed nothing."""
        policy = _policy.get(options)
        notes = {"nl": options["note_nl"], "en": options["note_en"]}
        publication = Publication(
            effective_from=self._effective(policy, options["effective"]),
            note={code: note for code, note in notes.items() if note},
            material=not options["minor"],
            scheduled=options["scheduled"],
            override=options["override"],
        )
        draft_of(policy)
        with _policy.reasons():
            version = publish(_policy.actor(options), policy, publication)
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
        if moment.tzinfo:
            return moment
        try:
            zone = policy.organisation.zone
            return clock.moment(moment.date(), moment.time(), zone)
        except clock.Skipped as skipped:
            raise CommandError(
                f"--effective {text!r}: the clock is put forward over that time; "
                f"{skipped.later:%H:%M} does exist."
            ) from None
        except clock.Twice:
            raise CommandError(
                f"--effective {text!r}: the clock is put back, so that time comes "
                "twice; add the offset, like +02:00 or +01:00."
            ) from None

    def _own_date(self, policy: Policy) -> dt.datetime | None:
        """A first version holds since the date that its text gives."""
        updated = draft_of(policy).updated
        today = timezone.localdate(timezone=policy.organisation.zone)
        if updated is None or updated >= today or policy.versions.exists():
            return None
        return midnight(policy, updated)
