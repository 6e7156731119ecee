"""The organisation's facts: whose change people have to be told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import override

from policies.classifying.reasons import Reason
from policies.diffing import FactChange
from policies.kinds import wording

_CODES: Mapping[str, str] = {
    **dict.fromkeys(
        ["trade_name", "legal_name", "controller", "parent_name", "country", "kvk", "vat"],
        "controller_changed",
    ),
    **dict.fromkeys(
        ["street", "postal_code", "city", "phone", "email", "ticket_url"],
        "contact_changed",
    ),
    **dict.fromkeys(["dpo_name", "dpo_email", "dpo_phone"], "officer_changed"),
    "authority.name": "authority_changed",
    "covered_domains": "domains_changed",
}  # fmt: skip


def reasons(
    changes: Sequence[FactChange], languages: Sequence[str]
) -> Iterator[Reason]:
    """A reason for each fact that reads otherwise."""
    for change in changes:
        code = _CODES.get(change.name, "fact_corrected")
        if _same(change):
            code = "fact_corrected"
        shown = {language: change.shown(language) for language in languages}
        yield Reason(
            code,
            params={
                "what": {language: _label(change, language) for language in languages},
                "before": {language: both[0] for language, both in shown.items()},
                "after": {language: both[1] for language, both in shown.items()},
            },
        )


def _same(change: FactChange) -> bool:
    """Whether both are the same, written otherwise: capitals, blanks, a telephone."""
    one, other = (_bare(str(value)) for value in (change.before, change.after))
    return one == other


def _bare(value: str) -> str:
    value = wording.phone(value) if value[:1] in "+0" else value
    return "".join(value.casefold().split())


def _label(change: FactChange, language: str) -> str:
    with override(language):
        return change.label
