"""Find the passages that have all the words that were asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from policies.models import Policy
from policies.models.search import IndexedPassage
from policies.searching.stems import ALGORITHMS, forms, scope, words
from policies.searching.stopwords import COMMON

# More words than that make no search better, only slower.
MOST_WORDS, LONGEST = 10, 200


def asked(query: str) -> list[str]:
    """The words of a question."""
    return [word.lower() for word, *_ in words(query[:LONGEST])]


def sought(query: str, language: str) -> list[str]:
    """The words of a question as far as they count: the common ones only where there
    are no others."""
    every = asked(query)
    telling = [word for word in every if word not in COMMON[language]]
    return (telling or every)[:MOST_WORDS]


def find(
    versions: Sequence[int], language: str, query: str, limit: int = 50
) -> list[IndexedPassage]:
    """The passages of those versions in that language, the best first.

    Each word is found by its stem and as the beginning of a longer one: "cookie" finds
    "cookiebeleid". Three queries at most.
    """
    terms = sought(query, language)
    if not terms or not versions:
        return []
    search = _postgresql if connection.vendor == "postgresql" else _sqlite
    keys = search(versions, language, terms, limit)
    found = IndexedPassage.objects.select_related("version__policy").defer(
        "version__canonical"
    ).in_bulk(keys)  # fmt: skip
    return [found[key] for key in keys if key in found]


def _sqlite(
    versions: Sequence[int], language: str, terms: list[str], limit: int
) -> list[int]:
    of = Policy.objects.filter(versions__in=versions).order_by()
    owners = of.values_list("organisation", flat=True).distinct()
    scopes = [scope(owner, language) for owner in owners]
    question = " AND ".join(
        "("
        + " OR ".join(f'"{s}{form}"*' for s in scopes for form in forms(term, language))
        + ")"
        for term in terms
    )
    places = ", ".join(["%s"] * len(versions))
    return _keys(
        f"""
        SELECT p.id FROM policies_words w
        JOIN policies_indexedpassage p ON p.id = w.rowid
        WHERE policies_words MATCH %s AND p.language = %s AND p.version_id IN ({places})
        ORDER BY bm25(policies_words, 5.0, 1.0), p.id LIMIT %s
        """,  # noqa: S608 only placeholders are put in
        [question, language, *versions, limit],
    )


def _postgresql(
    versions: Sequence[int], language: str, terms: list[str], limit: int
) -> list[int]:
    dictionary = ALGORITHMS[language]
    question = " & ".join(f"{term}:*" for term in terms)
    return _keys(
        """
        SELECT id FROM policies_indexedpassage, to_tsquery(%s::regconfig, %s) question
        WHERE words @@ question AND language = %s AND version_id = ANY(%s)
        ORDER BY ts_rank_cd(words, question) DESC, id LIMIT %s
        """,
        [dictionary, question, language, list(versions), limit],
    )


def _keys(sql: str, parameters: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [int(row[0]) for row in cursor.fetchall()]
