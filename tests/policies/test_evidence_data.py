"""A saved JSON file: genuine as a version, an answer of the API or a bare Document."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils.translation import override

from organisations.models import Organisation
from policies.evidence.data import document_of
from policies.models import Policy, Version
from tests import world
from tests.policies import evidence_world as saved

pytestmark = pytest.mark.django_db
Data = dict[str, Any]


@pytest.fixture
def organisation() -> Organisation:
    return saved.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    made = saved.policy(organisation)
    world.published(made, "2018-05-25")
    saved.rewrite(made, "tweede")
    world.published(made, "2022-10-26")
    return made


@pytest.fixture
def version(policy: Policy) -> Version:
    return saved.version(policy, 1)


def file(number: int = 1) -> Data:
    found: Data = json.loads(saved.get(f"/nl/privacy/v/{number}/policy.json"))
    return found


def test_the_file_of_each_version_is_genuine(policy: Policy) -> None:
    for number in (1, 2):
        content = saved.get(f"/en/privacy/v/{number}/policy.json")
        assert saved.told(saved.on(content)) == ("genuine", number, [])


def test_its_form_does_not_matter(version: Version) -> None:
    for text in (
        json.dumps(file(), indent=4),
        "\ufeff" + json.dumps(file(), ensure_ascii=False),
        version.canonical,
        json.dumps(json.loads(version.canonical), indent=1),
    ):
        assert saved.told(saved.on(text)) == ("genuine", 1, [])


def test_the_answer_of_the_api_is_genuine_whatever_its_state(policy: Policy) -> None:
    path = f"/api/v1/policies/{policy.uid}/versions/1"
    answer = json.loads(saved.get(path))
    assert document_of(answer) is not None
    assert saved.told(saved.on(json.dumps(answer))) == ("genuine", 1, [])
    answer["state"] = "in_force"
    assert saved.told(saved.on(json.dumps(answer))) == ("genuine", 1, [])
    answer["document"]["title"]["nl"] += "s"
    assert saved.told(saved.on(json.dumps(answer))) == ("altered", 1, ["title"])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_section_is_named_in_the_readers_language(
    version: Version, language: str
) -> None:
    altered = file()
    section = altered["document"]["sections"][0]
    section["anchor"] += "s"
    with override(language):
        (found,) = saved.on(json.dumps(altered)).differences
    assert found.where == section["heading"][language]


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every text, number and flag in the data."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in items:
            yield from leaves(inner, (*path, name))
    else:
        yield path


def expected(data: Data, path: tuple[Any, ...]) -> str:
    """The key of the part that a place in the data belongs to."""
    names = [*path]
    if names[0] != "document":
        return "record"
    if names[1] != "sections":
        return str(names[1]) if names[1] in ("title", "organisation") else "record"
    section: Any = data["document"]
    while len(names) > 2 and names[1] == "sections":
        section, names = section["sections"][names[2]], names[2:]
    return f"#{section['anchor']}"


def test_one_other_character_anywhere_is_found_and_its_section_named(
    version: Version,
) -> None:
    data = file()
    draw = random.Random(8105)
    missed = []
    for path in leaves(data):
        forged = json.loads(json.dumps(data))
        holder: Any = forged
        for name in path[:-1]:
            holder = holder[name]
        holder[path[-1]] = other(holder[path[-1]], draw)
        found = saved.on(json.dumps(forged))
        if saved.told(found) != ("altered", 1, [expected(data, path)]):
            missed.append((path, saved.told(found)))
    assert not missed, missed


def other(value: Any, draw: random.Random) -> Any:
    """The value with one other character."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    at = draw.choice([n for n, sign in enumerate(value) if sign.isalnum()])
    return saved.changed(value, at)


@pytest.mark.parametrize(
    ("part", "forge"),
    [
        ("#visits", lambda d: d["sections"][2]["sections"].pop()),
        ("#retention", lambda d: d["sections"][1]["entries"].clear()),
        ("#retention", lambda d: d["sections"][1].pop("entries")),
        ("#intro", lambda d: d["sections"][0]["intro"].pop("en")),
        ("#intro", lambda d: d["sections"][0]["intro"].update(fr="<p>Rien.</p>")),
        ("#intro", lambda d: d["sections"][0].update(outro={"nl": "<p>Niet.</p>"})),
        ("#contact", lambda d: d["sections"].pop()),
        ("#more", lambda d: d["sections"].append({"id": "more", "anchor": "more"})),
        ("text", lambda d: d.update(sections="none")),
        ("record", lambda d: d.update(sectoins=[])),
    ],
)
def test_what_was_taken_out_or_put_in_is_named(
    version: Version, part: str, forge: Callable[[Data], Any]
) -> None:
    data = file()
    forge(data["document"])
    outcome, number, keys = saved.told(saved.on(json.dumps(data)))
    assert (outcome, number, {*keys}) == ("altered", 1, {part})
    bare = json.dumps(data["document"])
    outcome, number, keys = saved.told(saved.on(bare))
    assert outcome in ("altered", "unknown", "unreadable")
    if part.startswith("#"):
        assert (outcome, number, {*keys}) == ("altered", 1, {part})


def test_moved_sections_are_found(version: Version) -> None:
    data = file()
    data["document"]["sections"].reverse()
    assert saved.on(json.dumps(data)).outcome == "altered"


def test_a_bare_document_with_another_character_is_found_by_what_it_shares(
    version: Version,
) -> None:
    forged = version.canonical.replace("Na afspraak", "Na inspraak")
    found = saved.on(forged)
    assert saved.told(found) == ("altered", 1, ["#visits"])
    assert (found.differences[0].genuine, found.differences[0].saved) == (
        "afspraak.</p>", "inspraak.</p>",
    ) or "inspraak" in found.differences[0].saved  # fmt: skip


def test_a_section_is_named_in_a_language_of_the_reader(version: Version) -> None:
    data = file()
    data["document"]["sections"][0]["intro"]["en"] = "<p>Nothing.</p>"
    (one,) = {str(d.where) for d in saved.on(json.dumps(data)).differences}
    assert one in ("Inleiding", "Introduction")


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{" * 100_000,
        '{"document": ' * 5_000,
        '{"sections": [' + "[" * 50_000,
        '{"sections": [], "sections": []}',
        '{"document": {"format": NaN}}',
        '{"a": 1',
        "{'document': 1}",
    ],
)
def test_what_is_no_policy_is_unreadable_and_says_so(text: str, db: None) -> None:
    found = saved.on(text)
    assert found.outcome == "unreadable"
    assert found.reason


@pytest.mark.parametrize("name", ["jsonld", "tilt.json"])
def test_data_made_for_programs_say_which_file_can_be_checked(
    version: Version, name: str
) -> None:
    found = saved.on(saved.get(f"/nl/privacy/v/1/policy.{name}"))
    assert found.outcome == "unreadable"
    assert "policy.json" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        '{"document": {}}',
        (
            '{"document": {"sections": [null, 1, "x", {"heading": []}]}, "log": [], '
            '"version": true, "policy": 7, "digest": {}, "addresses": [1]}'
        ),
        '{"sections": [{"intro": 1e999}], "version": 99999999999999999999}',
        '{"document": {"sections": [1e400]}, "policy": "x", "addresses": {"nl": 7}}',
        '{"sections": [], "title": "' + "x" * 100_000 + '"}',
    ],
)
def test_strange_data_are_unknown_and_break_nothing(
    text: str, version: Version
) -> None:
    assert saved.on(text).outcome in ("unknown", "unreadable")
