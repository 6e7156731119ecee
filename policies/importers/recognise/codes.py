"""Language-neutral codes and ids for entries, by the words of their terms."""

from __future__ import annotations

import re
from typing import NamedTuple


class Code(NamedTuple):
    """What a term stands for: the entry's id, and the attribute that says so."""

    id: str
    attribute: str
    value: str


def _table(
    attribute: str, rows: tuple[tuple[str, str, str], ...]
) -> list[tuple[re.Pattern[str], Code]]:
    return [(re.compile(p), Code(name, attribute, value)) for name, value, p in rows]


_CODES = {
    "rights": _table(
        "right",
        (
            ("automated-decisions", "22", r"geautomatiseerd|automated|profil"),
            ("withdrawal", "7-3", r"intrek|withdraw"),
            ("complaint", "77", r"klacht|complain"),
            ("portability", "20", r"overdra|portab|meenemen|dataportab"),
            ("restriction", "18", r"beperk|restrict"),
            ("erasure", "17", r"wiss|verwijder|vergetel|erasure|delet|forgotten"),
            ("rectification", "16", r"rectif|correct|verbeter|aanvul"),
            ("objection", "21", r"bezwaar|verzet|object"),
            ("access", "15", r"inzage|inzien|access"),
            ("information", "13", r"informatie|information|informed"),
        ),
    ),
    "legal_bases": _table(
        "basis",
        (
            ("consent", "6-1-a", r"toestemming|consent"),
            ("contract", "6-1-b", r"contract|overeenkomst"),
            ("legal-obligation", "6-1-c", r"wettelijk|wetten|\bwet\b|legal|\blaws?\b"),
            ("legitimate-interests", "6-1-f", r"gerechtvaardigd|legitimate"),
            ("vital-interests", "6-1-d", r"vitale|vital"),
            ("public-task", "6-1-e", r"algemeen belang|openbaar gezag|public"),
        ),
    ),
    "cookie_types": _table(
        "type",
        (
            ("strictly-necessary", "strictly_necessary", r"noodzakelijk|necessary"),
            ("transaction", "transaction", r"transact"),
            ("performance", "performance", r"prestatie|performance|analyti"),
            ("targeting", "targeting", r"targeting|adverten|advertis"),
            ("marketing", "marketing", r"marketing|tracking"),
            ("functional", "functional", r"functione|functional"),
        ),
    ),
}


def code_of(kind: str, term: str) -> Code | None:
    """What the term stands for in a section of that kind."""
    words = term.casefold()
    return next((code for p, code in _CODES.get(kind, ()) if p.search(words)), None)
