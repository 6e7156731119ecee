"""Deleting takes no confirmation: it is undone. Copies, and what fell behind."""

from __future__ import annotations

import pytest
from django.test import Client

from organisations.models import Role
from policies.compiling import compile_draft, draft_of
from policies.models import Policy, Removed, Section
from tests import world
from tests.policies.admin_world import address, edit_address, section, sent, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def editor(policy: Policy) -> Client:
    return signed_in(world.person("edith", Role.EDITOR, policy.organisation), "en")


def delete(editor: Client, row: Section, **data: object) -> object:
    url = address(row.draft.policy, f"draft/sections/{row.pk}/delete/")
    return editor.post(url, {"seen": row.lock_version, **data})


def test_deleting_takes_what_is_below_and_offers_to_undo(
    editor: Client, policy: Policy
) -> None:
    intro, retention = section(policy, "intro"), section(policy, "retention")
    Section.objects.filter(pk=retention.pk).update(parent=intro)
    answer = delete(editor, intro)
    assert not Section.objects.exists()
    removed = Removed.objects.get()
    page = editor.get(answer["Location"]).content.decode()  # type: ignore[index]
    assert f"draft/removed/{removed.pk}/undo/" in page
    assert "was deleted" in page


def test_undoing_brings_everything_back(editor: Client, policy: Policy) -> None:
    before = compile_draft(draft_of(policy)).sections
    delete(editor, section(policy, "intro"))
    removed = Removed.objects.get()
    url = address(policy, f"draft/removed/{removed.pk}/undo/")
    assert editor.post(url).status_code == 302
    assert compile_draft(draft_of(policy)).sections == before
    page = editor.post(url, follow=True)
    assert "put back already" in page.content.decode()


def test_what_was_deleted_is_listed_until_it_is_put_back(
    editor: Client, policy: Policy
) -> None:
    delete(editor, section(policy, "retention"))
    listed = editor.get(address(policy, "draft/")).context["removed"]
    assert [(gone["heading"], gone["by"]) for gone in listed] == [("Periods", "edith")]


def test_a_section_that_a_colleague_just_wrote_is_not_deleted(
    editor: Client, policy: Policy
) -> None:
    row = section(policy, "intro")
    editor.post(edit_address(row), sent(editor, edit_address(row), heading_en="Other"))
    delete(editor, row)  # as it was shown before
    assert Section.objects.filter(pk=row.pk).exists()
    assert not Removed.objects.exists()


def test_another_policy_s_section_is_not_put_back_here(
    editor: Client, policy: Policy
) -> None:
    other = world.policy(policy.organisation, slug="cookies")
    delete(editor, section(other, "intro"))
    url = address(policy, f"draft/removed/{Removed.objects.get().pk}/undo/")
    editor.post(url)
    assert Removed.objects.count() == 1


def test_a_script_gets_the_outline_alone(editor: Client, policy: Policy) -> None:
    row = section(policy, "intro")
    answer = delete(editor, row, part="1", at=section(policy, "retention").pk)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "<html" not in page
    assert "“Introduction” was deleted." in page
    assert 'aria-current="page"' in page


def test_a_copy_stands_after_its_section(editor: Client, policy: Policy) -> None:
    row = section(policy, "intro")
    url = address(policy, f"draft/sections/{row.pk}/duplicate/")
    assert editor.post(url).status_code == 302
    anchors = [s.anchor for s in compile_draft(draft_of(policy)).sections]
    assert anchors == ["intro", "intro-2", "retention"]


def test_a_translation_that_fell_behind_is_flagged_until_it_is_right(
    editor: Client, policy: Policy
) -> None:
    row = section(policy, "retention")
    url = edit_address(row)
    editor.post(url, sent(editor, url, **{"entries-0-term_nl": "Alle facturen"}))
    flagged = editor.get(f"{url}side/").context["behind"]
    assert [(note.entry, note.words) for note in flagged] == [
        ("invoices", "English was not changed along.")
    ]
    editor.post(f"{url}translated/", {"entry": "invoices"})
    assert editor.get(f"{url}side/").context["behind"] == []


def test_the_pane_tells_what_changed_and_what_is_amiss(
    editor: Client, policy: Policy
) -> None:
    world.published(policy)
    url = edit_address(section(policy, "intro"))
    html = "<p>Bel {dpo_phone} of {nonsense} binnen 7 dagen.</p>"
    editor.post(url, sent(editor, url, intro_nl=html))
    found = editor.get(f"{url}side/").context
    words = [note.words for note in found["amiss"]]
    assert "The fact {dpo_phone} is not filled in." in words
    assert "There is no fact called {nonsense}." in words
    assert any("7 dagen" in each for each in words)
    assert found["comparison"].sections
