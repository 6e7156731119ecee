"""Two Documents compared: sections and rows are known by their id, never by place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from policies.diffing import Comparison, SectionChange, compare
from policies.diffing.order import moved, together
from policies.document import Document, Entry, Section
from tests import world


def section(key: str, *below: Section, **parts: Any) -> Section:
    heading = {"nl": key.upper(), "en": key.upper()}
    return Section(id=key, anchor=key, heading=heading, sections=below, **parts)


def document(*sections: Section, **parts: Any) -> Document:
    return Document(kind="privacy", title={"nl": "Beleid"}, sections=sections, **parts)


def listed(*keys: str) -> Document:
    return document(*(section(key) for key in keys))


def what(comparison: Comparison) -> dict[str, str]:
    return {change.section.id: change.what for change in comparison.changed}


def retention(*entries: Entry, key: str = "periods") -> Section:
    return section(key, kind="retention", entries=entries)


def row(key: str, words: str = "Uitleg.", **attributes: Any) -> Entry:
    description = {"nl": f"<p>{words}</p>"}
    return Entry(key, term={"nl": key}, description=description, attributes=attributes)


def of(comparison: Comparison, key: str) -> SectionChange:
    return next(c for c in comparison.sections if c.section.id == key)


def test_a_document_is_the_same_as_itself() -> None:
    again = Document.from_dict(world.document().as_dict())
    found = compare(world.document(), again)
    assert found.same
    assert found.counts() == {"unchanged": 2}


def test_another_text_is_found_in_its_language_only() -> None:
    before = document(
        section("a", intro={"nl": "<p>Tekst een.</p>", "en": "<p>Old.</p>"})
    )
    after = document(
        section("a", intro={"nl": "<p>Tekst twee.</p>", "en": "<p>Old.</p>"})
    )
    (change,) = compare(before, after).changed
    assert [(t.name, t.languages) for t in change.texts] == [("intro", ("nl",))]
    assert change.texts[0].marked("nl") == (
        "<p>Tekst <del>een</del><ins>twee</ins>.</p>"
    )
    assert change.texts[0].marked("en") == "<p>Old.</p>"


def test_a_translation_that_came_is_all_new() -> None:
    before = document(section("a", intro={"nl": "<p>Ja.</p>"}))
    after = document(section("a", intro={"nl": "<p>Ja.</p>", "en": "<p>Yes.</p>"}))
    (change,) = compare(before, after).changed
    assert change.texts[0].marked("en") == "<p><ins>Yes.</ins></p>"


def test_one_section_dragged_far_is_one_move() -> None:
    keys = [f"s{n}" for n in range(20)]
    found = compare(listed(*keys), listed(keys[-1], *keys[:-1]))
    assert what(found) == {"s19": "moved"}


def test_two_sections_that_changed_places_are_one_move() -> None:
    assert len(compare(listed("a", "b"), listed("b", "a")).changed) == 1


def test_what_only_makes_way_for_a_new_section_is_unchanged() -> None:
    assert what(compare(listed("a", "b"), listed("n", "a", "b"))) == {"n": "added"}


def test_a_section_that_went_into_another_one_is_moved_and_its_own_go_along() -> None:
    before = document(section("a"), section("b", section("c")))
    after = document(section("a", section("b", section("c"))))
    assert what(compare(before, after)) == {"b": "moved"}
    assert of(compare(before, after), "c").depth == 2


def test_a_section_that_moved_and_changed_is_both() -> None:
    changed = replace(section("b"), heading={"nl": "Anders"})
    found = compare(
        listed("a", "b", "c"), document(changed, section("a"), section("c"))
    )
    (change,) = found.changed
    assert (change.what, change.moved) == ("changed", True)


def test_what_was_removed_is_shown_where_it_stood() -> None:
    found = compare(listed("a", "gone", "b"), listed("a", "new", "b"))
    assert [(c.section.id, c.what) for c in found.sections] == [
        ("a", "unchanged"), ("gone", "removed"), ("new", "added"), ("b", "unchanged"),
    ]  # fmt: skip


def test_another_anchor_is_a_change_because_links_lead_elsewhere() -> None:
    after = document(replace(section("a"), anchor="else"))
    (change,) = compare(listed("a"), after).changed
    assert change.anchors == ("a", "else")


def test_another_kind_of_section_is_a_change() -> None:
    before, after = document(section("a")), document(section("a", kind="faq"))
    assert of(compare(before, after), "a").kinds == ("free_text", "faq")


def test_rows_come_go_move_and_change() -> None:
    before = retention(row("a"), row("b"), row("c"), row("d", period="P1Y"))
    after = retention(row("c"), row("a"), row("d", period="P7Y"), row("n"))
    (change,) = compare(document(before), document(after)).changed
    assert {e.entry.id: e.what for e in change.entries} == {
        "c": "moved", "b": "removed", "d": "changed", "n": "added",
    }  # fmt: skip


def test_a_row_that_went_to_another_section_moved() -> None:
    before = retention(row("a"), row("b")), retention(row("c"), key="others")
    after = retention(row("a")), retention(row("c"), row("b", "Meer."), key="others")
    (change,) = compare(document(*before), document(*after)).changed
    (entry,) = change.entries
    assert (entry.what, entry.moved, change.section.id) == ("changed", True, "others")
    assert entry.origin == before[0]


def test_a_row_of_the_same_name_in_another_kind_of_section_is_another_row() -> None:
    services = section("services", kind="services", entries=())
    before = document(retention(row("a")), services)
    after = document(retention(), replace(services, entries=(row("a"),)))
    found = {c.section.id: c.entries[0].what for c in compare(before, after).changed}
    assert found == {"periods": "removed", "services": "added"}


def attribute(kind: str, before: dict[str, Any], after: dict[str, Any]) -> Any:
    sections = (
        section("s", kind=kind, entries=(replace(row("a"), attributes=values),))
        for values in (before, after)
    )
    changed = compare(*(document(each) for each in sections)).changed
    return changed[0].entries[0].attributes[0] if changed else None


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nl", ("1 jaar", "7 jaar")), ("en", ("1 year", "7 years"))],
)
def test_a_value_reads_as_people_write_it(
    language: str, shown: tuple[str, str]
) -> None:
    change = attribute("retention", {"period": "P1Y"}, {"period": "P7Y"})
    assert change.shown(language) == shown
    assert change.marked(language) == "<del>{}</del> <ins>{}</ins>".format(*shown)


def test_a_value_that_came_replaces_nothing() -> None:
    change = attribute("retention", {}, {"period": "P7Y"})
    assert change.marked("nl") == "<ins>7 jaar</ins>"


def test_choices_are_compared_as_a_set() -> None:
    one, other = {"bases": ["6-1-b", "6-1-f"]}, {"bases": ["6-1-f", "6-1-b"]}
    assert attribute("purposes", one, other) is None
    change = attribute("purposes", one, {"bases": ["6-1-a", "6-1-b"]})
    marked = change.marked("en")
    assert marked.startswith("<ins>Consent (art. 6(1)(a) GDPR)</ins>, Contract")
    assert marked.endswith("<del>Legitimate interests (art. 6(1)(f) GDPR)</del>")


def test_a_short_text_per_language_is_compared_word_by_word() -> None:
    change = attribute(
        "retention",
        {"reason": {"nl": "Door de wet", "en": "By law"}},
        {"reason": {"nl": "Door de rechter", "en": "By law"}},
    )
    assert change.languages == ("nl",)
    assert change.marked("nl") == "Door de <del>wet</del> <ins>rechter</ins>"


def test_a_list_per_language_is_compared_item_by_item() -> None:
    items = [{"nl": "naam"}, {"nl": "<b>adres</b>"}]
    change = attribute(
        "p3p_statements", {"collected": items}, {"collected": [*items, {"nl": "IP"}]}
    )
    assert change.marked("nl") == (
        "<ul><li>naam</li><li><b>adres</b></li><li><ins>IP</ins></li></ul>"
    )


def test_a_value_that_no_kind_knows_any_more_is_compared_too() -> None:
    change = attribute("retention", {"colour": "red"}, {"colour": "<blue>"})
    assert change.marked("nl") == "<del>red</del> <ins>&lt;blue&gt;</ins>"


def test_the_title_the_kind_and_the_organisation_count() -> None:
    before = replace(listed("a"), organisation={"controller": "X", "slug": "x"})
    after = replace(
        before, kind="cookie", title={"nl": "Ander beleid"},
        organisation={"controller": "Y", "slug": "y", "authority": {"phone": "+3170"}},
    )  # fmt: skip
    found = compare(before, after)
    assert found.title is not None
    assert found.title.marked("nl") == "<del>Beleid</del> <ins>Ander beleid</ins>"
    assert found.kinds == ("privacy", "cookie")
    assert {f.name: f.shown("nl") for f in found.facts} == {
        "controller": ("X", "Y"), "authority.phone": ("", "+31 70"),
    }  # fmt: skip
    assert not found.changed
    assert not found.same


def test_a_later_day_of_the_last_change_alone_is_nothing_to_read() -> None:
    assert compare(listed("a"), replace(listed("a"), updated="2026-01-02")).same


@pytest.mark.parametrize(
    ("after", "expected"),
    [("abcde", ""), ("eabcd", "e"), ("bcdea", "a"), ("acbde", None), ("edcba", None)],
)
def test_the_fewest_are_moved(after: str, expected: str | None) -> None:
    found = moved("abcde", after)
    if expected is not None:
        assert found == set(expected)
    stay = [key for key in after if key not in found]
    assert stay == sorted(stay)
    assert len(found) == {"acbde": 1, "edcba": 4}.get(after, len(expected or ""))


def test_what_is_gone_follows_what_it_followed() -> None:
    assert together("xaybz", "ba", {"b"}) == ["x", "b", "a", "y", "z"]
