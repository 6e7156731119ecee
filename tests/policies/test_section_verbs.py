"""Deleting and putting back, duplicating, and which translations fell behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policies import agreement
from policies import document as doc
from policies.actions.delete_section import delete_section, undo_delete
from policies.actions.duplicate_section import duplicate_section
from policies.actions.edit_section import edit_section
from policies.actions.mark_translated import mark_translated
from policies.compiling import compile_draft, draft_of, fill_draft, section_value
from policies.conditions import Unmet
from policies.models import Draft, Entry, Policy, Section
from tests import world
from tests.policies.admin_world import section

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def draft(policy: Policy) -> Draft:
    """Four sections, of which two lie below another."""
    draft = draft_of(policy)
    plain = doc.Section(id="a", anchor="a", heading={"nl": "A", "en": "A"})
    below = tuple(replace(plain, id=name, anchor=name) for name in ("b", "c"))
    (intro, retention) = world.document().sections
    document = replace(
        world.document(), sections=(intro, replace(plain, sections=below), retention)
    )
    fill_draft(draft, document)
    return draft


def outline(draft: Draft) -> list[object]:
    def walk(found: doc.Section) -> object:
        return (
            [found.anchor, *map(walk, found.sections)]
            if found.sections
            else found.anchor
        )

    return [walk(found) for found in compile_draft(draft).sections]


def edited(row: Section, **changes: object) -> None:
    row.refresh_from_db()
    value = replace(section_value(row), **changes)  # type: ignore[arg-type]
    edit_section(None, row, value, register=row.register, seen=row.lock_version)


def behind(row: Section) -> tuple[str, ...]:
    row.refresh_from_db()
    return agreement.stale(row.agreed, agreement.prints(section_value(row)))


def test_a_deleted_section_is_put_back_where_it_was_with_all_below_it(
    policy: Policy, draft: Draft
) -> None:
    before = compile_draft(draft)
    removed = delete_section(None, section(policy, "a"), seen=None)
    assert outline(draft) == ["intro", "retention"]
    undo_delete(None, removed)
    assert compile_draft(draft).sections == before.sections


def test_a_section_is_put_back_on_the_first_level_when_its_parent_is_gone(
    policy: Policy, draft: Draft
) -> None:
    removed = delete_section(None, section(policy, "b"), seen=None)
    delete_section(None, section(policy, "a"), seen=None)
    undo_delete(None, removed)
    assert "b" in outline(draft)


def test_an_undo_works_once(policy: Policy, draft: Draft) -> None:
    removed = delete_section(None, section(policy, "b"), seen=None)
    undo_delete(None, removed)
    with pytest.raises(Unmet):
        undo_delete(None, removed)
    assert outline(draft) == ["intro", ["a", "b", "c"], "retention"]


def test_a_section_gets_a_free_anchor_when_its_own_was_taken_meanwhile(
    policy: Policy, draft: Draft
) -> None:
    removed = delete_section(None, section(policy, "b"), seen=None)
    edited(section(policy, "c"), anchor="b")
    assert undo_delete(None, removed).anchor == "b-2"


def test_a_copy_stands_after_its_section_and_says_the_same(
    policy: Policy, draft: Draft
) -> None:
    row = section(policy, "a")
    copy = duplicate_section(None, row, seen=draft_of(policy).lock_version)
    assert outline(draft) == [
        "intro", ["a", "b", "c"], ["a-2", "b-2", "c-2"], "retention"
    ]  # fmt: skip
    assert section_value(copy).heading == section_value(row).heading


def test_a_delete_on_an_outdated_outline_is_refused(
    policy: Policy, draft: Draft
) -> None:
    seen = draft_of(policy).lock_version
    edited(section(policy, "intro"), intro={"nl": "<p>Nieuw.</p>", "en": "<p>New.</p>"})
    with pytest.raises(Unmet) as unmet:
        delete_section(None, section(policy, "a"), seen=seen)
    assert unmet.value.code == "changed"


def test_a_change_in_dutch_alone_leaves_the_english_behind(
    policy: Policy, draft: Draft
) -> None:
    row = section(policy, "intro")
    assert behind(row) == ()
    edited(row, intro={"nl": "<p>Anders.</p>", "en": "<p>Text eerste.</p>"})
    assert behind(row) == ("en",)
    edited(row, anchor="begin")  # saving something else clears nothing
    assert behind(row) == ("en",)
    edited(row, intro={"nl": "<p>Anders.</p>", "en": "<p>Different.</p>"})
    assert behind(row) == ()


def test_a_translation_that_is_still_right_is_marked_as_such(
    policy: Policy, draft: Draft
) -> None:
    row = section(policy, "intro")
    edited(row, intro={"nl": "<p>Tekst, eerste.</p>", "en": "<p>Text eerste.</p>"})
    seen = draft_of(policy).lock_version
    assert mark_translated(None, row)
    assert behind(row) == ()
    assert not mark_translated(None, row)
    assert draft_of(policy).lock_version == seen  # the text did not change


def test_a_row_falls_behind_by_itself_and_keeps_that_when_another_is_edited(
    policy: Policy, draft: Draft
) -> None:
    row = section(policy, "retention")
    (entry,) = section_value(row).entries
    late = replace(entry, term={"nl": "Rekeningen", "en": "Invoices"})
    edited(row, entries=(late,))
    other = replace(entry, id="logs", term={"nl": "Logboeken", "en": "Logs"})
    edited(row, entries=(late, other))
    flagged = {
        found.uid: agreement.stale(found.agreed, agreement.prints(value))
        for found in Entry.objects.filter(section=row)
        for value in section_value(row).entries
        if value.id == found.uid
    }
    assert flagged == {"invoices": ("en",), "logs": ()}
    mark_translated(None, row, "invoices")
    stored = Entry.objects.get(section=row, uid="invoices")
    assert agreement.stale(stored.agreed, agreement.prints(late)) == ()


def test_putting_back_keeps_what_fell_behind(policy: Policy, draft: Draft) -> None:
    row = section(policy, "intro")
    edited(row, intro={"nl": "<p>Anders.</p>", "en": "<p>Text eerste.</p>"})
    back = undo_delete(None, delete_section(None, row, seen=None))
    assert behind(back) == ("en",)
