"""Cancel a schedule: a version that has not taken effect yet never will."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from organisations import audit, chain
from organisations.languages import codes, write
from policies import announcing, conditions, log
from policies.models import LogHead, Version, Withdrawal


def cancel_schedule(actor: Any, version: Version) -> Withdrawal:
    """Withdraw a version before its day: the text before it goes on.

    Raises `conditions.Unmet` with the reason, and then has changed nothing.
    """
    with transaction.atomic():
        head = log.lock()
        now = timezone.now()  # under the lock: one moment to check and to write
        check_cancel(actor, version, now)
        (row,) = give_up(actor, [version], head, now)
    return row


def check_cancel(actor: Any, version: Version, now: dt.datetime | None = None) -> None:
    """Raise `conditions.Unmet` when there is no schedule to cancel."""
    conditions.may(actor, "publish", version.policy.organisation)
    if Withdrawal.objects.filter(version=version).exists():
        raise conditions.Unmet("cancelled", _("This version was withdrawn already."))
    if version.effective_from <= (now or timezone.now()):
        raise conditions.Unmet(
            "in_force", _("This version took effect already. It can be withdrawn.")
        )


def can_cancel(actor: Any, version: Version) -> bool:
    """Whether the actor could cancel this version's schedule."""
    try:
        check_cancel(actor, version)
    except conditions.Unmet:
        return False
    return True


def give_up(
    actor: Any, versions: Iterable[Version], head: LogHead, now: dt.datetime
) -> list[Withdrawal]:
    """Withdraw versions before their day, inside a transaction that holds the log."""
    return [_give_up(actor, version, head, now) for version in versions]


def _give_up(
    actor: Any, version: Version, head: LogHead, now: dt.datetime
) -> Withdrawal:
    who = audit.actor_id(actor)
    row = Withdrawal(version=version, at=now, actor=who)
    reasons = {}
    for code in codes():
        with override(code):
            reasons[code] = _("Cancelled before it took effect.")
    write(row, "reason", reasons)
    log.append(head, row)
    announcing.withdrawn(version, row)
    audit.record(
        who, "cancel schedule", version, version.policy.organisation,
        number=version.number, effective_from=chain.utc(version.effective_from),
    )  # fmt: skip
    return row
