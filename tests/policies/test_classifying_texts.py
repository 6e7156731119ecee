"""When a text says something else: figures, limits, names, and how many other words."""

from __future__ import annotations

import pytest

from policies.classifying import spelling, substance
from policies.classifying.substance import BLUNT, How, judge

LONG = (
    "Wij helpen u graag met het uitzoeken van een goede fiets die past bij de "
    "wensen die u heeft en bij de ritten die u dagelijks rijdt door weer en wind."
)


def changed(
    before: str, after: str, language: str = "nl", how: How | None = None
) -> str:
    one, other = ({language: f"<p>{text}</p>"} for text in (before, after))
    return judge(one, other, how or How(rich=True))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Wij bewaren ze 1 jaar.", "Wij bewaren ze 7 jaar."),
        ("Wij bewaren ze een jaar.", "Wij bewaren ze twee jaar."),
        ("Vanaf 1 mei 2024.", "Vanaf 1 juni 2024."),
        ("Dat kost € 10.", "Dat kost € 20."),
        ("Facturen 7 jaar, klachten 2 jaar.", "Facturen 2 jaar, klachten 7 jaar."),
        ("Volgens artikel 6.", "Volgens artikel 9."),
        ("Onder nummer 12345678.", "Onder nummer 12345679."),
    ],
)
def test_another_figure_is_substance(before: str, after: str) -> None:
    assert changed(before, after) == "figures_changed"


@pytest.mark.parametrize(
    ("before", "after", "language"),
    [
        ("Wij verkopen ze niet.", "Wij verkopen ze.", "nl"),
        ("Wij delen geen gegevens.", "Wij delen uw gegevens.", "nl"),
        ("Alleen met toestemming.", "Met toestemming.", "nl"),
        ("Wij mogen dat doen.", "Wij moeten dat doen.", "nl"),
        ("We do not sell them.", "We do sell them.", "en"),
        ("We no longer keep them.", "We keep them.", "en"),
        ("We may call you.", "We must call you.", "en"),
        ("It goes to Acme, not Bolt.", "It goes not to Acme, Bolt.", "en"),
        (
            f"{LONG} Niet daarna.",
            LONG.replace("door weer", "niet door weer") + " Daarna.",
            "nl",
        ),
    ],
)
def test_a_word_that_limits_is_substance(
    before: str, after: str, language: str
) -> None:
    assert changed(before, after, language) in ("limits_changed", "text_changed")
    assert changed(before, after, language) != "wording_changed"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Mail naar a@a.example.", "Mail naar b@a.example."),
        ("Bel 020 615 9155.", "Bel 020 615 9156."),
        (
            '<a href="mailto:a@a.example">Mail</a>',
            '<a href="mailto:b@a.example">Mail</a>',
        ),
    ],
)
def test_another_address_is_substance(before: str, after: str) -> None:
    assert changed(before, after) == "address_changed"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Wij gebruken uw gegevens.", "Wij gebruiken uw gegevens."),
        ("Uw persoons gegevens.", "Uw persoonsgegevens."),
        ("Dta is voor de klant.", "Dat is voor de klant."),
        ("Daarvoor zijn uw gegevens er.", "Daarvoor zjin uw gegevens er."),
        ("Per e-mail, en per brief", "Per email en per brief."),
        ("U kunt bellen.", "Je kan bellen."),
        ("Bel 020 615 9155.", "Bel +31 20 6159155."),
        ("Bel  ons.", "<strong>Bel</strong> ons."),
        ("Eerst dit. Dan dat.", "Dan dat. Eerst dit."),
        ("U kunt ons ook bellen.", "Ook kunt u ons bellen."),
        (
            '<a href="/x">klik hier</a> verder',
            '<a href="/x">lees het formulier</a> verder',
        ),
        ("Na een jaar, op 1 mei 2024.", "Na een jaar, op 01-05-2024."),
        ("Wij gebruiken één jaar 7 jaar.", "Wij gebruiken 12 maanden 7 jaar."),
    ],
)
def test_a_correction_is_minor(before: str, after: str) -> None:
    assert changed(before, after) == "wording_changed"


def test_who_does_it_to_whom_is_no_correction() -> None:
    assert changed("Wij informeren u.", "U informeert ons.") == "text_changed"


