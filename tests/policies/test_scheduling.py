"""Schedules: kept, cancelled, replaced, and clocks that are put forward and back."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from organisations import clock
from organisations.languages import texts
from organisations.models import Message, Role
from policies import log
from policies.actions.cancel_schedule import can_cancel, cancel_schedule
from policies.actions.publish import Publication, publish
from policies.actions.withdraw import withdraw
from policies.models import Policy, Version, Withdrawal
from policies.states import CANCELLED, SCHEDULED
from tests import world
from tests.policies.desk_world import refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def policy(db: None) -> Policy:
    made = world.policy(world.organisation())
    world.published(made, "2022-01-01")
    return made


def day(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def scheduled(
    policy: Policy, words: str, at: dt.datetime | None, **more: Any
) -> Version:
    world.rewrite(policy, words)
    return publish(None, policy, said(at, **more))


def said(at: dt.datetime | None = None, **more: Any) -> Publication:
    return Publication(effective_from=at, note=world.NOTE, **more)


def number(policy: Policy, at: dt.datetime) -> int:
    found = Version.objects.in_force(policy, at)
    assert found is not None
    return found.number


def test_the_text_before_stays_until_the_switch(policy: Policy) -> None:
    scheduled(policy, "tweede", day(10))
    assert number(policy, timezone.now()) == 1
    assert number(policy, day(9)) == 1
    assert number(policy, day(11)) == 2


def test_publishing_in_between_asks_what_becomes_of_the_schedule(
    policy: Policy,
) -> None:
    scheduled(policy, "tweede", day(10))
    world.rewrite(policy, "derde")
    assert refused(lambda: publish(None, policy, said())) == "scheduled"
    assert refused(lambda: publish(None, policy, said(scheduled="?"))) == "scheduled"
    assert Version.objects.count() == 2


def test_a_schedule_that_is_kept_replaces_the_new_text_on_its_day(
    policy: Policy,
) -> None:
    scheduled(policy, "tweede", day(10))
    scheduled(policy, "derde", None, scheduled="keep")
    assert number(policy, day(1)) == 3
    assert number(policy, day(11)) == 2


def test_a_schedule_that_is_cancelled_never_takes_effect(policy: Policy) -> None:
    scheduled(policy, "tweede", day(10))
    scheduled(policy, "derde", None, scheduled="cancel")
    assert number(policy, day(11)) == 3
    second = Version.objects.get(policy=policy, number=2)
    current = Version.objects.in_force(policy, timezone.now())
    assert second.state(timezone.now(), current) == CANCELLED
    assert list(log.verify()) == []


def test_every_schedule_is_cancelled_when_the_publisher_says_so(policy: Policy) -> None:
    scheduled(policy, "tweede", day(10))
    scheduled(policy, "derde", day(20), scheduled="keep")
    scheduled(policy, "vierde", day(15), scheduled="cancel")
    assert Withdrawal.objects.count() == 2
    assert [v.number for v in Version.objects.pending(policy, timezone.now())] == [4]


def test_the_same_moment_is_free_again_after_a_cancellation(policy: Policy) -> None:
    at = day(10)
    second = scheduled(policy, "tweede", at)
    world.rewrite(policy, "derde")
    assert refused(lambda: publish(None, policy, said(at, scheduled="keep"))) == "taken"
    cancel_schedule(None, second)
    assert publish(None, policy, said(at)).number == 3
    world.rewrite(policy, "vierde")
    assert publish(None, policy, said(at, scheduled="cancel")).number == 4
    assert number(policy, day(11)) == 4


def test_what_was_cancelled_or_withdrawn_can_be_published_again(policy: Policy) -> None:
    second = scheduled(policy, "tweede", day(10))
    assert refused(lambda: publish(None, policy, said(day(20), scheduled="keep"))) == (
        "unchanged"
    )
    cancel_schedule(None, second)
    third = publish(None, policy, said())
    assert (third.number, third.digest) == (3, second.digest)
    withdraw(None, third, {"nl": "Fout", "en": "Mistake"})
    assert publish(None, policy, said()).number == 4


def test_a_scheduled_text_can_be_brought_forward(policy: Policy) -> None:
    scheduled(policy, "tweede", day(10))
    assert publish(None, policy, said(scheduled="cancel")).number == 3
    assert number(policy, timezone.now()) == number(policy, day(11)) == 3


def test_the_database_refuses_two_versions_at_one_moment(policy: Policy) -> None:
    second = scheduled(policy, "tweede", day(10))
    row = Version.objects.get(pk=second.pk)
    row.pk, row.number, row.sequence = None, 3, 999
    row.record_digest, row._state.adding = "f" * 64, True
    with pytest.raises(DatabaseError, match="another version"), transaction.atomic():
        row.save()
    assert Version.objects.filter(policy=policy).count() == 2


def test_a_schedule_is_not_cancelled_after_it_took_effect(policy: Policy) -> None:
    version = Version.objects.get(policy=policy)
    assert refused(lambda: cancel_schedule(None, version)) == "in_force"
    assert not can_cancel(None, version)
    second = scheduled(policy, "tweede", day(10))
    cancel_schedule(None, second)
    assert refused(lambda: cancel_schedule(None, second)) == "cancelled"
    assert Withdrawal.objects.count() == 1


def test_cancelling_is_the_approvers_and_says_so_in_both_languages(
    policy: Policy,
) -> None:
    second = scheduled(policy, "tweede", day(10))
    editor = world.person("edith", Role.EDITOR, policy.organisation)
    stranger = world.person("stranger", Role.OWNER, world.organisation("bolt"))
    for person in (editor, stranger):
        assert refused(lambda who=person: cancel_schedule(who, second)) == "forbidden"
    approver = world.person("ada", Role.APPROVER, policy.organisation)
    row = cancel_schedule(approver, second)
    assert set(texts(row, "reason")) == {"nl", "en"}
    assert row.at < second.effective_from
    assert list(log.verify()) == []


@pytest.mark.django_db
def test_a_first_version_needs_no_note_when_nothing_ever_took_effect() -> None:
    made = world.policy(world.organisation("cara"))
    first = publish(None, made, Publication(effective_from=day(10)))
    cancel_schedule(None, first)
    assert publish(None, made, Publication()).number == 2


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2027-03-28T01:59", "2027-03-28T00:59"),
        ("2027-03-28T03:00", "2027-03-28T01:00"),
        ("2026-10-25T01:59", "2026-10-24T23:59"),
        ("2026-10-25T03:00", "2026-10-25T02:00"),
        ("2026-06-01T09:00", "2026-06-01T07:00"),
    ],
)
def test_a_time_on_the_clock_is_one_moment(local: str, utc: str) -> None:
    wanted = dt.datetime.fromisoformat(local)
    found = clock.moment(wanted.date(), wanted.time(), AMSTERDAM)
    assert found == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("time", [dt.time(2, 0), dt.time(2, 30), dt.time(2, 59)])
def test_a_time_over_which_the_clock_is_put_forward_does_not_exist(
    time: dt.time,
) -> None:
    with pytest.raises(clock.Skipped) as caught:
        clock.moment(dt.date(2027, 3, 28), time, AMSTERDAM)
    assert caught.value.later.time() == dt.time(3, time.minute)


def test_a_time_over_which_the_clock_is_put_back_comes_twice() -> None:
    night, time = dt.date(2026, 10, 25), dt.time(2, 30)
    with pytest.raises(clock.Twice):
        clock.moment(night, time, AMSTERDAM)
    first = clock.moment(night, time, AMSTERDAM, "first")
    second = clock.moment(night, time, AMSTERDAM, "second")
    assert second - first == dt.timedelta(hours=1)
    assert first == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("when", "says"),
    [("2027-03-28T02:30", "03:30"), ("2027-10-31T02:30", "offset")],
)
def test_the_command_line_says_which_times_do_not_exist_or_come_twice(
    policy: Policy, when: str, says: str
) -> None:
    world.rewrite(policy, "tweede")
    with pytest.raises(CommandError, match=says):
        command(policy, "publish_policy", effective=when, minor=True)
    assert Version.objects.count() == 1
    command(
        policy,
        "publish_policy",
        effective=f"{when}+01:00",
        minor=True,
        override="As it was.",
    )
    assert Version.objects.get(number=2).effective_from.tzinfo == dt.UTC


def command(policy: Policy, name: str, **options: Any) -> str:
    out = StringIO()
    call_command(
        name, organisation=policy.organisation.slug, policy="privacy", stdout=out,
        **options,
    )  # fmt: skip
    return out.getvalue()


def test_the_command_line_keeps_and_cancels_schedules(policy: Policy) -> None:
    scheduled(policy, "tweede", day(10))
    world.rewrite(policy, "derde")
    with pytest.raises(CommandError):
        command(policy, "publish_policy", minor=True)
    command(
        policy, "publish_policy", minor=True, scheduled="keep", override="As it was."
    )
    assert "version 2 will not" in command(policy, "cancel_schedule", number=2)
    with pytest.raises(CommandError, match="no version 9"):
        command(policy, "cancel_schedule", number=9)
    assert number(policy, day(11)) == 3


def test_the_command_line_withdraws_with_a_persons_rights(policy: Policy) -> None:
    editor = world.person("edith", Role.EDITOR, policy.organisation)
    reasons = {"reason_nl": "Fout", "reason_en": "Mistake"}
    with pytest.raises(CommandError):
        command(policy, "withdraw_policy", number=1, actor=editor.username, **reasons)
    with pytest.raises(CommandError):
        command(policy, "withdraw_policy", number=1)
    assert not Withdrawal.objects.exists()
    command(policy, "withdraw_policy", number=1, **reasons)
    assert Withdrawal.objects.get().version.number == 1


@pytest.mark.django_db(transaction=True)
def test_who_writes_for_the_organisation_hears_of_a_publication() -> None:
    made = world.policy(world.organisation())
    world.published(made, "2022-01-01")
    people = {}
    for name, role in (
        ("ada", Role.APPROVER), ("edith", Role.EDITOR), ("vera", Role.VIEWER),
    ):  # fmt: skip
        person = world.person(name, role, made.organisation)
        person.email = f"{name}@acme.example"
        person.save()
        people[name] = person
    other = world.person("oscar", Role.OWNER, world.organisation("bolt"))
    other.email = "oscar@bolt.example"
    other.save()
    mail.outbox.clear()
    world.rewrite(made, "tweede")
    publish(people["ada"], made, said())
    assert [message.to for message in mail.outbox] == [["edith@acme.example"]]
    assert Message.objects.filter(sent_at=None).count() == 0


def test_the_state_of_a_version_follows_its_moment(policy: Policy) -> None:
    second = scheduled(policy, "tweede", day(10))
    now = timezone.now()
    assert second.state(now, Version.objects.in_force(policy, now)) == SCHEDULED
