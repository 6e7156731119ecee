"""The installation's one log of versions: appending under a lock, and verifying."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TypeVar

import rfc8785
from django.db import transaction

from policies.models import LogHead, Version, Withdrawal
from policies.models.version import GENESIS, LogRecord

Row = TypeVar("Row", bound=LogRecord)


def lock() -> LogHead:
    """The end of the log, locked until the transaction ends: publishing is one at a time.

    Must be called inside a transaction (on SQLite that holds the only write lock).
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("The log is locked inside a transaction only.")
    return LogHead.objects.select_for_update().get(pk=1)


def append(head: LogHead, row: Row) -> Row:
    """Chain a new row to the end of the log and save it."""
    row.sequence = head.sequence + 1
    row.previous_digest = head.digest
    row.record_digest = row.computed_digest()
    row.save()
    head.sequence, head.digest = row.sequence, row.record_digest
    head.save()
    return row


def verify() -> Iterator[str]:
    """Recompute every digest and the chain; yields a line for each thing amiss.

    A line names the row: what was changed, dropped, inserted, swapped or cut off.
    """
    expected, numbers = GENESIS, dict[int, int]()
    sequence = 0
    for row in _rows():
        sequence += 1
        if row.sequence != sequence:
            yield f"log {sequence}: missing (next is {row.sequence})"
            sequence = row.sequence
        if row.previous_digest != expected:
            yield f"log {row.sequence} ({row}): does not follow the row before it"
        if row.computed_digest() != row.record_digest:
            yield f"log {row.sequence} ({row}): the record was changed"
        if isinstance(row, Version):
            yield from _check_version(row, numbers)
        expected = row.record_digest
    head = LogHead.objects.filter(pk=1).first()
    if head is None or (head.sequence, head.digest) != (sequence, expected):
        yield f"log: ends at {sequence}, but its end is recorded as {head}"


def _rows() -> Iterator[LogRecord]:
    versions = Version.objects.select_related("policy").order_by("sequence").iterator()
    withdrawn = {
        row.sequence: row
        for row in Withdrawal.objects.select_related("version__policy")
    }
    at = iter(sorted(withdrawn))
    pending = next(at, None)
    for version in versions:
        while pending is not None and pending < version.sequence:
            yield withdrawn[pending]
            pending = next(at, None)
        yield version
    while pending is not None:
        yield withdrawn[pending]
        pending = next(at, None)


def _check_version(row: Version, numbers: dict[int, int]) -> Iterator[str]:
    if hashlib.sha256(row.canonical.encode()).hexdigest() != row.digest:
        yield f"log {row.sequence} ({row}): the document was changed"
    try:
        if rfc8785.dumps(json.loads(row.canonical)) != row.canonical.encode():
            yield f"log {row.sequence} ({row}): the document is not canonical JSON"
    except ValueError:
        yield f"log {row.sequence} ({row}): the document is not JSON"
    wanted = numbers.get(row.policy_id, 0) + 1
    if row.number != wanted:
        yield f"log {row.sequence} ({row}): number {row.number} where {wanted} was due"
    numbers[row.policy_id] = row.number
