"""Reading again: the next review date, that it was done, and reminders (F71)."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from organisations import audit
from organisations.models import AuditEntry, Message, Preference
from policies.actions import remind_reviews as reminding
from policies.actions.plan_review import (
    MOST_MONTHS,
    mark_reviewed,
    months_after,
    plan_review,
)
from policies.models import Policy
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.desk_world import Desk, desk, refused

DUE = dt.date(2026, 3, 1)


@pytest.fixture
def at(db: None) -> Desk:
    return desk()


def plan(at: Desk, on: dt.date | None = DUE, months: int = 12) -> Policy:
    plan_review(at.editor, at.policy, on=on, months=months)
    return Policy.objects.get(pk=at.policy.pk)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-15", 12, "2027-12-15"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_end_on_the_last_day_that_there_is(
    day: str, months: int, then: str
) -> None:
    found = months_after(dt.date.fromisoformat(day), months)
    assert found == dt.date.fromisoformat(then)


def test_publishing_plans_the_next_review(at: Desk) -> None:
    world.published(at.policy)
    policy = Policy.objects.get(pk=at.policy.pk)
    today = timezone.localdate(timezone=at.organisation.zone)
    assert policy.reviewed_on is None
    assert policy.next_review == months_after(today, 12)


def test_a_history_that_is_taken_over_is_reviewed_a_period_from_today(at: Desk) -> None:
    policy = Policy.objects.get(pk=at.policy.pk)
    today = timezone.localdate(timezone=at.organisation.zone)
    assert policy.reviewed_on is None
    assert policy.next_review == months_after(today, 12)


def test_a_review_is_planned_and_the_trail_says_from_what_to_what(at: Desk) -> None:
    plan(at, on=dt.date(2023, 1, 1))
    policy = plan(at, months=6)
    assert (policy.next_review, policy.review_months) == (DUE, 6)
    entry = AuditEntry.objects.filter(action="plan review").latest("sequence")
    assert entry.details["changes"] == {"next_review": ["2023-01-01", "2026-03-01"]}
    assert plan(at, on=None).next_review is None


@pytest.mark.parametrize("months", [0, -1, MOST_MONTHS + 1])
def test_a_number_of_months_has_bounds(at: Desk, months: int) -> None:
    assert refused(lambda: plan(at, months=months)) == "months"


def test_only_who_writes_plans_and_marks(at: Desk) -> None:
    deed = lambda: plan_review(at.viewer, at.policy, on=DUE, months=1)  # noqa: E731
    assert refused(deed) == "forbidden"
    assert refused(lambda: mark_reviewed(at.viewer, at.policy)) == "forbidden"


def test_read_again_and_still_right_plans_from_today(at: Desk) -> None:
    plan(at, months=6)
    mark_reviewed(at.editor, at.policy)
    policy = Policy.objects.get(pk=at.policy.pk)
    today = timezone.localdate(timezone=at.organisation.zone)
    assert policy.reviewed_on == today
    assert policy.next_review == months_after(today, 6)


def test_the_page_plans_marks_and_says_what_is_overdue(at: Desk) -> None:
    plan(at)
    browser = signed_in(at.editor, "en")
    assert "overdue" in browser.get(address(at.policy, "review/")).text
    sent = {"next_review": "2030-05-01", "review_months": "24"}
    answer = browser.post(address(at.policy, "review/plan/"), sent)
    assert answer["Location"] == address(at.policy, "review/") + "#planning"
    page = browser.get(address(at.policy, "review/")).text
    assert "1 May 2030" in page
    assert "overdue" not in page
    wrong = {"next_review": "soon", "review_months": "0"}
    browser.post(address(at.policy, "review/plan/"), wrong)
    assert Policy.objects.get(pk=at.policy.pk).review_months == 24
    browser.post(address(at.policy, "review/still-right/"))
    marked = Policy.objects.get(pk=at.policy.pk)
    assert marked.reviewed_on is not None
    assert marked.next_review == months_after(marked.reviewed_on, 24)


def remind(*arguments: str) -> str:
    out = StringIO()
    call_command("remind_reviews", *arguments, stdout=out)
    return out.getvalue()


def test_who_writes_is_told_once_a_week(
    at: Desk,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan(at)
    with django_capture_on_commit_callbacks(execute=True):
        assert "2026-03-01, told" in remind()
    told = {address for message in mail.outbox for address in message.to}
    assert told == {"wilma@acme.example", "carl@acme.example", "edith@acme.example"}
    assert "told" not in remind()
    assert Message.objects.count() == 3
    later = timezone.now() + reminding.PAUSE + dt.timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "told" in remind()
    assert Message.objects.count() == 6
    assert list(audit.verify()) == []


def test_a_policy_that_comes_due_within_the_week_is_told_of_by_itself(at: Desk) -> None:
    plan(at)
    remind()
    other = world.policy(at.organisation, "cookies")
    plan_review(None, other, on=DUE, months=12)
    lines = remind().splitlines()
    assert [line.endswith("told") for line in lines] == [False, True]


def test_nothing_due_tells_nobody(at: Desk) -> None:
    plan(at, on=timezone.localdate() + dt.timedelta(days=30))
    assert "No review is due." in remind()
    assert not Message.objects.exists()


def test_a_dry_run_writes_to_nobody(at: Desk) -> None:
    plan(at)
    assert "2026-03-01" in remind("--dry-run")
    assert not Message.objects.exists()
    assert "told" in remind()


def test_where_nobody_wants_it_nothing_is_noted_as_told(at: Desk) -> None:
    plan(at)
    for person in (at.writer, at.colleague, at.editor):
        Preference.objects.create(user=person, muted=["review_overdue"])
    assert "told" not in remind()
    assert not AuditEntry.objects.filter(action=reminding.ACTION).exists()


def test_reminding_is_for_who_writes(at: Desk) -> None:
    deed = lambda: reminding.remind_reviews(at.viewer, at.organisation)  # noqa: E731
    assert refused(deed) == "forbidden"
    assert not reminding.can_remind(at.viewer, at.organisation)


def test_a_day_comes_on_the_organisations_own_clock(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(at, on=dt.date(2026, 6, 2))
    evening = dt.datetime(2026, 6, 1, 23, 0, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: evening)
    assert reminding.overdue(at.organisation) == [at.policy]  # the 2nd in Amsterdam
    at.organisation.time_zone = "America/New_York"
    at.organisation.save()
    assert reminding.overdue(at.organisation) == []
    assert reminding.all_overdue() == {}
