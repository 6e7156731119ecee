"""Saving while somebody writes: nothing twice, nothing over a colleague's text."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organisations.languages import texts
from organisations.models import Membership, Role
from policies.models import Policy, Section
from tests import world
from tests.policies.admin_world import address, edit_address, section, sent, signed_in

pytestmark = pytest.mark.django_db
NEW = {
    "entries-TOTAL_FORMS": "2", "entries-0-ORDER": "1", "entries-1-ORDER": "2",
    "entries-1-term_nl": "Brieven", "entries-1-term_en": "Letters",
}  # fmt: skip


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def anna(policy: Policy) -> Client:
    return signed_in(world.person("anna", Role.EDITOR, policy.organisation))


@pytest.fixture
def ben(policy: Policy) -> Client:
    return signed_in(world.person("ben", Role.EDITOR, policy.organisation))


@pytest.fixture
def row(policy: Policy) -> Section:
    return section(policy, "retention")


def typed(client: Client, row: Section, **changes: Any) -> dict[str, Any]:
    """What a script sends of the form as it is now, with changes."""
    return sent(client, edit_address(row), autosave="1", **changes)


def test_what_is_typed_is_saved_and_told(anna: Client, row: Section) -> None:
    answer = anna.post(edit_address(row), typed(anna, row, heading_nl="Bewaren"))
    told = answer.json()
    assert (answer.status_code, told["state"], told["seen"]) == (200, "saved", 1)
    assert told["rows"] == {"0": "invoices"}
    row.refresh_from_db()
    assert texts(row, "heading")["nl"] == "Bewaren"


def test_writing_goes_on_with_what_was_told(anna: Client, row: Section) -> None:
    data = typed(anna, row, heading_nl="Bewa")
    for heading in ("Bewaar", "Bewaren"):
        told = anna.post(edit_address(row), data).json()
        data |= {"seen": told["seen"], "base": told["base"], "heading_nl": heading}
    assert anna.post(edit_address(row), data).json()["state"] == "saved"
    row.refresh_from_db()
    assert (texts(row, "heading")["nl"], row.lock_version) == ("Bewaren", 3)


def test_an_untouched_form_changes_nothing(anna: Client, row: Section) -> None:
    told = anna.post(edit_address(row), typed(anna, row)).json()
    row.refresh_from_db()
    assert (told["state"], told["seen"], row.lock_version) == ("same", 0, 0)


def test_a_new_row_gets_its_identity_from_the_first_save(
    anna: Client, row: Section
) -> None:
    told = anna.post(edit_address(row), typed(anna, row, **NEW)).json()
    assert told["rows"] == {"0": "invoices", "1": "brieven"} or told["rows"] == {
        "0": "invoices",
        "1": "letters",
    }


def test_a_new_row_that_is_sent_twice_is_there_once(anna: Client, row: Section) -> None:
    data = typed(anna, row, **NEW)
    first = anna.post(edit_address(row), data).json()
    second = anna.post(edit_address(row), data).json()
    assert (first["state"], second["state"]) == ("saved", "same")
    assert (second["seen"], second["rows"]) == (first["seen"], first["rows"])
    assert row.entries.count() == 2


def test_a_row_that_is_renamed_later_stays_that_row(anna: Client, row: Section) -> None:
    data = typed(anna, row, **NEW)
    told = anna.post(edit_address(row), data).json()
    uid = told["rows"]["1"]
    data |= {"seen": told["seen"], "base": told["base"], "entries-1-uid": uid}
    anna.post(edit_address(row), {**data, "entries-1-term_nl": "Post"})
    assert [entry.uid for entry in row.entries.all()] == ["invoices", uid]


def test_what_is_wrong_is_told_by_field_and_nothing_is_saved(
    anna: Client, row: Section
) -> None:
    data = typed(anna, row, heading_nl="Half", **{"entries-0-a_period": "soon"})
    answer = anna.post(edit_address(row), data)
    assert (answer.status_code, answer.json()["state"]) == (422, "wrong")
    assert list(answer.json()["errors"]) == ["entries-0-a_period"]
    row.refresh_from_db()
    assert texts(row, "heading")["nl"] == "Termijnen"


def test_an_anchor_that_is_taken_is_told_at_its_field(
    anna: Client, row: Section
) -> None:
    answer = anna.post(edit_address(row), typed(anna, row, anchor="intro"))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["anchor"])


def test_a_row_without_a_name_is_told_at_the_row(anna: Client, row: Section) -> None:
    nameless = {**NEW, "entries-1-term_nl": "", "entries-1-term_en": "",
                "entries-1-description_nl": "<p>Los.</p>"}  # fmt: skip
    answer = anna.post(edit_address(row), typed(anna, row, **nameless))
    assert list(answer.json()["errors"]) == ["entries-1"]


def test_a_colleague_s_text_is_never_overwritten(
    anna: Client, ben: Client, row: Section
) -> None:
    his = typed(ben, row, heading_nl="Van Ben")
    anna.post(edit_address(row), typed(anna, row, heading_nl="Van Anna"))
    answer = ben.post(edit_address(row), his)
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    row.refresh_from_db()
    assert texts(row, "heading")["nl"] == "Van Anna"
    page = ben.post(edit_address(row), {**his, "autosave": ""})
    assert {d.mine for d in page.context["differences"]} == {"Van Ben"}


def test_who_changed_nothing_is_not_moved_onto_a_colleague_s_count(
    anna: Client, ben: Client, row: Section
) -> None:
    idle = typed(ben, row)
    anna.post(edit_address(row), typed(anna, row, heading_nl="Van Anna"))
    told = ben.post(edit_address(row), idle).json()
    assert (told["state"], told["seen"]) == ("same", 0)
    late = {**idle, "seen": told["seen"], "base": told["base"], "heading_nl": "Ben"}
    assert ben.post(edit_address(row), late).status_code == 409


def test_both_keep_their_work_in_different_sections(
    anna: Client, ben: Client, row: Section, policy: Policy
) -> None:
    intro = section(policy, "intro")
    hers, his = typed(anna, row, heading_nl="Een"), typed(ben, intro, heading_nl="Twee")
    assert anna.post(edit_address(row), hers).json()["state"] == "saved"
    assert ben.post(edit_address(intro), his).json()["state"] == "saved"


def test_a_section_that_a_colleague_deleted_is_told_to_be_gone(
    anna: Client, ben: Client, row: Section, policy: Policy
) -> None:
    his = typed(ben, row, heading_nl="Van Ben")
    anna.post(address(policy, f"draft/sections/{row.pk}/delete/"), {"seen": 0})
    answer = ben.post(edit_address(row), his)
    assert (answer.status_code, answer.json()["state"]) == (410, "gone")


def test_who_may_not_write_any_more_is_refused(anna: Client, row: Section) -> None:
    data = typed(anna, row, heading_nl="Te laat")
    Membership.objects.update(role=Role.VIEWER)
    assert anna.post(edit_address(row), data).status_code == 403
    anna.logout()
    answer = anna.post(edit_address(row), data)
    assert (answer.status_code, answer["Location"][:13]) == (302, "/admin/login/")


def test_the_button_says_saved_after_the_script_did(anna: Client, row: Section) -> None:
    told = anna.post(edit_address(row), typed(anna, row, heading_nl="Nieuw")).json()
    data = sent(anna, edit_address(row), autosaved="1", seen=told["seen"])
    page = anna.post(edit_address(row), data, follow=True)
    found = [(m.level_tag, m.extra_tags) for m in page.context["messages"]]
    assert found == [("success", f"saved-{row.pk}")]
