"""The index: what a version says, put in once; versions never change."""

from __future__ import annotations

from django.db import connection

from policies.models import Version
from policies.models.search import IndexedPassage
from policies.searching.passages import passages
from policies.searching.stems import ALGORITHMS, stems


def add(version: Version) -> None:
    """Put what the version says into the index. Call it in the transaction that made
    the version; one that is in it already stays as it is."""
    if IndexedPassage.objects.filter(version=version).exists():
        return
    document = version.document
    rows = IndexedPassage.objects.bulk_create(
        IndexedPassage(
            version=version,
            language=found.language,
            anchor=found.anchor,
            heading=found.heading,
            text=found.text,
        )
        for language in ALGORITHMS
        for found in passages(document, language)
    )
    if connection.vendor == "sqlite":
        _stem(rows)


def add_missing(**signal: object) -> None:
    """Index the versions that are not in it yet: after a migration brought the index."""
    if IndexedPassage._meta.db_table not in connection.introspection.table_names():
        return  # an installation that goes back to before there was a search
    for version in Version.objects.filter(passages=None).iterator(chunk_size=10):
        add(version)


def clear() -> None:
    """Empty the index, to make it anew."""
    IndexedPassage.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM policies_words")


def _stem(rows: list[IndexedPassage]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO policies_words (rowid, heading, text) VALUES (%s, %s, %s)",
            [
                (
                    row.pk,
                    stems(row.heading, row.language),
                    stems(row.text, row.language),
                )
                for row in rows
            ],
        )
