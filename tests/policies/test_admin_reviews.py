"""The review page: how far a draft is, who decides, and why one may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.languages import write
from organisations.models import Role
from policies.actions.remark import remark
from policies.models import Decision
from policies.states import APPROVED, EDITING, IN_REVIEW
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.desk_world import Desk, desk, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def browser(person: Any) -> Client:
    return signed_in(person, "en")


def page(at: Desk, person: Any) -> Any:
    return browser(person).get(address(at.policy, "review/"))


def do(at: Desk, person: Any, verb: str, **sent: Any) -> Any:
    data = {"seen": at.draft.lock_version, **sent}
    return browser(person).post(address(at.policy, f"review/{verb}/"), data)


def stages(answer: Any) -> list[tuple[str, str]]:
    return [(stage.label, stage.state) for stage in answer.context["stages"]]


def test_the_page_says_what_changed_and_who_wrote(at: Desk) -> None:
    answer = page(at, at.viewer)
    assert [change.heading for change in answer.context["changes"]] == ["Introduction"]
    assert "Wilma" in answer.text
    assert "version 1 in force" in answer.text


def test_the_whole_round_by_the_buttons(at: Desk) -> None:
    assert do(at, at.writer, "ask", note="Graag lezen").status_code == 302
    assert at.draft.state == IN_REVIEW
    shown = page(at, at.colleague)
    assert "Graag lezen" in shown.text
    assert "asked by Wilma" in shown.text
    back = do(at, at.colleague, "reject", comment="Termijn klopt niet")
    assert back.status_code == 302
    assert at.draft.state == EDITING
    assert "Termijn klopt niet" in page(at, at.writer).text
    do(at, at.writer, "ask")
    do(at, at.colleague, "approve", comment="Akkoord")
    assert at.draft.state == APPROVED
    approved = page(at, at.writer)
    assert "Akkoord" in approved.text
    assert address(at.policy, "publish/") in approved.text
    do(at, at.editor, "take-back")
    assert at.draft.state == EDITING


def test_who_wrote_reads_why_they_do_not_approve(at: Desk) -> None:
    do(at, at.colleague, "ask")
    shown = page(at, at.writer)
    assert "a colleague has to approve it" in shown.text
    assert "disabled" in shown.text
    answer = do(at, at.writer, "approve")
    assert answer.status_code == 422
    assert "a colleague has to approve it" in answer.context["refused"].message
    assert not Decision.objects.exists()


def test_a_step_of_another_colleague_is_named(at: Desk) -> None:
    step(at.organisation, "Directie", world.person("b", Role.APPROVER, at.organisation))
    do(at, at.writer, "ask")
    assert "“Directie” is another colleague" in page(at, at.colleague).text


def test_an_open_change_is_named(at: Desk) -> None:
    remark(at.viewer, at.policy, "Termijn klopt niet", asks_change=True)
    do(at, at.writer, "ask")
    shown = page(at, at.colleague)
    assert "It has to be settled first" in shown.text
    assert "Termijn klopt niet" in shown.text


@pytest.mark.parametrize("who", ["viewer", "editor"])
def test_who_may_not_approve_reads_why(at: Desk, who: str) -> None:
    do(at, at.writer, "ask")
    assert "You have no right to do this" in page(at, getattr(at, who)).text


def test_a_refusal_keeps_what_was_typed(at: Desk) -> None:
    do(at, at.writer, "ask")
    answer = do(at, at.colleague, "approve", seen=0, comment="Lang verhaal")
    assert answer.status_code == 422
    assert "Lang verhaal" in answer.text
    assert "Somebody changed the draft" in answer.text
    empty = do(at, at.colleague, "reject", comment=" ")
    assert "Say what has to change." in empty.text
    assert at.draft.state == IN_REVIEW


@pytest.mark.parametrize("seen", ["", "many", "-1", "9" * 40])
def test_a_count_that_is_none_approves_nothing(at: Desk, seen: str) -> None:
    do(at, at.writer, "ask")
    assert do(at, at.colleague, "approve", seen=seen).status_code == 422
    assert not Decision.objects.exists()


def test_the_stages_follow_the_draft(at: Desk) -> None:
    step(at.organisation, "Juridisch")
    step(at.organisation, "Directie")
    boss = world.person("boss", Role.APPROVER, at.organisation)
    names = ["Editing", "Review: Juridisch", "Review: Directie", "Approved"]
    assert [state for _, state in stages(page(at, at.viewer))] == [
        "current", "ahead", "ahead", "ahead", "ahead",
    ]  # fmt: skip
    do(at, at.writer, "ask")
    do(at, at.colleague, "approve")
    shown = stages(page(at, at.viewer))
    assert shown[:4] == list(
        zip(names, ["done", "done", "current", "ahead"], strict=True)
    )
    do(at, boss, "approve")
    assert [state for _, state in stages(page(at, at.viewer))][:4] == [
        "done", "done", "done", "current",
    ]  # fmt: skip


def test_a_step_that_was_decided_at_is_named_in_the_reader_s_language(
    at: Desk,
) -> None:
    legal = step(at.organisation, "Juridisch")
    write(legal, "name", {"nl": "Juridisch", "en": "Legal"})
    legal.save()
    do(at, at.writer, "ask")
    do(at, at.colleague, "approve")
    url = address(at.policy, "review/")
    assert '<span class="kind">Legal</span>' in page(at, at.viewer).text
    dutch = signed_in(at.viewer, "nl").get(url).text
    assert '<span class="kind">Juridisch</span>' in dutch


def test_who_left_is_a_former_colleague(at: Desk) -> None:
    at.write("derde", at.editor)
    do(at, at.writer, "ask")
    do(at, at.colleague, "approve", comment="Akkoord")
    at.colleague.delete()
    assert "former colleague" in page(at, at.viewer).text


def test_the_tab_says_the_state(at: Desk) -> None:
    do(at, at.writer, "ask")
    draft = browser(at.viewer).get(address(at.policy, "draft/"))
    assert 'class="tag in_review"' in draft.text


def test_no_verb_is_done_by_looking(at: Desk) -> None:
    for verb in ("ask", "take-back", "approve", "reject", "plan", "still-right"):
        answer = browser(at.colleague).get(address(at.policy, f"review/{verb}/"))
        assert answer.status_code == 405


def test_the_page_costs_the_same_however_much_was_said_and_decided(at: Desk) -> None:
    def rounds(count: int) -> None:
        for _ in range(count):
            do(at, at.writer, "ask")
            do(at, at.colleague, "reject", comment="Nee")
            made = remark(at.viewer, at.policy, "Hm", section_uid="intro")
            remark(at.editor, at.policy, "Ja", reply_to=made)

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(at.policy, "review/")).status_code == 200
        return len(found)

    client = browser(at.editor)
    rounds(1)
    client.get(address(at.policy, "review/"))
    few = cost()
    rounds(3)
    assert cost() == few
    assert few <= 45


def test_another_title_goes_before_the_approvers_again(at: Desk) -> None:
    do(at, at.writer, "ask")
    do(at, at.colleague, "approve")
    client = browser(at.colleague)
    sent = {
        "kind": "privacy", "position": 0, "title_nl": "Anders", "title_en": "Other",
        "slug_nl": "privacy", "slug_en": "privacy",
    }  # fmt: skip
    url = f"/admin/policies/policy/{at.policy.pk}/change/"
    assert client.post(url, {**sent, "position": 1, "title_nl": "Privacybeleid",
                             "title_en": "Privacy policy"}).status_code == 302  # fmt: skip
    assert at.draft.state == APPROVED
    assert client.post(url, sent).status_code == 302
    assert at.draft.state == IN_REVIEW
    assert f"user:{at.colleague.pk}" in at.draft.writers
