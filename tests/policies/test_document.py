"""The Document: canonical form, digest, round trip."""

from __future__ import annotations

import hashlib
import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
import rfc8785

from policies.document import FORMAT, Document, Entry, Section


def document(**changes: Any) -> Document:
    """A text with every member filled in, three levels deep."""
    entry = Entry(
        id="invoices",
        anchor="kept-invoices",
        term={"nl": "Facturen", "en": "Invoices"},
        description={"nl": "<p>Zeven jaar.</p>", "en": "<p>Seven years.</p>"},
        attributes={"period": "P7Y", "reason": {"nl": "Wet", "en": "Law"}},
    )
    third = Section(id="third", anchor="third", heading={"nl": "Drie"})
    second = Section(id="second", anchor="second", sections=(third,))
    first = Section(
        id="retention",
        anchor="retention",
        kind="retention",
        heading={"nl": "Bewaren", "en": "Retention"},
        intro={"nl": "<p>Zo lang.</p>"},
        entries=(entry, Entry(id="bare")),
        outro={"en": "<p>The end.</p>"},
        attributes={"note": "x"},
        sections=(second,),
    )
    last = Section(id="last", anchor="last", heading={"en": "Last"})
    whole = Document(
        kind="privacy",
        title={"nl": "Privacybeleid", "en": "Privacy policy"},
        updated="2022-10-26",
        organisation={"name": "Acmé", "dpo": {"email": "dpo@example.org"}},
        sections=(first, last),
    )
    return replace(whole, **changes)


def shuffled(value: Any) -> Any:
    """The same data with every mapping written the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


def test_a_document_survives_the_round_trip_through_plain_data() -> None:
    assert Document.from_dict(document().as_dict()) == document()


def test_a_document_survives_the_round_trip_through_json() -> None:
    again = Document.from_dict(json.loads(document().canonical()))
    assert again == document()
    assert again.canonical() == document().canonical()


def test_the_smallest_document_survives_too() -> None:
    small = Document(kind="other", title={"nl": "Leeg"}, languages=("nl",))
    assert Document.from_dict(small.as_dict()) == small
    assert json.loads(small.canonical()) == {
        "format": FORMAT,
        "kind": "other",
        "languages": ["nl"],
        "sections": [],
        "title": {"nl": "Leeg"},
    }


def test_a_section_without_a_kind_is_free_text() -> None:
    assert Section.from_dict({"id": "a", "anchor": "a"}).kind == "free_text"


def test_canonical_json_sorts_members_and_has_no_blanks() -> None:
    small = Document(kind="other", title={"nl": "Één", "en": "One"}, languages=("nl",))
    assert (
        small.canonical()
        == (
            '{"format":"privacysite.document/1","kind":"other","languages":["nl"],'
            '"sections":[],"title":{"en":"One","nl":"Één"}}'
        ).encode()
    )


def test_canonical_json_escapes_only_what_rfc_8785_says() -> None:
    title = {"nl": '"\\\n\t\x7f€é😀</script>\u2028'}
    written = Document(kind="other", title=title).canonical().decode()
    assert '{"nl":"\\"\\\\\\n\\t\x7f€é😀</script>\u2028"}' in written


def test_members_sort_by_utf_16_code_units() -> None:
    # The example of RFC 8785 §3.2.3: U+1F600 comes before U+FB33 there.
    facts = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\x80": 6}
    written = document(organisation=facts).canonical().decode()
    names = list(json.loads(written)["organisation"])
    assert names == ["\r", "1", "\x80", "\u20ac", "\U0001f600", "\ufb33"]


def test_numbers_are_written_as_javascript_writes_them() -> None:
    facts = {"numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 1e-27, -0.0, 10]}
    written = document(organisation=facts).canonical()
    assert b"[333333333.3333333,1e+30,4.5,0.002,1e-27,0,10]" in written


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, {1, 2}, "\ud800"])
def test_what_json_can_not_say_exactly_is_refused(value: object) -> None:
    broken = document(organisation={"value": value})
    with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError)):
        broken.canonical()


def test_the_digest_is_sha_256_of_the_canonical_bytes() -> None:
    expected = hashlib.sha256(document().canonical()).hexdigest()
    assert document().digest() == expected


def test_the_digest_never_changes_between_releases() -> None:
    small = Document(kind="other", title={"nl": "Één", "en": "One"}, languages=("nl",))
    assert small.digest() == (
        "bf74a8f80b0d6b9e63a93a6b78777c2f062b9009a1ed8b8de16c2a029b67bfdd"
    )


def test_the_order_of_members_does_not_matter() -> None:
    other = Document.from_dict(shuffled(document().as_dict()))
    assert other.digest() == document().digest()


def test_a_text_that_is_empty_counts_as_absent() -> None:
    written = document(title={"nl": "Privacybeleid", "en": ""})
    absent = document(title={"nl": "Privacybeleid"})
    assert written.digest() == absent.digest()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "cookie"},
        {"title": {"nl": "Privacybeleid", "en": "Privacy Policy"}},
        {"languages": ("en", "nl")},
        {"updated": "2022-10-27"},
        {"updated": ""},
        {"organisation": {}},
        {"sections": ()},
        {"sections": tuple(reversed(document().sections))},
    ],
)
def test_every_change_changes_the_digest(changes: dict[str, Any]) -> None:
    assert document(**changes).digest() != document().digest()


def test_a_change_of_one_entry_changes_the_digest() -> None:
    data = document().as_dict()
    data["sections"][0]["entries"][0]["attributes"]["period"] = "P6Y"
    assert Document.from_dict(data).digest() != document().digest()


@pytest.mark.parametrize("format_", ["privacysite.document/2", "", None])
def test_another_format_is_refused(format_: str | None) -> None:
    with pytest.raises(ValueError, match="unknown document format"):
        Document.from_dict({**document().as_dict(), "format": format_})


def test_a_document_can_not_be_assigned_to() -> None:
    with pytest.raises(FrozenInstanceError):
        document().kind = "cookie"  # type: ignore[misc]


def test_changing_the_plain_data_leaves_the_document_alone() -> None:
    original = document()
    data = original.as_dict()
    data["sections"][0]["entries"][0]["attributes"]["reason"]["nl"] = "Anders"
    data["organisation"]["dpo"]["email"] = "elsewhere@example.org"
    assert original.digest() == document().digest()


def test_changing_what_it_was_read_from_leaves_the_document_alone() -> None:
    data = document().as_dict()
    read = Document.from_dict(data)
    data["sections"][0]["entries"][0]["attributes"]["reason"]["nl"] = "Anders"
    data["organisation"]["dpo"]["email"] = "elsewhere@example.org"
    assert read.digest() == document().digest()


def test_walking_follows_the_reading_order() -> None:
    assert [s.id for s in document().walk()] == ["retention", "second", "third", "last"]


def test_written_in_names_the_languages_that_have_a_title_or_heading() -> None:
    assert document().written_in() == ("nl", "en")
    dutch = Document(
        kind="privacy",
        title={"nl": "Beleid"},
        sections=(Section(id="a", anchor="a", intro={"en": "<p>Only here.</p>"}),),
    )
    assert dutch.written_in() == ("nl",)


def test_other_facts_leave_the_text_as_it_is() -> None:
    moved = document().with_organisation({"name": "Bolt"})
    assert moved.organisation == {"name": "Bolt"}
    assert moved.sections == document().sections
    assert document().organisation["name"] == "Acmé"
