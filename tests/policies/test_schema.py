"""The schema of a Document: what it refuses, and how it says where."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policies import kinds
from policies.document import Document
from policies.schema import document_schema, problems

Data = dict[str, Any]


def section(anchor: str = "a", **members: Any) -> Data:
    return {"id": anchor, "anchor": anchor, "kind": "free_text", **members}


def rights(*entries: Data, **attributes: Any) -> Data:
    return section(
        "rights", kind="rights", entries=list(entries), attributes=attributes
    )


def document(*sections: Data, **members: Any) -> Data:
    return {
        "format": "privacysite.document/1",
        "kind": "privacy",
        "languages": ["nl", "en"],
        "title": {"nl": "Privacybeleid", "en": "Privacy policy"},
        "sections": list(sections),
        **members,
    }


def nested(levels: int) -> Data:
    inner: Data = section(f"level-{levels}")
    for level in range(levels - 1, 0, -1):
        inner = section(f"level-{level}", sections=[inner])
    return inner


def test_the_schema_is_a_valid_json_schema_that_names_every_kind() -> None:
    schema = document_schema()
    Draft202012Validator.check_schema(schema)
    named = schema["$defs"]["section"]["properties"]["kind"]["enum"]
    assert named == sorted(kinds.all_kinds())


def test_a_whole_document_has_no_problems() -> None:
    entry = {
        "id": "access",
        "anchor": "inzage",
        "term": {"nl": "Inzage", "en": "Access"},
        "description": {"nl": "<p>Vraag het.</p>"},
        "attributes": {"right": "15", "email": "a@example.org", "response_term": "P1M"},
    }
    whole = document(
        section("intro", heading={"nl": "Inleiding"}, intro={"en": "<p>Hello.</p>"}),
        rights(entry, {"id": "erasure"}),
        nested(3),
        section("p3p", kind="compact_policy", attributes={"tokens": "CP=NOI CURa OUR"}),
        updated="2022-10-26",
        organisation={"anything": {"goes": ["here"]}},
    )
    assert problems(whole) == []
    assert problems(Document.from_dict(whole).as_dict()) == []


@pytest.mark.parametrize("name", ["format", "kind", "languages", "title", "sections"])
def test_what_a_document_needs_is_asked_for(name: str) -> None:
    data = document()
    del data[name]
    assert problems(data) == [f"/: {name!r} is a required property"]


@pytest.mark.parametrize("name", ["id", "anchor", "kind"])
def test_what_a_section_needs_is_asked_for(name: str) -> None:
    data = section()
    del data[name]
    assert f"sections/0: {name!r} is a required property" in problems(document(data))


@pytest.mark.parametrize(
    "members",
    [
        {"format": "privacysite.document/2"},
        {"kind": "recipe"},
        {"languages": []},
        {"languages": ["nl", "nl"]},
        {"languages": ["nld"]},
        {"title": "Privacybeleid"},
        {"title": {"nl": ""}},
        {"title": {"dutch": "Privacybeleid"}},
        {"updated": "26 oktober 2022"},
        {"updated": "2022-13-45"},
        {"updated": ""},
        {"organisation": []},
        {"sections": {}},
        {"author": "x"},
    ],
)
def test_a_wrong_member_is_one_problem_at_its_place(members: Data) -> None:
    (found,) = problems(document(**members))
    assert found.startswith("/: " if "author" in members else next(iter(members)))


@pytest.mark.parametrize(
    "members",
    [
        {"kind": "recipe"},
        {"anchor": "Rechten"},
        {"anchor": "a b"},
        {"anchor": ""},
        {"anchor": "-a"},
        {"anchor": 'a"onclick="x'},
        {"id": "a" * 81},
        {"heading": "Kop"},
        {"heading": {"nl": None}},
        {"intro": {"nl": ""}},
        {"colour": "red"},
        {"sections": [{}]},
        {"entries": [{"id": "x"}]},  # free text has no rows
        {"attributes": {"x": 1}},
    ],
)
def test_a_wrong_section_is_refused(members: Data) -> None:
    found = problems(document(section("fine"), section(**{**section(), **members})))
    assert found
    assert all(problem.startswith("sections/1") for problem in found)


@pytest.mark.parametrize(
    "attributes",
    [
        {"period": "P1M"},  # another kind's attribute
        {"right": "99"},
        {"email": "nobody"},
        {"url": "javascript:alert(1)"},
        {"url": "//evil.example"},
        {"phone": "020 615 9155"},
        {"response_term": "one month"},
        {"ask": "yes"},
    ],
)
def test_an_entry_may_only_record_what_its_kind_says(attributes: Data) -> None:
    found = problems(document(rights({"id": "access", "attributes": attributes})))
    assert found
    assert found[0].startswith("sections/0/entries/0/attributes")


def test_an_entry_may_have_no_other_members() -> None:
    (found,) = problems(document(rights({"id": "access", "html": "<p>x</p>"})))
    assert "'html' was unexpected" in found


def test_a_section_may_only_record_what_its_kind_says() -> None:
    assert problems(document(rights(in_use=True)))
    decisions = section(kind="automated_decisions", attributes={"in_use": True})
    assert problems(document(decisions)) == []


@pytest.mark.parametrize("name", ["id", "anchor"])
def test_two_sections_with_the_same_identity_are_named_at_any_depth(name: str) -> None:
    first = section("one", sections=[section("two")])
    second = {**section("three"), name: "two"}
    found = problems(document(first, second))
    assert found == [f"sections: {name} 'two' twice"]


def test_two_entries_with_the_same_identity_are_named() -> None:
    twice = rights({"id": "access"}, {"id": "erasure"}, {"id": "access"})
    assert problems(document(twice)) == ["rights: entry id 'access' twice"]


def test_two_entries_that_would_share_a_fragment_are_named() -> None:
    shared = rights({"id": "access"}, {"id": "other", "anchor": "access"})
    assert problems(document(shared)) == ["rights: entry anchor 'access' twice"]


def test_entries_of_different_sections_may_have_the_same_identity() -> None:
    entry = {"id": "access"}
    questions = section("questions", kind="faq", entries=[entry])
    assert problems(document(rights(entry), questions)) == []


def test_three_levels_are_the_most() -> None:
    assert problems(document(nested(3))) == []
    assert problems(document(nested(4))) == ["sections: more than 3 levels"]


def test_nesting_without_end_is_refused_like_four_levels() -> None:
    assert problems(document(nested(5000))) == ["sections: more than 3 levels"]


@pytest.mark.parametrize("data", [{}, {"sections": None}, {"sections": [None, 1, []]}])
def test_nonsense_is_refused_without_a_crash(data: Data) -> None:
    assert problems(data)


def test_many_sections_are_checked_in_time_by_their_number() -> None:
    many = [section(f"s{number}") for number in range(500)]
    assert problems(document(*many, section("s1"))) == [
        "sections: id 's1' twice",
        "sections: anchor 's1' twice",
    ]
