"""Translations that fell behind: every way that a text can be saved, step by step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies.agreement import agree, fingerprint, prints, prints_of, settle, stale
from tests.policies.parity_world import entry, section

# Each step is what the languages say then ("" is not written), and who is behind.
Step = tuple[dict[str, str], set[str]]


def now(texts: dict[str, str]) -> dict[str, str]:
    written = {code: text for code, text in texts.items() if text}
    return prints(entry(description=written))


def said(*words: str) -> dict[str, str]:
    return dict(zip(("nl", "en", "de"), words, strict=False))


STORIES: dict[str, list[Step]] = {
    "nothing ever changes": [(said("a", "b"), set()), (said("a", "b"), set())],
    "Dutch changes": [(said("a", "b"), set()), (said("a2", "b"), {"en"})],
    "English changes": [(said("a", "b"), set()), (said("a", "b2"), {"nl"})],
    "both change at once": [
        (said("a", "b"), set()), (said("a2", "b2"), set()), (said("a2", "b2"), set()),
    ],
    "Dutch changes and is saved again unchanged": [
        (said("a", "b"), set()), (said("a2", "b"), {"en"}), (said("a2", "b"), {"en"}),
        (said("a2", "b"), {"en"}),
    ],
    "Dutch changes twice": [
        (said("a", "b"), set()), (said("a2", "b"), {"en"}), (said("a3", "b"), {"en"}),
    ],
    "Dutch changes, then English follows": [
        (said("a", "b"), set()), (said("a2", "b"), {"en"}), (said("a2", "b2"), set()),
        (said("a2", "b2"), set()), (said("a3", "b2"), {"en"}),
    ],
    "English changes, then Dutch follows": [
        (said("a", "b"), set()), (said("a", "b2"), {"nl"}), (said("a2", "b2"), set()),
        (said("a2", "b3"), {"nl"}),
    ],
    "Dutch changes and is taken back": [
        (said("a", "b"), set()), (said("a2", "b"), {"en"}), (said("a", "b"), set()),
        (said("a", "b2"), {"nl"}),
    ],
    "Dutch goes back after English followed": [
        (said("a", "b"), set()), (said("a2", "b"), {"en"}), (said("a2", "b2"), set()),
        (said("a", "b2"), {"en"}), (said("a", "b"), set()),
    ],
    "English is written later": [
        (said("a", ""), set()), (said("a2", ""), set()), (said("a2", "b"), set()),
        (said("a3", "b"), {"en"}),
    ],
    "English is deleted and written anew": [
        (said("a", "b"), set()), (said("a", ""), set()), (said("a", "b"), set()),
        (said("a", ""), set()), (said("a2", ""), set()), (said("a2", "b2"), set()),
    ],
    "Dutch changes while English is away, and old English comes back": [
        (said("a", "b"), set()), (said("a", ""), set()), (said("a2", ""), set()),
        (said("a2", "b"), {"en"}),
    ],
    "a third language is written later": [
        (said("a", "b", ""), set()), (said("a2", "b", ""), {"en"}),
        (said("a2", "b2", ""), set()), (said("a2", "b2", "c"), set()),
        (said("a3", "b2", "c"), {"en", "de"}),
    ],
    "of three languages one changes": [
        (said("a", "b", "c"), set()), (said("a", "b2", "c"), {"nl", "de"}),
        (said("a", "b", "c"), set()),
    ],
    "three languages change at once": [
        (said("a", "b", "c"), set()), (said("a2", "b2", "c2"), set()),
    ],
    "of three languages one lags": [
        (said("a", "b", "c"), set()), (said("a2", "b", "c"), {"en", "de"}),
        (said("a2", "b2", "c"), {"de"}), (said("a2", "b2", "c"), {"de"}),
        (said("a3", "b2", "c"), {"en", "de"}), (said("a3", "b3", "c"), {"de"}),
        (said("a3", "b3", "c2"), set()), (said("a4", "b3", "c2"), {"en", "de"}),
    ],
    "the one that lagged follows first": [
        (said("a", "b", "c"), set()), (said("a2", "b2", "c"), {"de"}),
        (said("a2", "b2", "c2"), set()), (said("a2", "b2", "c"), {"nl", "en"}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
def test_the_flag_is_exact_after_every_save(story: str) -> None:
    agreed: dict[str, str] = {}
    for number, (texts, behind) in enumerate(STORIES[story]):
        agreed = settle(agreed, now(texts))
        assert set(stale(agreed, now(texts))) == behind, f"{story}, step {number}"


@pytest.mark.parametrize("story", STORIES)
def test_saving_again_without_a_change_changes_nothing(story: str) -> None:
    agreed: dict[str, str] = {}
    for texts, _behind in STORIES[story]:
        agreed = settle(agreed, now(texts))
        assert settle(agreed, now(texts)) == agreed


@pytest.mark.parametrize("story", STORIES)
def test_saying_that_it_is_right_clears_the_flag(story: str) -> None:
    for texts, _behind in STORIES[story]:
        assert stale(agree(now(texts)), now(texts)) == ()
        assert stale(now(texts), now(texts)) == ()


def test_what_was_said_to_be_right_is_measured_from_then() -> None:
    agreed = agree(now(said("a2", "b")))
    assert stale(agreed, now(said("a3", "b"))) == ("en",)
    assert stale(agreed, now(said("a", "b"))) == ("en",)


def test_finishing_a_translation_is_no_change_of_the_text() -> None:
    half = entry(term={"nl": "t", "en": "t"}, description={"nl": "<p>a</p>"})
    whole = replace(half, description={"nl": "<p>a</p>", "en": "<p>b</p>"})
    agreed = settle({}, prints(half))
    assert agreed == {}
    agreed = settle(agreed, prints(whole))
    assert stale(agreed, prints(whole)) == ()
    assert agreed == prints(whole)


def test_a_new_text_waits_for_its_translation() -> None:
    before = section({"nl": "<p>a</p>", "en": "<p>b</p>"})
    agreed = settle({}, prints(before))
    longer = replace(before, outro={"nl": "<p>c</p>"})
    assert settle(agreed, prints(longer)) == agreed
    assert stale(agreed, prints(longer)) == ("en",)
    done = replace(before, outro={"nl": "<p>c</p>", "en": "<p>d</p>"})
    assert stale(settle(agreed, prints(done)), prints(done)) == ()


def test_what_one_language_lost_makes_no_other_stale() -> None:
    whole = section({"nl": "<p>a</p>", "en": "<p>b</p>"})
    agreed = settle({}, prints(whole))
    assert stale(agreed, prints(replace(whole, intro={"nl": "<p>a</p>"}))) == ()


@pytest.mark.parametrize(
    "folded",
    [
        "<p>een  twee</p>", "<p>een\ntwee</p>", "<p> een twee </p>",
        "\n<p>een twee</p>\n", "<p>een&nbsp;twee</p>", "<p>een\u00a0twee</p>",
    ],
)  # fmt: skip
def test_white_space_is_no_change(folded: str) -> None:
    assert fingerprint({"x": folded}) == fingerprint({"x": "<p>een twee</p>"})


@pytest.mark.parametrize(
    "changed",
    [
        "<p>een <b>twee</b></p>", "<p>een</p><p>twee</p>", "<p>eentwee</p>",
        "<p>Een twee</p>", "<p>een, twee</p>",
    ],
)  # fmt: skip
def test_words_and_markup_are_a_change(changed: str) -> None:
    assert fingerprint({"x": changed}) != fingerprint({"x": "<p>een twee</p>"})


def test_a_blank_between_inline_tags_counts() -> None:
    one, other = "<p><b>a</b> <i>b</i></p>", "<p><b>a</b><i>b</i></p>"
    assert fingerprint({"x": one}) != fingerprint({"x": other})


def test_the_way_a_letter_is_encoded_is_no_change() -> None:
    assert fingerprint({"x": "caf\u00e9"}) == fingerprint({"x": "cafe\u0301"})


def test_the_field_in_which_a_text_stands_counts() -> None:
    assert fingerprint({"intro": "a"}) != fingerprint({"outro": "a"})


def test_a_sections_print_leaves_its_entries_and_codes_out() -> None:
    bare = section({"nl": "<p>a</p>", "en": "<p>b</p>"})
    assert prints(bare) == prints(
        replace(bare, entries=(entry(term={"nl": "x"}),), anchor="y", kind="faq")
    )
    assert prints(entry(term={"nl": "x"})) == prints(
        entry("e2", anchor="z", term={"nl": "x"}, attributes={"period": "P7Y"})
    )


def test_localised_attributes_are_part_of_the_text() -> None:
    one = entry(attributes={"scope": {"nl": "a", "en": "b"}})
    items = entry(attributes={"collected": [{"nl": "a", "en": "b"}]})
    for unit, name in ((one, "scope"), (items, "collected")):
        changed = {
            "scope": {"nl": "a2", "en": "b"},
            "collected": [{"nl": "a2", "en": "b"}],
        }
        after = replace(unit, attributes={name: changed[name]})
        assert stale(prints(unit), prints(after)) == ("en",)


def test_rows_and_values_have_the_same_prints() -> None:
    texts = {"nl": "a", "en": "b"}
    attributes = {"scope": texts, "period": "P7Y"}
    value = entry(term=texts, description=texts, attributes=attributes)
    fields = {"term": texts, "description": texts}
    assert prints_of(fields, attributes) == prints(value)


def test_a_language_that_is_not_written_has_no_print() -> None:
    assert prints(entry(term={"nl": "a", "en": " "})).keys() == {"nl"}
    assert prints(entry()) == {}