def test_a_link_that_leads_elsewhere_is_told_apart() -> None:
    assert changed('<a href="/x">hier</a>', '<a href="/y">hier</a>') == "link_changed"


def test_a_name_that_came_is_substance_however_long_the_text_is() -> None:
    assert changed(LONG, LONG.replace("door weer", "met Stripe door weer")) == (
        "text_changed"
    )


def test_a_word_of_privacy_law_is_substance_however_long_the_text_is() -> None:
    assert changed(LONG, LONG.replace("ritten", "profielen")) == "text_changed"


def test_two_other_words_in_a_long_text_are_style_and_three_are_not() -> None:
    text = f"{LONG.removesuffix('.')}, {LONG}"
    two = text.replace("helpen", "steunen", 1).replace("uitzoeken", "kiezen", 1)
    assert changed(text, two) == "wording_changed"
    assert changed(text, two.replace("goede", "fijne", 1)) == "text_changed"


def test_one_other_word_in_a_short_text_is_substance() -> None:
    assert changed("Voor de bestelling.", "Voor de aanbieding.") == "text_changed"


def test_a_heading_may_be_called_otherwise_but_not_the_reverse() -> None:
    title = How(title=True)
    for before, after, code in (
        ("Over ons", "Wie zijn wij?", "wording_changed"),
        ("Wat wij delen", "Wat wij niet delen", "limits_changed"),
        ("Vragen", "Verkoop", "text_changed"),
    ):
        assert judge({"nl": before}, {"nl": after}, title) == code


def test_a_sentence_that_came_into_a_long_text_is_substance() -> None:
    assert changed(LONG, f"{LONG} Wij laten ook partijen meekijken.") == "text_changed"


def test_items_may_change_places_but_not_between_two_lists() -> None:
    share = "<p>{}:</p><ul><li>naam</li><li>adres</li></ul>"
    one = share.format("Wij delen")
    assert (
        changed(
            one, one.replace("naam", "-").replace("adres", "naam").replace("-", "adres")
        )
        == "wording_changed"
    )
    lists = "<p>Wij delen:</p><p>{}</p><p>Wij delen nooit:</p><p>{}</p>"
    assert changed(lists.format("naam", "adres"), lists.format("adres", "naam")) != (
        "wording_changed"
    )


def test_a_translation_that_came_is_minor_and_one_that_went_is_not() -> None:
    dutch, both = {"nl": "Ja."}, {"nl": "Ja.", "en": "Yes."}
    assert judge(dutch, both) == "translation_added"
    assert judge(both, dutch) == "translation_removed"
    assert judge({}, dutch) == "text_changed"
    assert judge(dutch, {}) == "text_changed"


def test_the_graver_of_two_languages_counts() -> None:
    before = {"nl": "Wij gebruken ze.", "en": "We keep them 1 year."}
    after = {"nl": "Wij gebruiken ze.", "en": "We keep them 2 years."}
    assert judge(before, after) == "figures_changed"


def test_in_a_policy_written_anew_every_other_word_counts() -> None:
    blunt = How(rich=True, blunt=True)
    assert BLUNT == 250
    assert changed("Wij gebruken ze.", "Wij gebruiken ze.", how=blunt) == "text_changed"
    assert changed("Wij, samen.", "<b>wij</b> samen", how=blunt) == "wording_changed"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("gegevens", "gegeven", True),
        ("verwerkt", "verwerken", True),
        ("ontvanger", "ontvangre", True),
        ("privacybeleid", "privacy-beleid", True),
        ("wettig", "onwettig", False),
        ("lawful", "unlawful", False),
        ("legal", "illegal", False),
        ("kost", "kast", False),
        ("arts", "bank", False),
    ],
)
def test_what_is_one_word_spelt_otherwise(one: str, other: str, same: bool) -> None:
    assert spelling.alike(one, other) is same


def test_a_long_text_of_other_words_is_another_text() -> None:
    old, new = (" ".join(f"{letter}woord{n}" for n in range(600)) for letter in "ab")
    assert changed(old, new) == "text_changed"
    assert {"text_changed", "figures_changed"} <= substance.SUBSTANTIAL
