"""U or je: Dutch texts address the reader as the organisation does."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from policies.checks import describe
from policies.checks.form_of_address import form_of_address
from tests.policies.parity_world import both, document, entry, section


def words(dutch: str, form: str, english: str = "<p>x</p>") -> list[str]:
    found = form_of_address(both(dutch, english), form)
    return [word for one in found for word in one.params["words"]]


@pytest.mark.parametrize(
    ("dutch", "form"),
    [
        ("<p>U kunt uw gegevens inzien; doe het uzelf.</p>", "formal"),
        ("<p>Je kunt jouw gegevens inzien.</p>", "informal"),
        ("<p>De E.U. en de U.S. en mail u@cpro.nl of /u/.</p>", "informal"),
        ('<p>Zie <span lang="fr">je suis</span>.</p>', "formal"),
        ("<p>De klant.</p>", "formal"),
        ("<p>Objecten, jeugd, uur, juwelen.</p>", "formal"),
    ],
)
def test_the_organisations_own_form_is_no_finding(dutch: str, form: str) -> None:
    assert words(dutch, form) == []


@pytest.mark.parametrize(
    ("dutch", "form", "expected"),
    [
        ("<p>U kunt je gegevens inzien.</p>", "formal", ["je"]),
        ("<p>Jij en <b>jullie</b>, jij!</p>", "formal", ["Jij", "jullie", "jij"]),
        ("<p>Neem contact op met uw bank.</p>", "informal", ["uw"]),
        ("<p>Dat beslist u.</p>", "informal", ["u"]),
    ],
)
def test_the_other_form_is_found(dutch: str, form: str, expected: list[str]) -> None:
    assert words(dutch, form) == expected


def test_only_dutch_is_read() -> None:
    assert words("<p>De klant.</p>", "formal", english="<p>je u uw jij</p>") == []


def test_without_a_form_the_rarer_one_is_found() -> None:
    assert words("<p>U, uw, u en je.</p>", "") == ["je"]
    assert words("<p>Je, jij, jou en u.</p>", "") == ["u"]


def test_without_a_form_one_form_throughout_is_fine() -> None:
    assert words("<p>Je en jij.</p>", "") == []
    assert words("<p>U en uw.</p>", "") == []


def test_entries_and_headings_are_read_too() -> None:
    row = entry(description={"nl": "<p>je</p>"})
    value = document(section(heading={"nl": "Jouw rechten"}, entries=(row,)))
    found = list(form_of_address(value, "formal"))
    assert [(one.entry, one.severity) for one in found] == [
        ("", "warning"),
        ("e1", "warning"),
    ]


def test_the_message_quotes_the_words() -> None:
    (one,) = form_of_address(both("<p>je en jij</p>", "<p>x</p>"), "formal")
    with override("en"):
        assert describe(one) == (
            'Says "je", "jij", where readers are addressed with "u".'
        )
