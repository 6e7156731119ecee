"""The installation's one log of versions: appending under a lock, and verifying."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import takewhile

import rfc8785

from organisations import chain
from organisations.chain import append
from policies.models import LogHead, Version, Withdrawal
from policies.models.version import LogRecord

__all__ = ["append", "lock", "verify"]


def lock() -> LogHead:
    """The end of the log, locked until the transaction ends: publishing is one at a time."""
    return chain.lock(LogHead)


def verify() -> Iterator[str]:
    """Recompute every digest and the chain; yields a line for each thing amiss."""
    head = LogHead.objects.filter(pk=1).first()
    return chain.verify("log", _rows(), head, _check(dict[int, int]()))


def verify_until(last: LogRecord) -> Iterator[str]:
    """The same for the log from its beginning up to a row that is known to be its end."""
    head = LogHead(sequence=last.sequence, digest=last.record_digest)
    rows = takewhile(lambda row: row.sequence <= last.sequence, _rows())
    return chain.verify("log", rows, head, _check(dict[int, int]()))


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


def _check(numbers: dict[int, int]) -> Callable[[LogRecord], Iterator[str]]:
    """What may be amiss with a version besides its record; ``numbers`` so far."""

    def check(row: LogRecord) -> Iterator[str]:
        if isinstance(row, Version):
            yield from _check_version(row, numbers)

    return check


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
