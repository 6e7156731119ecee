"""Countries by what the GDPR says of sending personal data there."""

from __future__ import annotations

from collections.abc import Iterable

# The European Economic Area: the Union, with Iceland, Liechtenstein and Norway (EEA
# Agreement, Annex XI, point 5e). Everything else is a third country (GDPR chapter V).
EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


def outside_the_eea(codes: Iterable[str]) -> list[str]:
    """Those codes that are third countries, each once, in their order."""
    return [code for code in dict.fromkeys(codes) if code and code not in EEA]
