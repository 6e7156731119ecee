"""The audit trail as CSV: every column, digests too, so that others can verify it."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from functools import partial
from io import StringIO
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext

from organisations import people
from organisations.chain import utc
from organisations.deeds import changes_in_words, in_words
from organisations.models import AuditEntry

CHUNK = 500
_STAFF_ID = re.compile("user:[0-9]+")
# What a spreadsheet would take for a formula, in its full-width forms too.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


def answer(entries: QuerySet[Any]) -> StreamingHttpResponse:
    """A file of those entries, written as it is sent: a long trail fits in no memory."""
    language = translation.get_language() or "en"
    name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        _written(entries, language),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def guarded(cell: Any) -> str:
    """A cell as text that no spreadsheet takes for a formula."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _written(entries: QuerySet[Any], language: str) -> Iterator[str]:
    with translation.override(language):
        text = _lines([_heading()], language)
    yield f"\ufeff{text}"
    rows = entries.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        with translation.override(language):
            text = _lines(_rows(chunk), language)
        yield text


def _lines(rows: Any, language: str) -> str:
    """In Dutch with semicolons: a Dutch spreadsheet reads commas as decimals."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";" if language == "nl" else ",")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _heading() -> list[str]:
    return [
        gettext("Place in the trail"),
        gettext("When"),
        gettext("Exact moment (UTC)"),
        gettext("Who"),
        gettext("Staff id"),
        gettext("Action"),
        gettext("Code of the action"),
        gettext("What"),
        gettext("Person concerned"),
        gettext("Organisation"),
        gettext("From → to"),
        gettext("Details"),
        gettext("Digest of the row before"),
        gettext("Digest of the row"),
    ]


def _rows(chunk: list[AuditEntry]) -> Iterator[list[Any]]:
    known = people.names(staff_ids(chunk))
    named = partial(people.called, known=known)
    for entry in chunk:
        person = entry.details.get("person", "")
        yield [
            entry.sequence,
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            utc(entry.at),
            people.called(entry.actor, known),
            entry.actor,
            in_words(entry.action),
            entry.action,
            entry.subject,
            people.called(person, known) if person else "",
            entry.organisation or "",
            "\n".join(changes_in_words(entry.action, entry.details, named)),
            json.dumps(entry.details, ensure_ascii=False, sort_keys=True),
            entry.previous_digest,
            entry.record_digest,
        ]


def staff_ids(entries: list[AuditEntry]) -> set[str]:
    """Everybody whom those entries name."""
    found = {entry.actor for entry in entries}
    for entry in entries:
        found.update(_STAFF_ID.findall(json.dumps(entry.details)))
    return found
