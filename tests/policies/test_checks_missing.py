"""What is written in one language only."""

from __future__ import annotations

from django.utils.translation import override

from policies.checks import describe, place
from policies.checks.missing import missing
from tests.policies.parity_world import document, entry, section

BOTH = {"nl": "<p>a</p>", "en": "<p>b</p>"}
DUTCH = {"nl": "<p>a</p>"}


def test_a_document_in_both_languages_misses_nothing() -> None:
    row = entry(
        term=BOTH, description=BOTH, attributes={"scope": BOTH, "period": "P1Y"}
    )
    assert list(missing(document(section(BOTH, entries=(row,))))) == []


def test_a_text_without_its_translation_is_named_with_its_field() -> None:
    (one,) = missing(document(section(DUTCH)))
    assert (one.code, one.severity, one.language) == ("missing", "error", "en")
    with override("en"):
        assert describe(one) == "English lacks the text above."
        assert place(one) == "Retention"
    with override("nl"):
        assert place(one) == "Bewaren"


def test_several_missing_texts_of_one_place_are_one_finding() -> None:
    (one,) = missing(document(section(DUTCH, outro=DUTCH)))
    assert one.params["fields"] == ["intro", "outro"]


def test_an_entry_that_is_wholly_missing_is_said_so_once() -> None:
    row = entry(term=DUTCH, description=DUTCH)
    (one,) = missing(document(section(entries=(row,))))
    assert (one.entry, one.params["whole"]) == ("e1", True)
    with override("en"):
        assert describe(one) == "English is missing."


def test_an_item_of_a_list_and_an_attribute_can_be_missing() -> None:
    row = entry(
        term=BOTH, attributes={"scope": {"en": "x"}, "collected": [BOTH, DUTCH]}
    )
    found = list(missing(document(section(entries=(row,)))))
    assert [(one.language, one.params["fields"]) for one in found] == [
        ("nl", ["attributes.scope"]),
        ("en", ["attributes.collected.1"]),
    ]


def test_what_is_missing_has_its_name_in_the_editor() -> None:
    row = entry(
        term=BOTH,
        description=DUTCH,
        attributes={"scope": DUTCH, "bases": ["6-1-a"], "unheard_of": [DUTCH]},
    )
    (one,) = missing(document(section(entries=(row,), kind="purposes")))
    with override("en"):
        words = describe(one)
    assert words.startswith("English lacks ")
    assert '"Applies only to"' in words
    assert '"attributes.unheard_of.0"' in words


def test_a_whole_language_is_missed_once_and_not_everywhere() -> None:
    dutch = section(DUTCH, heading={"nl": "Bewaren"})
    (one,) = missing(document(dutch, title={"nl": "Privacyverklaring"}))
    assert (one.code, one.language, one.section) == ("language_missing", "en", "")


def test_a_title_can_be_missing() -> None:
    (one,) = missing(document(section(BOTH), title={"nl": "Privacyverklaring"}))
    assert (one.code, one.language) == ("title_missing", "en")


def test_an_empty_document_misses_nothing() -> None:
    assert list(missing(document(title={}))) == []
