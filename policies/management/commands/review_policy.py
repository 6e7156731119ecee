"""``review_policy``: the verbs of a review from the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from organisations import people
from policies.actions import approve, ask_review, reviewing
from policies.compiling import draft_of
from policies.management.commands import _policy
from policies.models import Draft
from policies.states import APPROVE


class Command(BaseCommand):
    """Exit status 0 when it was done, 1 when a condition is not met."""

    help = "Ask for a review of a draft, approve it, reject it, take it back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which verb, which policy, and what is said."""
        verbs = ["state", "ask", "approve", "reject", "take-back"]
        parser.add_argument("verb", choices=verbs)
        _policy.add_arguments(parser)
        _policy.add_actor(parser)
        parser.add_argument(
            "--comment", default="", help="the note or the comment; to reject: why"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the reason, and then has changed nothing."""
        policy, actor = _policy.get(options), _policy.actor(options)
        draft = draft_of(policy)
        verb, comment, seen = options["verb"], options["comment"], draft.lock_version
        with _policy.reasons():
            if verb == "ask":
                ask_review.ask_review(actor, draft, comment, seen=seen)
            elif verb == "approve":
                approve.approve(actor, draft, comment, seen=seen)
            elif verb == "reject":
                approve.reject(actor, draft, comment, seen=seen)
            elif verb == "take-back":
                ask_review.take_back(actor, draft)
        self._tell(
            Draft.objects.select_related("policy__organisation").get(pk=draft.pk)
        )

    def _tell(self, draft: Draft) -> None:
        """The state, whose turn it is, and who decided what."""
        policy = draft.policy
        self.stdout.write(f"{policy}: {draft.get_state_display()}")
        found = policy.rounds.prefetch_related("decisions").first()
        due = reviewing.due(policy.organisation, reviewing.current(policy))
        if due is not None:
            self.stdout.write(f"next: {due.name}")
        if found is None:
            return
        decisions = list(found.decisions.all())
        names = people.names(decision.actor for decision in decisions)
        steps = reviewing.steps(policy.organisation)
        for made in decisions:
            said = "approved" if made.verdict == APPROVE else "rejected"
            alone = ", a single person" if made.single_person else ""
            who = people.called(made.actor, names)
            step = reviewing.step_of(made, steps).name
            self.stdout.write(f"{step}: {said} by {who}{alone} {made.comment}")
