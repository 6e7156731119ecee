"""News of a version that was withdrawn, or whose schedule was cancelled (F61).

For who was written to about it: the address in that letter answers 410 by now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from organisations import mail
from organisations.addresses import absolute
from organisations.languages import texts
from policies import paths
from policies.models import Announcement, Policy, Version, Withdrawal
from policies.news import versions
from policies.news.source import News, Source, stays
from policies.news.subscriptions import reached
from policies.states import CANCELLED

SUBJECT = "withdrawn"


def fresh(now: dt.datetime) -> Iterator[News]:
    """Withdrawals of versions that were announced."""
    announced = Announcement.objects.filter(object_id=OuterRef("version"))
    rows = Withdrawal.objects.filter(
        ~Exists(announced.filter(subject=SUBJECT)),
        Exists(announced.filter(subject=versions.SUBJECT)),
    )
    rows = rows.select_related("version__policy__organisation")
    for row in rows.defer("version__canonical").order_by("sequence"):
        concerns = reached(versions.SUBJECT, versions.news(row.version))
        organisation = row.version.policy.organisation
        yield News(row.version_id, organisation, row.at, concerns)


def written(pk: int, language: str, unsubscribe_url: str) -> mail.Written:
    """Which version, why, and what holds now."""
    rows = Version.objects.select_related("withdrawal", "policy__organisation")
    version = rows.get(pk=pk)
    policy, organisation = version.policy, version.policy.organisation
    reason = texts(version.withdrawal, "reason")
    words = {
        "organisation": organisation.trade_name,
        "policy": policy.title_in(language),
        "version": version,
        "cancelled": version.state(timezone.now(), None) == CANCELLED,
        "reason": reason.get(language) or next(iter(reason.values()), ""),
        **_what_holds(policy, version.withdrawal),
        # Never the version's own address, which has no text any more.
        "url": absolute(organisation, paths.under(policy, language, "versions")),
        "unsubscribe_url": unsubscribe_url,
    }
    return mail.written("withdrawn", language, organisation.zone, words)


def _what_holds(policy: Policy, gone: Withdrawal) -> dict[str, Any]:
    """The text in force, whether it was that already, and the next one."""
    now = timezone.now()
    current = Version.objects.in_force(policy, now)
    if current is not None and current.withdrawn is not None:
        current = None
    return {
        "current": current,
        "stays": current is not None and current.effective_from <= gone.at,
        "ahead": next(iter(Version.objects.pending(policy, now)), None),
    }


SOURCE = Source(SUBJECT, fresh, stays, written)
