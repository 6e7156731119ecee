"""News of a version: a policy says something else, or will from a day on.

Readers are told when it is published, well before it takes effect (WP260 §30), and of
material changes only (§29): who is told of every comma reads nothing any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from organisations import mail
from organisations.addresses import absolute
from organisations.languages import texts
from policies import paths
from policies.comparing.document import ComparisonView
from policies.diffing import compare
from policies.models import Announcement, Version
from policies.news.source import News, Source
from policies.news.subscriptions import about

SUBJECT = "version"
MOST_LINES = 12


def fresh(now: dt.datetime) -> Iterator[News]:
    """Material versions that stand, of policies that can be read by now."""
    announced = Announcement.objects.filter(subject=SUBJECT, object_id=OuterRef("pk"))
    readable = Version.objects.filter(policy=OuterRef("policy")).effective(now)
    rows = Version.objects.filter(
        ~Exists(announced), Exists(readable), material=True, withdrawal=None
    )
    rows = rows.defer("canonical").select_related("policy__organisation")
    for version in rows.order_by("sequence"):
        yield news(version)


def news(version: Version) -> News:
    """A version as news, for who follows its policy."""
    policy = version.policy
    return News(version.pk, policy.organisation, version.published_at, about(policy))


def holds(pk: int) -> bool:
    """Whether the version was neither withdrawn nor cancelled."""
    found: bool = Version.objects.filter(pk=pk, withdrawal=None).exists()
    return found


def written(pk: int, language: str, unsubscribe_url: str) -> mail.Written:
    """What changed, from when, and where to read it."""
    version = Version.objects.select_related("policy__organisation").get(pk=pk)
    policy, organisation = version.policy, version.policy.organisation
    note = texts(version, "note")
    before = _before(version)
    path = paths.version(policy, language, version.number)
    if before is not None:
        path = paths.comparison(policy, language, before.number, version.number)
    words = {
        "organisation": organisation.trade_name,
        "policy": policy.title_in(language),
        "new": before is None,
        "ahead": version.effective_from > timezone.now(),
        "effective_from": version.effective_from,
        "time_zone": organisation.time_zone,
        "note": note.get(language) or next(iter(note.values()), ""),
        **_lines(before, version, language),
        "url": absolute(organisation, path),
        "text_url": absolute(
            organisation, paths.version(policy, language, version.number)
        ),
        "unsubscribe_url": unsubscribe_url,
    }
    return mail.written("changed", language, organisation.zone, words)


def _before(version: Version) -> Version | None:
    """The text that this one follows on, as far as it may be shown."""
    found: Version | None = (
        Version.objects.filter(policy=version.policy, withdrawal=None)
        .exclude(pk=version.pk)
        .effective(version.effective_from)
        .first()
    )
    return found


def _lines(before: Version | None, version: Version, language: str) -> dict[str, Any]:
    """The change in plain sentences; of many the first, and how many there are more."""
    if before is None:
        return {"lines": [], "more": 0}
    with translation.override(language):
        found = ComparisonView(
            compare(before.document, version.document), language
        ).lines()
    shown = found if len(found) <= MOST_LINES else found[: MOST_LINES - 1]
    return {"lines": shown, "more": len(found) - len(shown)}


SOURCE = Source(SUBJECT, fresh, holds, written)
