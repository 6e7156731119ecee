"""The audit trail reads as words, in the language of whoever reads it."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from organisations.deeds import in_words


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
