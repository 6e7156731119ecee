"""The index: what a version says, put in once; versions never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from policies.models import Policy, Version
from policies.models.search import IndexedPassage
from policies.models.version import VersionQuerySet
from policies.searching.passages import Passage, passages
from policies.searching.stems import ALGORITHMS, scope, stems


def add(version: Version) -> None:
    """Put what the version says into the index. Call it in the transaction that made
    the version; one that is in it already stays as it is."""
    if IndexedPassage.objects.filter(version=version).exists():
        return
    document = version.document
    found = [each for language in ALGORITHMS for each in passages(document, language)]
    rows = IndexedPassage.objects.bulk_create(
        IndexedPassage(
            version=version,
            language=each.language,
            anchor=each.anchor,
            heading=each.heading,
            text=each.text,
        )
        for each in found
    )
    if connection.vendor == "sqlite":
        _stem(version.policy.organisation_id, zip(rows, found, strict=True))


def add_missing(**signal: object) -> None:
    """Index what can be found and is not in it yet: after a migration brought the index."""
    if IndexedPassage._meta.db_table not in connection.introspection.table_names():
        return  # an installation that goes back to before there was a search
    missing = _sought(timezone.now()).exclude(
        Exists(IndexedPassage.objects.filter(version=OuterRef("pk")))
    )
    for version in missing.select_related("policy").iterator(chunk_size=10):
        add(version)


def _sought(now: dt.datetime) -> VersionQuerySet:
    """The versions in force and those to come. The past, however long, is not searched."""
    in_force = Version.objects.latest_of(Policy.objects.all(), now)
    found: VersionQuerySet = Version.objects.filter(
        Q(effective_from__gt=now) | Q(pk__in=in_force.order_by().values("pk"))
    )
    return found


def clear() -> None:
    """Empty the index, to make it anew."""
    IndexedPassage.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM policies_words")


def _stem(organisation: int, indexed: Iterable[tuple[IndexedPassage, Passage]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT OR REPLACE INTO policies_words (rowid, heading, text) VALUES (%s, %s, %s)",
            [(row.pk, *_stemmed(organisation, found)) for row, found in indexed],
        )


def _stemmed(organisation: int, found: Passage) -> tuple[str, str]:
    """The heading, which counts for more, and the text. A row's heading is the section's:
    whoever asks for its words means the section more than each of its rows."""
    where = scope(organisation, found.language)
    heading = stems(found.heading, found.language, where)
    text = stems(found.text, found.language, where)
    return ("", f"{heading} {text}") if found.row else (heading, text)
