"""What has to be purged and when: after each change, and when the clock changes a page.

It looks at the generations that the public pages are read with, so that nothing is
purged before the servers know better. A server that a moment later still answered with
the old page (its cache looks at the generations once a second at the latest) may have
given it to the CDN again: so each key is purged once more a little later.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Max

from organisations import generations
from organisations.models import Generation, Organisation
from privacysite.cdn.base import EVERYTHING, Cdn, PurgeFailed, key

# By then every server has looked.
AGAIN = dt.timedelta(seconds=3)
SLOWEST = dt.timedelta(minutes=1)
AT_A_TIME = 200


@dataclass
class Watch:
    """One watcher; its memory begins with the purge of everything."""

    cdn: Cdn
    seen: int | None = None
    # When an organisation's pages change by the clock alone.
    moments: dict[int, dt.datetime] = field(default_factory=dict)
    # For whom that is to be looked up, and after which moment.
    unplanned: dict[int, dt.datetime] = field(default_factory=dict)
    due: list[tuple[dt.datetime, str]] = field(default_factory=list)
    failures: int = 0
    rests_until: dt.datetime | None = None

    def look(self, now: dt.datetime) -> None:
        """Note what changed since the last look, and what the clock changed."""
        rows = Generation.objects.using(generations.read_alias())
        last: int = rows.aggregate(last=Max("number"))["last"] or 0
        for organisation in self._changed(last):
            self._note(organisation, now)
        for organisation, moment in list(self.moments.items()):
            if moment <= now:
                self._note(organisation, now)
        self.seen = last  # last, so that a failure halfway is looked at again

    def purge(self, now: dt.datetime) -> list[str]:
        """Purge what is due; the keys. Raises PurgeFailed, and tries again later."""
        keys = sorted({key for moment, key in self.due if moment <= now})
        if not keys or (self.rests_until is not None and now < self.rests_until):
            return []
        try:
            self.cdn.purge([EVERYTHING] if EVERYTHING in keys else keys)
        except PurgeFailed:
            self.failures += 1
            self.rests_until = now + SLOWEST / 2 ** max(0, 6 - self.failures)
            raise
        self.failures, self.rests_until = 0, None
        self.due = [(moment, key) for moment, key in self.due if moment > now]
        return keys

    def plan(self) -> None:
        """Look up when pages change next; some at a time, so that a purge never waits."""
        some = dict(islice(self.unplanned.items(), AT_A_TIME))
        found = Organisation.objects.using(generations.read_alias()).in_bulk(list(some))
        for pk, since in some.items():
            if pk in found:
                self.moments[pk] = generations.holds_until(found[pk], since)
            del self.unplanned[pk]

    def _changed(self, last: int) -> list[int]:
        """The organisations whose number grew; 0 stands for all."""
        if self.seen == last:
            return []
        if (
            self.seen is None or last < self.seen
        ):  # just started, or a restored database
            return [Generation.EVERYBODY]
        rows = Generation.objects.using(generations.read_alias())
        grown = rows.filter(number__gt=self.seen, number__lte=last)
        found = list(grown.values_list("organisation_id", flat=True))
        return [Generation.EVERYBODY] if Generation.EVERYBODY in found else found

    def _note(self, organisation: int, now: dt.datetime) -> None:
        purged = key(organisation) if organisation else EVERYTHING
        self.due += [(now, purged), (now + AGAIN, purged)]
        if organisation:
            self.unplanned[organisation] = now
            self.moments.pop(organisation, None)
            return
        rows = Organisation.objects.using(generations.read_alias())
        self.unplanned = dict.fromkeys(rows.values_list("pk", flat=True), now)
        self.moments.clear()
