"""Two people write the same section: nobody's words are lost (invariant 8)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organisations.languages import texts
from organisations.models import Role
from policies.actions.edit_section import edit_section
from policies.compiling import section_value
from policies.conditions import Unmet
from policies.models import Policy, Section
from tests import world
from tests.policies.admin_world import (
    address,
    edit_address,
    section,
    sent,
    shape,
    signed_in,
)

pytestmark = pytest.mark.django_db


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


def both(anna: Client, ben: Client, row: Section) -> tuple[Any, dict[str, Any]]:
    """Both open the form; Anna saves; Ben saves what he wrote on the old count."""
    url = edit_address(row)
    hers = sent(anna, url, heading_nl="Van Anna")
    his = sent(ben, url, heading_nl="Van Ben", heading_en="Ben's")
    assert anna.post(url, hers).status_code == 302
    return ben.post(url, his), his


def test_the_second_is_refused_and_sees_both_texts(
    anna: Client, ben: Client, row: Section
) -> None:
    answer, _his = both(anna, ben, row)
    assert answer.status_code == 409
    shown = {(d.lang, d.mine, d.theirs) for d in answer.context["differences"]}
    assert shown == {("nl", "Van Ben", "Van Anna"), ("en", "Ben's", "Periods")}
    row.refresh_from_db()
    assert texts(row, "heading")["nl"] == "Van Anna"


def test_the_second_can_save_what_they_wrote_anyway(
    anna: Client, ben: Client, row: Section
) -> None:
    answer, his = both(anna, ben, row)
    again = {**his, **{n: answer.context["form"][n].value() for n in ("seen", "base")}}
    assert ben.post(edit_address(row), again).status_code == 302
    row.refresh_from_db()
    assert texts(row, "heading") == {"nl": "Van Ben", "en": "Ben's"}


def test_the_second_can_take_what_the_first_wrote(
    anna: Client, ben: Client, row: Section
) -> None:
    both(anna, ben, row)
    assert "Van Anna" in ben.get(edit_address(row)).content.decode()


def test_a_third_save_in_between_is_seen_too(
    anna: Client, ben: Client, row: Section
) -> None:
    answer, his = both(anna, ben, row)
    url = edit_address(row)
    anna.post(url, sent(anna, url, heading_nl="Weer Anna"))
    again = {**his, **{n: answer.context["form"][n].value() for n in ("seen", "base")}}
    assert ben.post(url, again).status_code == 409


def test_whoever_changed_nothing_overwrites_nothing(
    anna: Client, ben: Client, row: Section
) -> None:
    url = edit_address(row)
    idle = sent(ben, url)
    anna.post(url, sent(anna, url, heading_nl="Van Anna"))
    assert ben.post(url, idle).status_code == 302
    row.refresh_from_db()
    assert texts(row, "heading")["nl"] == "Van Anna"


def test_rows_that_differ_are_named(anna: Client, ben: Client, row: Section) -> None:
    url = edit_address(row)
    his = sent(ben, url, **{"entries-0-a_period": "P5Y"})
    anna.post(url, sent(anna, url, **{"entries-0-a_period": "P9Y"}))
    found = ben.post(url, his).context["differences"]
    assert [(d.mine, d.theirs) for d in found] == [("5 jaar", "9 jaar")]
    assert found[0].label.startswith("Facturen")


def test_what_was_written_in_a_deleted_section_is_not_lost(
    anna: Client, ben: Client, row: Section, policy: Policy
) -> None:
    url = edit_address(row)
    his = sent(ben, url, heading_nl="Van Ben")
    anna.post(address(policy, f"draft/sections/{row.pk}/delete/"), {"seen": 0})
    answer = ben.post(url, his)
    assert answer.status_code == 409
    assert "Van Ben" in answer.content.decode()


def test_moving_on_an_old_outline_is_refused(
    anna: Client, ben: Client, row: Section, policy: Policy
) -> None:
    move = address(policy, "draft/move/")
    step = {"section": row.pk, "direction": "up", "shape": shape(policy)}
    anna.post(move, step)
    ben.post(move, {**step, "direction": "in"})
    row.refresh_from_db()
    assert (row.position, row.parent) == (0, None)


def test_publishing_what_a_colleague_changed_meanwhile_is_refused(
    anna: Client, policy: Policy, row: Section
) -> None:
    approver = signed_in(world.person("ada", Role.APPROVER, policy.organisation))
    url = address(policy, "publish/")
    seen = approver.get(url).context["form"]["seen"].value()
    anna.post(edit_address(row), sent(anna, edit_address(row), heading_nl="Van Anna"))
    answer = approver.post(url, {"when": "now", "material": "yes", "seen": seen})
    assert answer.status_code == 422
    assert not policy.versions.exists()


def test_the_count_is_taken_once_only(row: Section) -> None:
    value = section_value(row)
    for heading, works in (("Een", True), ("Twee", False)):
        new = type(value).from_dict({**value.as_dict(), "heading": {"nl": heading}})
        if works:
            assert edit_section(None, row, new, register=False, seen=0)
        else:
            with pytest.raises(Unmet) as refused:
                edit_section(None, row, new, register=False, seen=0)
            assert refused.value.code == "changed"
