"""The links in readers' mails: signed, so that nobody can make one up.

A link to confirm carries what was asked for, so that nothing of it is kept until the
address is known to be the asker's. It is valid for two days; one to unsubscribe for ever.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing

from organisations.addresses import absolute
from organisations.models import Organisation
from policies import paths
from policies.models import Policy, Subscription

VALID = dt.timedelta(hours=48)
_CONFIRM, _UNSUBSCRIBE = "policies.subscription.confirm", "policies.subscription.end"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to be told of, and in which language. No policies: of all."""

    language: str
    policies: Sequence[Policy] = ()

    @property
    def everything(self) -> bool:
        """Whether it is about all the organisation's policies, later ones too."""
        return not self.policies


def confirmation(row: Subscription, wish: Wish) -> str:
    """The address at which that wish is confirmed."""
    chosen = [policy.uid.hex for policy in wish.policies]
    token = signing.dumps([row.uid.hex, wish.language, chosen], salt=_CONFIRM)
    return absolute(row.organisation, paths.step(wish.language, "confirm", token))


def unsubscription(row: Subscription) -> str:
    """The address at which that subscription ends."""
    token = signing.Signer(salt=_UNSUBSCRIBE).sign(row.uid.hex)
    return absolute(row.organisation, paths.step(row.language, "unsubscribe", token))


def confirming(at: Organisation, token: str) -> tuple[Subscription, Wish] | None:
    """What a link confirms; None when it is forged, too old or of no use any more."""
    try:
        uid, language, chosen = signing.loads(token, salt=_CONFIRM, max_age=VALID)
    except signing.BadSignature:
        return None
    row = _row(at, uid)
    policies = tuple(Policy.objects.filter(organisation=at, uid__in=chosen))
    if row is None or (chosen and not policies):
        return None
    return row, Wish(language, policies)


def is_unsubscription(token: str) -> bool:
    """Whether such a link was ever made here."""
    return _unsigned(token) is not None


def unsubscribing(at: Organisation, token: str) -> Subscription | None:
    """The subscription that a link ends; None when it ended already."""
    uid = _unsigned(token)
    return _row(at, uid) if uid else None


def _unsigned(token: str) -> str | None:
    try:
        return signing.Signer(salt=_UNSUBSCRIBE).unsign(token)
    except signing.BadSignature:
        return None


def _row(at: Organisation, uid: str) -> Subscription | None:
    found = Subscription.objects.filter(organisation=at, uid=uuid.UUID(uid)).first()
    if found is not None:
        found.organisation = at
    return found
