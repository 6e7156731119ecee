"""The consent hook: does what a visitor agreed to still hold, or is it time to ask again?

By identity, never by date: a version is what its number or digest says, wherever the
visitor's clock stands.
"""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, Field

from organisations.languages import texts
from organisations.numerals import whole
from policies.api import shapes, showing
from policies.api.showing import moment
from policies.models import Version
from policies.models.version import VersionQuerySet
from policies.views import finding

# Who stayed away for longer is told of the last ones; whether to ask again, of all.
MOST = 100


class Step(BaseModel):
    """A version that took effect after the one that was seen."""

    version: int = Field(ge=1)
    material: bool
    effective_from: shapes.Moment
    note: shapes.Texts


class Since(BaseModel):
    """What happened since the version that the visitor saw."""

    known: bool = Field(description="Whether there is such a version in this policy.")
    version: int | None = Field(description="Its number; null: unknown.")
    same: bool = Field(
        description="Whether the text in force is the one that was seen."
    )
    material: bool = Field(
        description="Whether anything that took effect since is a material change."
    )
    ask_again: bool = Field(
        description="The advice: ask when it is unknown or something material changed."
    )
    steps: list[Step] = Field(
        description=f"The versions since, the first one first; the last {MOST} of more."
    )


_UNKNOWN = Since(
    known=False, version=None, same=False, material=False, ask_again=True, steps=[]
)


class CurrentVersion(BaseModel):
    """Which version is in force: enough to store beside a consent."""

    policy: shapes.Uid
    version: int = Field(ge=1)
    digest: shapes.Digest
    material: bool = Field(description="Whether it was published as a material change.")
    effective_from: shapes.Moment
    since: Since | None = Field(description="null when no `seen` was given.")
    links: shapes.VersionLinks


def answer(current: Version, seen: str | None, now: dt.datetime) -> CurrentVersion:
    """The version in force, and what happened since the one that was seen."""
    return CurrentVersion(
        policy=str(current.policy.uid),
        version=current.number,
        digest=current.digest,
        material=current.material,
        effective_from=moment(current.effective_from),
        links=showing.links(current),
        since=_since(current, seen, now) if seen else None,
    )


def _since(current: Version, seen: str, now: dt.datetime) -> Since:
    """What happened between the version seen and the one in force. One query for who
    saw one of the last versions, at most three however many lie between."""
    rows = finding.effective(current.policy, now).defer("canonical")  # the latest first
    last = list(rows[: MOST + 1])
    then = next((row for row in last if _is(row, seen)), None) or _older(rows, seen)
    if then is None:
        return _UNKNOWN
    same = then.digest == current.digest
    later = rows.filter(effective_from__gt=then.effective_from)
    between = [row for row in last if row.effective_from > then.effective_from][:MOST]
    steps = [] if same else [_step(row) for row in reversed(between)]
    material = any(step.material for step in steps)
    if len(steps) == MOST and not material:
        material = later.filter(material=True).exists()
    return Since(
        known=True,
        version=then.number,
        same=same,
        material=material,
        ask_again=material,
        steps=steps,
    )


def _is(row: Version, seen: str) -> bool:
    return seen in (str(row.number), row.digest)


def _older(rows: VersionQuerySet, seen: str) -> Version | None:
    number = whole(seen)
    named = rows.filter(number=number) if number else rows.filter(digest=seen)
    found: Version | None = named.first()
    return found


def _step(row: Version) -> Step:
    return Step(
        version=row.number,
        material=row.material,
        effective_from=moment(row.effective_from),
        note=texts(row, "note"),
    )
