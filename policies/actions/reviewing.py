"""What all verbs of a review have in common: the round, its steps, whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from organisations import audit, permissions
from organisations.languages import codes, texts
from organisations.models import ApprovalStep, Organisation
from policies.models import Decision, Draft, Policy, Round
from policies.states import APPROVE, APPROVED, IN_REVIEW, OVERTAKEN


@dataclass(frozen=True)
class Step:
    """A step of an organisation's approval; ``people`` empty is every approver.

    ``key`` is what decisions keep of it: steps that are put in another order, added or
    removed while a round is open don't take over one another's decisions.
    """

    key: int
    names: Mapping[str, str]
    people: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.name_in((get_language() or "nl")[:2])

    def name_in(self, language: str) -> str:
        """Its name in that language, or in another one where it has none."""
        return self.names.get(language) or next(iter(self.names.values()), "")


def steps(organisation: Organisation) -> list[Step]:
    """The organisation's steps in order; one, open to every approver, when none is set."""
    rows = ApprovalStep.objects.filter(organisation=organisation)
    found = [
        Step(row.pk, texts(row, "name"), frozenset(u.pk for u in row.people.all()))
        for row in rows.prefetch_related("people")
    ]
    return found or [Step(0, _in_each_language())]


def step_of(made: Decision, known: Iterable[Step]) -> Step:
    """The step that was decided at; by the name that was kept once it is called otherwise
    or is gone."""
    found = next((step for step in known if step.key == made.step), None)
    if found is not None and made.step_name in found.names.values():
        return found
    return Step(made.step, dict.fromkeys(codes(), made.step_name))


def _in_each_language() -> dict[str, str]:
    names = {}
    for code in codes():
        with override(code):
            names[code] = _("Approval")
    return names


def current(policy: Policy) -> Round | None:
    """The round that is open, if there is one."""
    return policy.rounds.filter(outcome="").prefetch_related("decisions").first()


def due(organisation: Organisation, found: Round | None) -> Step | None:
    """The step whose turn it is; None when nothing is under review."""
    if found is None:
        return None
    done = {d.step for d in found.decisions.all() if d.verdict == APPROVE}
    return next((s for s in steps(organisation) if s.key not in done), None)


def open_round(draft: Draft, actor: Any, note: str = "") -> Round:
    """Put the draft before colleagues. Inside the transaction that changes its state."""
    last = draft.policy.rounds.order_by("-number").first()
    draft.state = IN_REVIEW
    return Round.objects.create(
        policy=draft.policy,
        number=last.number + 1 if last else 1,
        opened_at=timezone.now(),
        opened_by=audit.actor_id(actor),
        note=note,
    )


def close(found: Round | None, outcome: str) -> None:
    """End a round, with what came of it."""
    if found is not None:
        found.closed_at, found.outcome = timezone.now(), outcome
        found.save(update_fields=["closed_at", "outcome"])


def overtake(draft: Draft, actor: Any) -> Round | None:
    """A change to what colleagues decided on, or approved, goes before them anew.

    Answers the round that it opens; None when nobody had decided anything.
    """
    found = current(draft.policy) if draft.state == IN_REVIEW else None
    decided = found is not None and bool(found.decisions.all())
    if draft.state != APPROVED and not decided:
        return None
    close(found, OVERTAKEN)
    return open_round(draft, actor)


def approvers(organisation: Organisation, step: Step | None) -> Any:
    """The members of staff who may decide at that step."""
    users = permissions.staff_who_can("approve", organisation)
    # Who was named but has left the organisation is no approver any more.
    return users.filter(pk__in=step.people) if step and step.people else users


def colleagues(organisation: Organisation, ids: list[str]) -> Any:
    """Those of these staff ids who still work for the organisation."""
    keys = [int(i.partition(":")[2]) for i in ids if i.startswith("user:")]
    return get_user_model().objects.filter(
        Q(memberships__organisation=organisation), pk__in=keys, is_active=True
    )


def decided_by(found: Round) -> set[str]:
    """The staff ids of those who approved a step of this round."""
    return {d.actor for d in found.decisions.all() if d.verdict == APPROVE}


def by_one_person(policy: Policy) -> bool:
    """Whether somebody who wrote the draft approved it in its last round."""
    last = policy.rounds.order_by("-number").first()
    return last is not None and last.decisions.filter(single_person=True).exists()
