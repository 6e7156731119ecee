"""Reviews: who wrote does not approve, steps in order, and what a change undoes (F67)."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from organisations.languages import write
from organisations.models import AuditEntry, Membership, Message, Preference, Role
from policies.actions import approve as approving
from policies.actions import ask_review, reviewing
from policies.actions.publish import Publication, publish
from policies.actions.remark import remark, settle
from policies.models import Decision, Policy, Version
from policies.states import APPROVED, EDITING, IN_REVIEW
from tests import world
from tests.policies.desk_world import Desk, desk, refused, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    return desk()


def ask(at: Desk, actor: Any = None) -> Any:
    return ask_review.ask_review(
        actor or at.writer, at.draft, "Graag lezen", seen=at.draft.lock_version
    )


def approve(at: Desk, actor: Any) -> Decision:
    return approving.approve(actor, at.draft, "", seen=at.draft.lock_version)


def publication(at: Desk, **more: Any) -> Publication:
    return Publication(note=world.NOTE, seen=at.draft.lock_version, **more)


def test_a_colleague_approves_what_somebody_else_wrote(at: Desk) -> None:
    ask(at)
    assert at.draft.state == IN_REVIEW
    made = approve(at, at.colleague)
    assert at.draft.state == APPROVED
    assert (made.actor, made.single_person) == (f"user:{at.colleague.pk}", False)
    version = publish(at.writer, at.policy, publication(at))
    assert version.number == 2
    assert at.draft.state == EDITING
    assert at.draft.writers == []
    entry = AuditEntry.objects.filter(action="publish").latest("sequence")
    assert entry.details["approved_by"] == "colleague"


def test_who_wrote_does_not_approve(at: Desk) -> None:
    ask(at, at.colleague)
    assert refused(lambda: approve(at, at.writer)) == "four_eyes"
    assert not approving.can_approve(at.writer, at.draft)
    assert at.draft.state == IN_REVIEW


def test_everybody_who_wrote_since_the_last_version_is_a_writer(at: Desk) -> None:
    at.write("derde", at.colleague)
    ask(at)
    assert refused(lambda: approve(at, at.colleague)) == "four_eyes"


def test_who_wrote_may_send_their_own_draft_back(at: Desk) -> None:
    ask(at)
    draft = at.draft
    approving.reject(at.writer, draft, "Toch niet", seen=draft.lock_version)
    assert at.draft.state == EDITING


def test_nothing_is_published_that_nobody_approved(at: Desk) -> None:
    deed = lambda: publish(at.colleague, at.policy, publication(at))  # noqa: E731
    assert refused(deed) == "approval"
    ask(at)
    assert refused(deed) == "approval"
    assert Version.objects.filter(policy=at.policy).count() == 1


@pytest.mark.parametrize("who", ["editor", "viewer"])
def test_only_approvers_approve_and_send_back(at: Desk, who: str) -> None:
    ask(at)
    person = getattr(at, who)
    assert refused(lambda: approve(at, person)) == "forbidden"
    deed = lambda: approving.reject(person, at.draft, "Nee", seen=None)  # noqa: E731
    assert refused(deed) == "forbidden"


def test_a_stranger_neither_asks_nor_approves(at: Desk) -> None:
    stranger = world.person("stranger", Role.OWNER, world.organisation("bolt"))
    assert refused(lambda: ask(at, stranger)) == "forbidden"
    ask(at)
    assert refused(lambda: approve(at, stranger)) == "forbidden"


def test_a_viewer_does_not_ask(at: Desk) -> None:
    assert refused(lambda: ask(at, at.viewer)) == "forbidden"


def test_steps_are_taken_in_order_by_different_people(at: Desk) -> None:
    step(at.organisation, "Juridisch")
    step(at.organisation, "Directie")
    boss = world.person("boss", Role.APPROVER, at.organisation)
    ask(at)
    assert approve(at, at.colleague).step_name == "Juridisch"
    assert at.draft.state == IN_REVIEW
    assert refused(lambda: approve(at, at.colleague)) == "four_eyes"
    assert approve(at, boss).step_name == "Directie"
    assert at.draft.state == APPROVED


def test_the_second_approver_hears_who_asked_and_who_approved(at: Desk) -> None:
    legal = step(at.organisation, "Juridisch")
    write(legal, "name", {"nl": "Juridisch", "en": "Legal"})
    legal.save()
    boss = world.person("boss", Role.APPROVER, at.organisation)
    boss.email = "boss@acme.example"
    boss.save()
    Preference.objects.create(user=boss, language="en")
    step(at.organisation, "Directie", boss)
    ask(at)
    Message.objects.all().delete()
    approve(at, at.colleague)
    told = Message.objects.get()
    assert told.user == boss
    assert "Wilma asks you to review" in told.text
    assert "Graag lezen" in told.text
    assert "- Legal: Carl" in told.text


def test_the_name_of_a_step_is_kept_in_one_language_and_read_in_the_reader_s(
    at: Desk,
) -> None:
    legal = step(at.organisation, "Juridisch")
    write(legal, "name", {"nl": "Juridisch", "en": "Legal"})
    legal.save()
    ask(at)
    with override("en"):
        made = approve(at, at.colleague)
    entry = AuditEntry.objects.get(action="approve")
    assert (made.step_name, entry.details["step"]) == ("Juridisch", "Juridisch")
    assert (reads(at, made, "en"), reads(at, made, "nl")) == ("Legal", "Juridisch")
    write(legal, "name", {"nl": "Directie", "en": "Management"})
    legal.save()
    assert reads(at, made, "en") == "Juridisch"
    legal.delete()
    assert reads(at, made, "en") == "Juridisch"


def test_the_one_step_of_who_set_none_is_read_in_the_reader_s_language(
    at: Desk,
) -> None:
    ask(at)
    with override("en"):
        made = approve(at, at.colleague)
    assert (reads(at, made, "en"), reads(at, made, "nl")) == ("Approval", "Goedkeuring")


def reads(at: Desk, made: Decision, language: str) -> str:
    with override(language):
        return reviewing.step_of(made, reviewing.steps(at.organisation)).name


def test_the_trail_names_things_in_the_organisation_s_language(at: Desk) -> None:
    write(at.policy, "title", {"nl": "Privacybeleid", "en": "Privacy policy"})
    at.policy.save()
    with override("en"):
        at.write("derde")
        ask(at)
    found = AuditEntry.objects.filter(action__in=["edit section", "ask for review"])
    named = found.order_by("-sequence").values_list("subject", flat=True)[:2]
    assert list(named) == ["Privacybeleid", "Privacybeleid: intro"]


def test_a_step_with_people_is_theirs_alone(at: Desk) -> None:
    boss = world.person("boss", Role.APPROVER, at.organisation)
    step(at.organisation, "Directie", boss)
    ask(at)
    assert refused(lambda: approve(at, at.colleague)) == "step"
    assert approve(at, boss).step_name == "Directie"


def test_who_left_the_organisation_approves_no_step_any_more(at: Desk) -> None:
    boss = world.person("boss", Role.APPROVER, at.organisation)
    made = step(at.organisation, "Directie", boss)
    Membership.objects.filter(user=boss).delete()
    ask(at)
    assert refused(lambda: approve(at, boss)) == "forbidden"
    (due,) = reviewing.steps(at.organisation)
    assert due.key == made.pk
    assert list(reviewing.approvers(at.organisation, due)) == []


def test_steps_put_in_another_order_keep_what_was_decided(at: Desk) -> None:
    legal = step(at.organisation, "Juridisch")
    step(at.organisation, "Directie")
    ask(at)
    approve(at, at.colleague)
    legal.position = 9
    legal.save()
    found = reviewing.current(at.policy)
    due = reviewing.due(at.organisation, found)
    assert due is not None
    assert due.name == "Directie"


def test_a_change_to_an_approved_draft_sends_it_back_to_review(at: Desk) -> None:
    ask(at)
    approve(at, at.colleague)
    at.write("derde")
    assert at.draft.state == IN_REVIEW
    assert [r.outcome for r in at.policy.rounds.all()] == ["", "approved"]
    deed = lambda: publish(at.colleague, at.policy, publication(at))  # noqa: E731
    assert refused(deed) == "approval"
    approve(at, at.colleague)
    assert publish(at.colleague, at.policy, publication(at)).number == 2


def test_a_change_after_a_decision_opens_a_new_round(at: Desk) -> None:
    step(at.organisation, "Juridisch")
    step(at.organisation, "Directie")
    ask(at)
    approve(at, at.colleague)
    at.write("derde", at.editor)
    assert [r.outcome for r in at.policy.rounds.all()] == ["", "overtaken"]
    assert approve(at, at.colleague).step_name == "Juridisch"


def test_a_change_before_any_decision_keeps_the_round(at: Desk) -> None:
    ask(at)
    at.write("derde")
    assert at.draft.state == IN_REVIEW
    assert at.policy.rounds.count() == 1


def test_saving_without_a_change_leaves_an_approval_alone(at: Desk) -> None:
    ask(at)
    approve(at, at.colleague)
    at.write("tweede")
    assert at.draft.state == APPROVED


def test_nobody_approves_what_they_did_not_see(at: Desk) -> None:
    ask(at)
    seen = at.draft.lock_version
    at.write("derde")
    old = lambda: approving.approve(at.colleague, at.draft, "", seen=seen)  # noqa: E731
    assert refused(old) == "changed"
    back = lambda: approving.reject(at.colleague, at.draft, "x", seen=seen)  # noqa: E731
    assert refused(back) == "changed"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("comment", ["", "  \n "])
def test_sending_back_needs_a_comment(at: Desk, comment: str) -> None:
    ask(at)
    deed = lambda: approving.reject(at.colleague, at.draft, comment, seen=None)  # noqa: E731
    assert refused(deed) == "comment"
    assert at.draft.state == IN_REVIEW


def test_a_change_that_was_asked_for_stands_in_the_way(at: Desk) -> None:
    asked = remark(at.viewer, at.policy, "Termijn klopt niet", asks_change=True)
    ask(at)
    assert refused(lambda: approve(at, at.colleague)) == "open_remarks"
    settle(at.viewer, asked)
    approve(at, at.colleague)
    again = remark(at.viewer, at.policy, "Toch niet", asks_change=True)
    deed = lambda: publish(at.colleague, at.policy, publication(at))  # noqa: E731
    assert refused(deed) == "open_remarks"
    settle(at.colleague, again)
    assert publish(at.colleague, at.policy, publication(at)).number == 2


def test_taking_back_ends_the_round_and_gives_up_an_approval(at: Desk) -> None:
    ask(at)
    ask_review.take_back(at.editor, at.draft)
    assert at.draft.state == EDITING
    assert refused(lambda: ask_review.take_back(at.editor, at.draft)) == "state"
    ask(at)
    approve(at, at.colleague)
    ask_review.take_back(at.writer, at.draft)
    assert at.draft.state == EDITING
    assert [r.outcome for r in at.policy.rounds.all()] == ["approved", "taken_back"]


def test_a_draft_is_asked_about_once_and_only_when_it_says_something_new(
    at: Desk,
) -> None:
    ask(at)
    assert refused(lambda: ask(at)) == "state"
    ask_review.take_back(at.writer, at.draft)
    other = world.policy(at.organisation, "cookies")
    draft = other.draft
    draft.sections.all().delete()
    deed = lambda: ask_review.ask_review(at.writer, draft, seen=None)  # noqa: E731
    assert refused(deed) == "empty"
    world.rewrite(other, "x")
    publish(None, other, Publication())
    assert refused(deed) == "unchanged"


def test_a_single_person_is_recorded_in_the_decision_and_the_trail() -> None:
    at = desk(single_person=True)
    ask(at)
    assert approve(at, at.writer).single_person is True
    approved = AuditEntry.objects.filter(action="approve").get()
    assert approved.details["single_person"] is True
    publish(at.writer, at.policy, publication(at))
    entry = AuditEntry.objects.filter(action="publish").latest("sequence")
    assert entry.details["approved_by"] == "single person"


def test_a_single_person_publishes_without_a_review_and_the_trail_says_so() -> None:
    at = desk(single_person=True)
    publish(at.writer, at.policy, publication(at))
    entry = AuditEntry.objects.filter(action="publish").latest("sequence")
    assert entry.details["approved_by"] == "single person"


def test_the_command_line_publishes_out_of_a_review_and_ends_it(at: Desk) -> None:
    ask(at)
    publish(None, at.policy, publication(at))
    assert at.draft.state == EDITING
    assert reviewing.current(at.policy) is None
    entry = AuditEntry.objects.filter(action="publish").latest("sequence")
    assert entry.details["approved_by"] == "command line"
    at.write("derde")
    assert ask(at).number == 2


def run(at: Desk, verb: str, **options: Any) -> str:
    out = StringIO()
    call_command(
        "review_policy", verb, organisation="acme", policy="privacy", stdout=out,
        **options,
    )  # fmt: skip
    return out.getvalue()


def test_the_command_line_acts_with_a_persons_rights(at: Desk) -> None:
    def failure(verb: str, name: str) -> str:
        with pytest.raises(CommandError) as caught:
            run(at, verb, actor=name)
        return str(caught.value)

    assert failure("ask", at.viewer.username)
    run(at, "ask", actor=at.writer.username)
    assert failure("approve", at.writer.username)
    assert "nobody-here" in failure("approve", "nobody-here")
    assert at.draft.state == IN_REVIEW
    said = run(at, "approve", actor=at.colleague.username, comment="Akkoord")
    assert "approved by Carl" in said
    assert "Akkoord" in said
    run(at, "take-back", actor=at.editor.username)
    run(at, "ask", actor=at.writer.username)
    run(at, "reject", actor=at.colleague.username, comment="Nee")
    assert at.draft.state == EDITING
    assert "rejected by Carl" in run(at, "state")


def test_each_verb_leaves_its_trace(at: Desk) -> None:
    ask(at)
    approve(at, at.colleague)
    ask_review.take_back(at.writer, at.draft)
    made = AuditEntry.objects.filter(organisation=at.organisation)
    actions = list(made.order_by("-sequence").values_list("action", flat=True)[:3])
    assert actions == ["take back", "approve", "ask for review"]
    assert Policy.objects.get(pk=at.policy.pk).rounds.count() == 1
