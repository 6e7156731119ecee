"""The audit trail reads as words, in the language of whoever reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from organisations.deeds import changes_in_words, in_words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("publish", "Gepubliceerd"),
        ("edit section", "Onderdeel gewijzigd"),
        ("move sections", "Onderdelen verplaatst"),
        ("add membership", "Lidmaatschap toegevoegd"),
    ],
)
def test_a_deed_is_named_in_dutch(code: str, words: str) -> None:
    with override("nl"):
        assert in_words(code) == words


@pytest.mark.parametrize("code", ["defenestrate", "add unheard-of", "juggle section"])
def test_a_code_that_nobody_knows_stays_as_it_is(code: str) -> None:
    assert in_words(code) == code


@pytest.mark.parametrize(
    ("code", "field", "value", "words"),
    [
        ("add webhook", "events", ["version.published", "gone"],
         "a version is published, gone"),
        ("add cookie", "duration", "P1Y6M", "1 year and 6 months"),
        ("add cookie", "duration", "for ever", "for ever"),
        ("add processor", "until", "2027-02-01", "1 February 2027"),
        ("add processor", "until", "soon", "soon"),
        ("add processor", "country", "US", "United States"),
        ("add processor", "role", "sub_processor", "sub-processor"),
        ("add membership", "role", "owner", "owner"),
        ("change organisation", "country", "NL", "Netherlands"),
    ],
)  # fmt: skip
def test_codes_are_said_in_words(code: str, field: str, value: Any, words: str) -> None:
    with override("en"):
        (line,) = changes_in_words(code, {"changes": {field: [None, value]}})
    assert line.endswith(f": – → {words}")


def test_a_day_is_said_in_dutch() -> None:
    with override("nl"):
        (line,) = changes_in_words(
            "add processor", {"changes": {"until": [None, "2027-02-01"]}}
        )
    assert line == "Tot: – → 1 februari 2027"


@pytest.mark.parametrize(("language", "why"), [("nl", "Fout."), ("en", "Wrong.")])
def test_a_withdrawal_says_why(language: str, why: str) -> None:
    with override(language):
        (line,) = changes_in_words(
            "withdraw", {"reason": {"nl": "Fout.", "en": "Wrong."}}
        )
    assert line.endswith(f": {why}")
