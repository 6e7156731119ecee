"""Writing the audit trail: who did what. Called inside the transaction of the deed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from organisations import chain
from organisations.models import AuditEntry, AuditHead, Organisation

SYSTEM = "system"
# Somebody who did not sign in, whoever it was.
UNKNOWN = "unknown"
LONGEST = 500  # characters kept of one value: the trail says what, the version has all
_SAFE = 2**53  # the largest whole number that every reader of JSON keeps exact
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_gathered: ContextVar[list[AuditEntry] | None] = ContextVar("gathered", default=None)


def actor_id(user: Any) -> str:
    """The staff id that trails and versions keep: ``user:7``, or ``system``."""
    key = getattr(user, "pk", None)
    return f"user:{key}" if key else SYSTEM


def record(
    actor: str,
    action: str,
    subject: object,
    organisation: Organisation | None = None,
    **details: Any,
) -> AuditEntry:
    """Append one entry to the trail, or keep it until the gathering ends.

    The end of the trail is locked until the transaction ends. So this stands last in a
    transaction: whoever took another lock after it could wait for somebody who waits
    here.
    """
    entry = AuditEntry(
        actor=actor,
        action=action,
        subject=named(subject, organisation),
        organisation=organisation,
        details=plain(details),
    )
    waiting = _gathered.get()
    if waiting is not None:
        waiting.append(entry)
    else:
        _append([entry])
    return entry


def named(subject: object, organisation: Organisation | None = None) -> str:
    """What the trail calls it: in the organisation's language, whoever acts."""
    language = organisation.default_language if organisation else settings.LANGUAGE_CODE
    with override(language):
        return _text(str(subject))[:200]


@contextmanager
def gathered() -> Iterator[None]:
    """Write the entries of this block at its end, after every other lock was taken.

    For deeds whose parts are saved by somebody else's code, like Django's admin. Stands
    directly inside the transaction; an exception drops the entries, as it does the deed.
    """
    if _gathered.get() is not None:
        yield
        return
    waiting: list[AuditEntry] = []
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    if waiting:
        _append(waiting)


def plain(value: Any) -> Any:
    """A value as every database and every reader of JSON gives it back unaltered."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) < _SAFE:
        return int(value)
    if isinstance(value, Mapping):
        return {_text(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    text = _text(str(value))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def verify() -> Iterator[str]:
    """Recompute every digest and the chain; yields a line for each thing amiss."""
    rows = AuditEntry.objects.order_by("sequence").iterator()
    return chain.verify("trail", rows, AuditHead.objects.filter(pk=1).first())


def _append(entries: list[AuditEntry]) -> None:
    if not transaction.get_connection().in_atomic_block:
        with transaction.atomic():
            return _append(entries)
    head = chain.lock(AuditHead)
    for entry in entries:
        entry.at = timezone.now()  # under the lock, so that moments follow the order
        chain.append(head, entry)
    return None


def _text(text: str) -> str:
    return _UNSTORABLE.sub("", text)
