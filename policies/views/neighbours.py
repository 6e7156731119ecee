"""The versions around one: what a page about it leads to. Reads no text of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Subquery

from policies.models import Policy, Version

# So many versions are read whole: that is quicker than to pick among them.
FEW = 40


@dataclass(frozen=True)
class Neighbours:
    """A few versions of a policy, in the order in which they apply.

    ``rows`` has at least those that one leads to and all that lie ahead, cancelled ones
    too: from their moments follows when a page about the policy last changed.
    """

    version: Version
    now: dt.datetime
    rows: list[Version]

    @property
    def first(self) -> Version | None:
        """The first one that can be read and took effect."""
        return next(iter(self._readable), None)

    @property
    def last(self) -> Version | None:
        """The last one that can be read and took effect."""
        return next(reversed(self._readable), None)

    @property
    def previous(self) -> Version | None:
        """The one before, of those that can be read."""
        before = [v for v in self._known if v.effective_from < self._moment]
        return next((v for v in reversed(before) if v.withdrawn is None), None)

    @property
    def next(self) -> Version | None:
        """The one after, of those that can be read and took effect."""
        return next(
            (v for v in self._readable if v.effective_from > self._moment), None
        )

    @property
    def until(self) -> dt.datetime | None:
        """When another text took its place."""
        after = (v.effective_from for v in self._known if v.effective_from <= self.now)
        return next((moment for moment in after if moment > self._moment), None)

    @property
    def ahead(self) -> list[Version]:
        """Those that are scheduled, the next one first."""
        return [v for v in self._known if v.effective_from > self.now]

    @property
    def lies_ahead(self) -> bool:
        """Whether the version itself is scheduled."""
        return self._moment > self.now

    @property
    def state(self) -> str:
        """The version's own state."""
        latest = self.version if self.until is None else None
        return self.version.state(self.now, latest)

    @property
    def vacant(self) -> bool:
        """Whether no text is in force, because the one that was is withdrawn."""
        took_effect = [v for v in self._known if v.effective_from <= self.now]
        return bool(took_effect) and took_effect[-1].withdrawn is not None

    @property
    def moments(self) -> list[dt.datetime]:
        """When something became of the neighbours, for what a page tells of them."""
        gone = [v.withdrawn.at for v in self.rows if v.withdrawn is not None]
        published = (v.published_at for v in self.rows)
        return [*published, *(v.effective_from for v in self.rows), *gone]

    @property
    def _moment(self) -> dt.datetime:
        return self.version.effective_from

    @property
    def _known(self) -> list[Version]:
        return [v for v in self.rows if not v.cancelled]

    @property
    def _readable(self) -> list[Version]:
        took_effect = (v for v in self._known if v.effective_from <= self.now)
        return [v for v in took_effect if v.withdrawn is None]


def around(found: Policy, version: Version, now: dt.datetime) -> Neighbours:
    """The neighbours of a version of that policy. One query; two where it has many."""
    few = list(light(found).order_by("effective_from", "number")[: FEW + 1])
    if len(few) > FEW:
        few = _picked(found, version, now)
    return Neighbours(version, now, few)


def _picked(found: Policy, version: Version, now: dt.datetime) -> list[Version]:
    """Those that a page leads to and all that lie ahead, out of any number."""
    took_effect = found.versions.effective(now)
    readable = took_effect.filter(withdrawal=None)
    moment = version.effective_from
    # Each part finds its rows by an index alone; a condition that all have in common
    # would have the database read every version of the policy instead.
    wanted = Q(policy=found, effective_from__gt=now)
    for ends in (
        readable.order_by("effective_from"),
        readable,
        took_effect,
        readable.filter(effective_from__lt=moment),
        readable.filter(effective_from__gt=moment).order_by("effective_from"),
        took_effect.filter(effective_from__gt=moment).order_by("effective_from"),
    ):
        wanted |= Q(pk=_first(ends))
    rows = _textless(Version.objects.filter(wanted))
    return list(rows.order_by("effective_from", "number"))


def light(found: Policy) -> QuerySet[Version]:
    """The policy's versions without their texts."""
    return _textless(found.versions.all())


def _textless(rows: QuerySet[Version]) -> QuerySet[Version]:
    return rows.select_related("withdrawal").defer("canonical")


def _first(rows: QuerySet[Version]) -> Subquery:
    return Subquery(rows.values("pk")[:1])
