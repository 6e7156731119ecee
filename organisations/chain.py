"""Hash-chained, append-only logs: the one mechanism of versions and of the audit trail.

Each row carries the digest of the row before it, and one row of another table, the
head, says where the log ends. What was changed, dropped, inserted, swapped or cut off
afterwards no longer fits.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import rfc8785
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from organisations.immutable import ImmutableModel

GENESIS = "0" * 64

Head = TypeVar("Head", bound="ChainHead")
Row = TypeVar("Row", bound="ChainRecord")


class ChainHead(models.Model):
    """The end of a log: the last sequence number and digest.

    One row. Locking it makes appending one at a time, so numbers have no gaps and no
    doubles, and a log cut off at its end is found out.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:12]}"


class ChainRecord(ImmutableModel):
    """A row of a log: it carries the digest of the row before it."""

    sequence = models.PositiveBigIntegerField(_("place in the log"), unique=True)
    previous_digest = models.CharField(_("digest of the row before"), max_length=64)
    record_digest = models.CharField(_("digest of the row"), max_length=64, unique=True)

    class Meta:
        abstract = True

    def record(self) -> dict[str, Any]:
        """Everything that the record digest covers, as plain data."""
        raise NotImplementedError

    def computed_digest(self) -> str:
        """SHA-256 of the record's canonical JSON (RFC 8785)."""
        return hashlib.sha256(rfc8785.dumps(self.record())).hexdigest()

    def intact(self) -> bool:
        """Whether the row is as it was written."""
        try:
            return self.computed_digest() == self.record_digest
        except (ValueError, TypeError, AttributeError):
            # Nothing that was ever written: a number too large, a moment that is none.
            return False


def lock(head: type[Head]) -> Head:
    """The end of a log, locked until the transaction ends.

    Must be called inside a transaction (on SQLite that holds the only write lock).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The log is locked inside a transaction only.")
    return head._default_manager.select_for_update().get(pk=1)


def append(head: ChainHead, row: Row) -> Row:
    """Chain a new row to the end of a log and save it."""
    row.sequence = head.sequence + 1
    row.previous_digest = head.digest
    row.record_digest = row.computed_digest()
    row.save()
    head.sequence, head.digest = row.sequence, row.record_digest
    head.save()
    return row


def verify(
    name: str,
    rows: Iterable[Row],
    head: ChainHead | None,
    check: Callable[[Row], Iterable[str]] = lambda row: (),
) -> Iterator[str]:
    """Recompute every digest and the chain; yields a line for each thing amiss.

    ``rows`` come in their sequence; ``check`` finds what else may be amiss with a row.
    A line names the row: what was changed, dropped, inserted, swapped or cut off.
    """
    expected, sequence = GENESIS, 0
    for row in rows:
        sequence += 1
        if row.sequence != sequence:
            yield f"{name} {sequence}: missing (next is {row.sequence})"
            sequence = row.sequence
        if row.previous_digest != expected:
            yield f"{name} {row.sequence} ({row}): does not follow the row before it"
        if not row.intact():
            yield f"{name} {row.sequence} ({row}): the record was changed"
        yield from check(row)
        expected = row.record_digest
    if head is None or (head.sequence, head.digest) != (sequence, expected):
        yield f"{name}: ends at {sequence}, but its end is recorded as {head}"


def utc(moment: dt.datetime) -> str:
    """A moment as records keep it: UTC, to the microsecond."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
