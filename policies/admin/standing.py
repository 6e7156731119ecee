"""How far a draft has come, and what this person may do with it: the review page's facts.

What one may not do is answered by the reason in words, never by silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from policies.actions import approve, ask_review, plan_review, publish, reviewing
from policies.compiling import DraftText
from policies.conditions import Unmet
from policies.forms.moments import said
from policies.models import Draft, Round, Version
from policies.states import APPROVE, APPROVED, EDITING, IN_REVIEW

DONE, CURRENT, AHEAD = "done", "current", "ahead"


@dataclass(frozen=True)
class Stage:
    """One step on the way from writing to being in force."""

    label: str
    state: str  # done, current or ahead
    detail: str = ""


@dataclass(frozen=True)
class May:
    """Whether this person may do that now; if not, why."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


def stages(draft: Draft, found: Round | None) -> list[Stage]:
    """Editing → the steps of the approval → approved → in force."""
    policy, state = draft.policy, draft.state
    steps = reviewing.steps(policy.organisation)
    taken = (
        {d.step for d in found.decisions.all() if d.verdict == APPROVE} if found else ()
    )
    line = [Stage(_("Editing"), CURRENT if state == EDITING else DONE)]
    current_is_due = state == IN_REVIEW
    for step in steps:
        done = state == APPROVED or (state == IN_REVIEW and step.key in taken)
        here = current_is_due and not done
        current_is_due = current_is_due and done
        label = (
            _("Review: %(step)s") % {"step": step.name}
            if len(steps) > 1
            else _("Review")
        )
        line.append(Stage(label, DONE if done else CURRENT if here else AHEAD))
    line.append(Stage(_("Approved"), CURRENT if state == APPROVED else AHEAD))
    return [*line, Stage(_("Published"), AHEAD, _published(draft))]


def _published(draft: Draft) -> str:
    """What readers see, and from when something else."""
    policy, now = draft.policy, timezone.now()
    current = Version.objects.in_force(policy, now)
    parts = []
    if current is not None and current.withdrawn is None:
        parts.append(_("version %(number)d in force") % {"number": current.number})
    parts += [
        _("version %(number)d from %(day)s")
        % {
            "number": version.number,
            "day": said(version.effective_from, policy.organisation),
        }
        for version in Version.objects.pending(policy, now)
    ]
    return ", ".join(parts)


def permitted(user: Any, draft: Draft, text: DraftText) -> dict[str, May]:
    """Each verb of the review, and why it can't be done by this person now."""
    return {
        "ask": _may(lambda: ask_review.check_ask(user, draft, text)),
        "take_back": _may(lambda: ask_review.check_take_back(user, draft)),
        "approve": _may(lambda: approve.check_approve(user, draft)),
        "reject": _may(lambda: approve.check_reject(user, draft, "-")),
        "plan": _may(lambda: plan_review.check_plan(user, draft.policy)),
        "publish": _may(lambda: publish.check_publish_now(user, draft, text)),
    }


def _may(check: Callable[[], object]) -> May:
    try:
        check()
    except Unmet as unmet:
        return May(unmet.message)
    return May()


def overdue(day: dt.date | None, zone: dt.tzinfo) -> bool:
    """Whether that day has come, where the organisation is."""
    return day is not None and day <= timezone.localdate(timezone=zone)
