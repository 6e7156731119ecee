"""Remarks on a draft and its sections: said, answered, settled, opened again (F70)."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from organisations.models import AuditEntry, Role
from policies.actions.remark import LONGEST, can_settle, remark, settle
from policies.admin.threads import threads
from policies.models import Comment
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.desk_world import Desk, desk, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def test_everybody_who_reads_the_draft_may_say_something(at: Desk) -> None:
    made = remark(at.viewer, at.policy, "  Klopt dit?  ", section_uid="retention")
    assert (made.text, made.section_uid) == ("Klopt dit?", "retention")
    assert made.author == f"user:{at.viewer.pk}"
    entry = AuditEntry.objects.get(action="comment")
    assert entry.details == {"section": "retention", "asks_change": False}


def test_a_stranger_says_nothing(at: Desk) -> None:
    stranger = world.person("stranger", Role.OWNER, world.organisation("bolt"))
    assert refused(lambda: remark(stranger, at.policy, "Hoi")) == "forbidden"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused(at: Desk, text: str) -> None:
    assert refused(lambda: remark(at.viewer, at.policy, text)) == "text"


def test_a_section_that_is_not_there_is_not_commented_on(at: Desk) -> None:
    deed = lambda: remark(at.viewer, at.policy, "Hoi", section_uid="gone")  # noqa: E731
    assert refused(deed) == "section"


def test_an_answer_stands_with_its_remark(at: Desk) -> None:
    asked = remark(at.viewer, at.policy, "Klopt dit?", section_uid="retention")
    answer = remark(at.writer, at.policy, "Ja", reply_to=asked, asks_change=True)
    assert (answer.section_uid, answer.asks_change) == ("retention", False)
    (thread,) = threads(at.viewer, at.policy, "retention")
    assert (thread.comment, thread.replies) == (asked, (answer,))
    again = lambda: remark(at.viewer, at.policy, "Hm", reply_to=answer)  # noqa: E731
    assert refused(again) == "reply"
    assert refused(lambda: settle(at.viewer, answer)) == "reply"


def test_a_remark_of_another_policy_is_not_answered_here(at: Desk) -> None:
    other = world.policy(at.organisation, "cookies")
    asked = remark(at.viewer, other, "Klopt dit?")
    deed = lambda: remark(at.viewer, at.policy, "Ja", reply_to=asked)  # noqa: E731
    assert refused(deed) == "reply"


def test_who_wrote_does_not_decide_that_the_change_was_made(at: Desk) -> None:
    asked = remark(at.viewer, at.policy, "Termijn klopt niet", asks_change=True)
    at.write("derde", at.editor)
    assert refused(lambda: settle(at.editor, asked)) == "not_yours"
    assert can_settle(at.viewer, asked)
    assert can_settle(at.colleague, asked)
    settle(at.colleague, asked)
    asked.refresh_from_db()
    assert asked.resolved_by == f"user:{at.colleague.pk}"


def test_what_was_settled_can_be_opened_again(at: Desk) -> None:
    asked = remark(at.viewer, at.policy, "Klopt dit?")
    settle(at.editor, asked)
    assert not threads(at.viewer, at.policy)[0].open
    settle(at.editor, asked, resolved=False)
    asked.refresh_from_db()
    assert (asked.resolved_at, asked.resolved_by) == (None, "")
    actions = AuditEntry.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions)[-2:] == ["settle comment", "reopen comment"]


def test_remarks_outlive_their_section_and_name_it_as_deleted(at: Desk) -> None:
    remark(at.viewer, at.policy, "Termijn?", section_uid="retention", asks_change=True)
    at.draft.sections.get(anchor="retention").delete()
    (thread,) = threads(at.viewer, at.policy)
    assert thread.section is None
    assert thread.heading


def test_open_ones_come_first_and_cost_two_queries(
    at: Desk, django_assert_num_queries: Any
) -> None:
    first = remark(at.viewer, at.policy, "Een", section_uid="intro")
    settle(at.viewer, first)
    for number in range(5):
        asked = remark(at.viewer, at.policy, f"Nog {number}", section_uid="retention")
        remark(at.editor, at.policy, "Ja", reply_to=asked)
    can_settle(at.viewer, first)  # reads the viewer's roles
    with django_assert_num_queries(2):
        found = threads(at.viewer, at.policy)
    assert [thread.open for thread in found] == [True] * 5 + [False]


def test_the_tag_shows_the_remarks_of_one_section(at: Desk, rf: RequestFactory) -> None:
    remark(at.viewer, at.policy, "Over <b>termijnen</b>", section_uid="retention")
    remark(at.viewer, at.policy, "Over het geheel")
    request = rf.get("/admin/here/?a=1")
    request.user = at.editor
    template = Template("{% load remarks %}{% remarks policy 'retention' %}")
    html = template.render(Context({"request": request, "policy": at.policy}))
    assert "Over &lt;b&gt;termijnen" in html
    assert "Over het geheel" not in html
    assert 'value="/admin/here/?a=1"' in html
    assert "Vera" in html


def test_the_page_takes_a_remark_and_leads_back_to_where_it_was_made(at: Desk) -> None:
    browser = signed_in(at.viewer, "en")
    sent = {"text": "Klopt dit?", "section": "intro", "next": "/admin/x/?y=1"}
    answer = browser.post(address(at.policy, "remarks/"), sent)
    assert answer["Location"] == "/admin/x/?y=1"
    made = Comment.objects.get()
    url = address(at.policy, f"remarks/{made.pk}/")
    browser.post(url)
    made.refresh_from_db()
    assert made.resolved_at is not None
    browser.post(url, {"reopen": "1"})
    made.refresh_from_db()
    assert made.resolved_at is None


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "", "x:y"]
)
def test_nobody_is_led_elsewhere(at: Desk, place: str) -> None:
    browser = signed_in(at.viewer)
    sent = {"text": "Hoi", "next": place}
    answer = browser.post(address(at.policy, "remarks/"), sent)
    assert answer["Location"] == address(at.policy, "review/") + "#remarks"


def test_anothers_remark_is_not_there(at: Desk) -> None:
    other = desk("bolt")
    theirs = remark(other.viewer, other.policy, "Van ons")
    browser = signed_in(at.colleague)
    url = address(at.policy, f"remarks/{theirs.pk}/")
    assert browser.post(url).status_code == 404
    sent = {"text": "Hoi", "reply_to": theirs.pk}
    assert browser.post(address(at.policy, "remarks/"), sent).status_code == 404
    assert Comment.objects.count() == 1
