"""Share a draft with somebody outside by a link that ends, and end it earlier (F69)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from policies import conditions
from policies.models import Policy, PreviewLink

MOST_DAYS = 90
_SIGNER = signing.Signer(salt="policies.preview")


def share_preview(actor: Any, policy: Policy, for_whom: str, days: int) -> PreviewLink:
    """Make a link that shows the draft, as it is when it is opened, for some days.

    Raises `conditions.Unmet` and then has changed nothing.
    """
    with transaction.atomic():
        check_share(actor, policy, for_whom, days)
        now = timezone.now()
        made = PreviewLink.objects.create(
            policy=policy,
            for_whom=for_whom.strip(),
            created_at=now,
            created_by=audit.actor_id(actor),
            expires_at=now + dt.timedelta(days=days),
        )
        audit.record(
            made.created_by, "share", policy, policy.organisation,
            for_whom=made.for_whom, until=made.expires_at.isoformat(),
        )  # fmt: skip
    return made


def check_share(actor: Any, policy: Policy, for_whom: str, days: int) -> None:
    """Raise `conditions.Unmet` when the draft can't be shared like that."""
    conditions.may(actor, "share", policy.organisation)
    if not for_whom.strip():
        raise conditions.Unmet("for_whom", _("Say for whom the link is."))
    if not 1 <= days <= MOST_DAYS:
        raise conditions.Unmet(
            "days",
            _("A link is valid for 1 to %(most)d days.") % {"most": MOST_DAYS},
        )


def can_share(actor: Any, policy: Policy) -> bool:
    """Whether the actor may share this policy's draft."""
    try:
        check_share(actor, policy, "-", 1)
    except conditions.Unmet:
        return False
    return True


def revoke_preview(actor: Any, link: PreviewLink) -> None:
    """End a link at once. Raises `conditions.Unmet` and then has changed nothing."""
    with transaction.atomic():
        link = PreviewLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
        policy = link.policy
        conditions.may(actor, "share", policy.organisation)
        if link.revoked_at is None:
            link.revoked_at = timezone.now()
            link.save(update_fields=["revoked_at"])
            who = audit.actor_id(actor)
            audit.record(
                who, "revoke link", policy, policy.organisation, for_whom=link.for_whom
            )


def token_of(link: PreviewLink) -> str:
    """What stands in the link's address: its id, signed with the installation's key.

    The same whenever it is asked: when the link ends stands in the database alone.
    """
    return _SIGNER.sign_object(str(link.uid))


def link_of(token: str) -> PreviewLink | None:
    """The link of an address, open or not; None when nobody here signed it."""
    try:
        uid = _SIGNER.unsign_object(token)
    except signing.BadSignature:
        return None
    found: PreviewLink | None = (
        PreviewLink.objects.select_related("policy__organisation__authority")
        .filter(uid=uid)
        .first()
    )
    return found


def count_visit(link: PreviewLink) -> None:
    """Note that the link was opened: how often and when, not by whom."""
    PreviewLink.objects.filter(pk=link.pk).update(
        seen_count=F("seen_count") + 1, last_seen_at=timezone.now()
    )
