"""What belongs to the evidence of a version: its text, its pages, its place in the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rfc8785
from django.http import HttpRequest

from organisations.languages import codes
from policies import editions, paths
from policies.edition import Edition
from policies.evidence import bundle
from policies.exporters import formats, kept
from policies.models import Version, Withdrawal
from policies.models.version import LogRecord
from policies.views import answers, neighbours


def package(row: Version) -> bytes:
    """The evidence of a version as a ZIP file."""
    edition = editions.of(row)
    return bundle.packed(files(row, edition), _says(row, edition))


def files(row: Version, edition: Edition) -> dict[str, bytes]:
    """The files about the version. Raises `exporters.Unmade` when a PDF has to wait."""
    found = {
        "document.json": row.canonical.encode(),
        "policy.json": kept.content(edition, formats()["json"], ""),
        "record.json": rfc8785.dumps(row.record()),
        "chain.json": rfc8785.dumps(list(chain(row))),
    }
    pdf = formats().get("pdf")
    for language in codes():
        found[f"page-{language}.html"] = _page(row, language)
        if pdf is not None and pdf.available():
            found[f"policy-{language}.pdf"] = kept.content(edition, pdf, language)
    return found


def chain(last: Version) -> Iterator[dict[str, Any]]:
    """The log from the policy's first version to this one.

    Of other policies' rows, and of versions that were cancelled before anybody could
    read them, only the digests: the chain needs those, a reader nothing else.
    """
    own = _own_rows(last)
    for sequence, previous, digest in _all_rows(min(own), last.sequence):
        row: dict[str, Any] = {
            "sequence": sequence, "previous": previous, "digest": digest,
        }  # fmt: skip
        if sequence in own:
            row["record"] = own[sequence].record()
        yield row


def _own_rows(last: Version) -> dict[int, LogRecord]:
    versions = neighbours.light(last.policy).filter(sequence__lte=last.sequence)
    found: dict[int, LogRecord] = {}
    for version in versions:
        gone = version.withdrawn
        if version.cancelled:
            continue
        found[version.sequence] = version
        if gone is not None and gone.sequence <= last.sequence:
            gone.version = version
            found[gone.sequence] = gone
    return found


def _all_rows(first: int, last: int) -> list[tuple[int, str, str]]:
    fields = ("sequence", "previous_digest", "record_digest")
    found: list[tuple[int, str, str]] = []
    for model in (Version, Withdrawal):
        rows = model._default_manager.filter(sequence__range=(first, last))
        found += rows.values_list(*fields)
    return sorted(found)


def _page(row: Version, language: str) -> bytes:
    here = {code: paths.version(row.policy, code, row.number) for code in codes()}
    return answers.fixed(HttpRequest(), row, language, here).content


def _says(row: Version, edition: Edition) -> dict[str, object]:
    titles = {f"title_{code}": row.policy.title_in(code) for code in codes()}
    addresses = {f"address_{code}": edition.addresses[code] for code in codes()}
    return {
        **titles,
        **addresses,
        "number": row.number,
        "organisation": row.policy.organisation.trade_name,
        "effective_from": edition.as_dict()["effective_from"],
        "digest": row.digest,
        "record_digest": row.record_digest,
    }
