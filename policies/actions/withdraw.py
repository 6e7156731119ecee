"""Withdraw: say that a version no longer holds. The version itself stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from organisations.languages import write
from policies import announcing, conditions, log
from policies.models import Version, Withdrawal


def withdraw(actor: Any, version: Version, reason: Mapping[str, str]) -> Withdrawal:
    """Withdraw a version with a reason in both languages; its address answers 410.

    Raises `conditions.Unmet` with the reason, and then has changed nothing.
    """
    with transaction.atomic():
        head = log.lock()
        check_withdraw(actor, version, reason)
        row = Withdrawal(
            version=version, at=timezone.now(), actor=audit.actor_id(actor)
        )
        write(row, "reason", reason)
        log.append(head, row)
        announcing.withdrawn(version, row)
        audit.record(
            row.actor, "withdraw", version, version.policy.organisation,
            reason=dict(reason),
        )  # fmt: skip
    return row


def check_withdraw(actor: Any, version: Version, reason: Mapping[str, str]) -> None:
    """Raise `conditions.Unmet` when the version can't be withdrawn."""
    conditions.may(actor, "withdraw", version.policy.organisation)
    if Withdrawal.objects.filter(version=version).exists():
        raise conditions.Unmet("withdrawn", _("This version was withdrawn already."))
    if not (reason.get("nl") and reason.get("en")):
        raise conditions.Unmet("reason", _("Give the reason in Dutch and in English."))


def can_withdraw(actor: Any, version: Version) -> bool:
    """Whether the actor could withdraw the version, given a reason."""
    try:
        check_withdraw(actor, version, {"nl": "-", "en": "-"})
    except conditions.Unmet:
        return False
    return True
