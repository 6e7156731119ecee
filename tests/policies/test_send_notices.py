"""What readers are told of: which versions, whom, in which words, and each once."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations import mail
from organisations.languages import write
from organisations.models import Organisation
from policies.actions import send_notices as sending
from policies.actions.announce_processor import withdraw_announcements
from policies.actions.cancel_schedule import cancel_schedule
from policies.actions.publish import Publication, publish
from policies.actions.withdraw import withdraw
from policies.kinds import wording
from policies.models import (
    Announcement,
    Letter,
    Policy,
    Processor,
    Subscription,
    Version,
)
from policies.news import SOURCES
from tests import world
from tests.organisations.mail_world import (
    Postbox,
    by_smtp,
    mail_server,
    opened,
)
from tests.policies import notice_world
from tests.policies.readers_world import link, reader, visit, words
from tests.programs import free_port

pytestmark = pytest.mark.django_db(transaction=True)
RITA = "rita@example.org"
REASON = {"nl": "Het klopte niet.", "en": "It was wrong."}


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    """In force since 2018; its readers came later."""
    made = world.policy(acme)
    world.published(made, "2018-05-25")
    return made


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with mail_server(settings) as found:
        yield found


def changed(policy: Policy, words: str = "tweede", **more: Any) -> Version:
    """Another version, now or from a moment on."""
    world.rewrite(policy, words)
    return publish(None, policy, Publication(note=world.NOTE, **more))


def send(*arguments: str) -> None:
    call_command("send_notices", *arguments)


def lease_is_over() -> None:
    Letter.objects.filter(sent_at=None).update(next_attempt=timezone.now())


def test_each_reader_is_told_once_in_their_own_language(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA, language="en")
    reader(policy.organisation, "nora@example.org", policy, language="nl")
    changed(policy)
    send()
    send()
    assert sorted(postbox.receivers) == ["nora@example.org", RITA]
    by_name = {letter["To"]: letter for letter in postbox.letters()}
    english, dutch = by_name[RITA], by_name["nora@example.org"]
    assert english["Subject"] == "Privacy policy has changed (Acme)"
    assert "New period." in words(english)
    assert "- Introduction: text changed" in words(english)
    assert "http://acme.localhost:8000/en/privacy/changes/1..2/" in words(english)
    assert "Nieuwe termijn." in words(dutch)
    assert "http://acme.localhost:8000/nl/privacy/wijzigingen/1..2/" in words(dutch)
    assert "nora" not in words(english) + str(english)


def test_where_a_letter_leads_is_there(policy: Policy, postbox: Postbox) -> None:
    reader(policy.organisation, RITA)
    changed(policy)
    send()
    (letter,) = postbox.letters()
    for word in ("changes", "v", "unsubscribe"):
        assert visit(link(letter, word)).status_code == 200, word


def test_readers_are_told_well_before_the_day(policy: Policy, postbox: Postbox) -> None:
    reader(policy.organisation, RITA)
    ahead = timezone.now() + dt.timedelta(days=40)
    changed(policy, effective_from=ahead)
    send()
    (letter,) = postbox.letters()
    day = ahead.astimezone(policy.organisation.zone)
    told = f"{day.day} {day:%B %Y}"
    assert letter["Subject"] == f"Privacy policy changes on {told} (Acme)"
    assert f"In force from: {told} at" in words(letter)
    assert visit(link(letter, "changes")).status_code == 200


def test_a_new_policy_is_told_to_who_follows_all(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    reader(policy.organisation, "one@example.org", policy)
    world.published(world.policy(policy.organisation, "cookies", "koek"))
    send()
    assert postbox.receivers == [RITA]
    assert postbox.letters()[0]["Subject"] == "New: Privacy policy (Acme)"


def test_a_minor_change_is_not_told(policy: Policy, postbox: Postbox) -> None:
    reader(policy.organisation, RITA)
    changed(policy, material=False, override="Spelling.")
    send()
    assert postbox.arrived == []


def test_who_confirmed_later_or_never_is_not_told(
    policy: Policy, postbox: Postbox
) -> None:
    changed(policy)
    late = reader(policy.organisation, "late@example.org")
    late.confirmed_at = timezone.now()
    late.save()
    reader(policy.organisation, "never@example.org")
    Subscription.objects.filter(email__startswith="never").update(confirmed_at=None)
    send()
    assert postbox.arrived == []
    assert Announcement.objects.count() == 2


def test_another_organisation_s_readers_are_not_told(
    policy: Policy, postbox: Postbox
) -> None:
    reader(world.organisation("bolt"), RITA)
    changed(policy)
    send()
    assert postbox.arrived == []


def test_history_that_is_taken_over_is_no_news(
    acme: Organisation, postbox: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    row = reader(acme, RITA)
    row.confirmed_at = timezone.now() - dt.timedelta(days=3000)
    row.save()
    world.published(world.policy(acme), "2022-10-26")
    send()
    assert postbox.arrived == []
    assert "too old to be news" in capsys.readouterr().out
    send()
    assert "too old" not in capsys.readouterr().out


@pytest.mark.parametrize("when", ["before it is announced", "after"])
def test_what_was_withdrawn_or_cancelled_is_not_told(
    policy: Policy, settings: Any, when: str
) -> None:
    reader(policy.organisation, RITA)
    ahead = changed(policy, "derde", effective_from=timezone.now() + dt.timedelta(9))
    now = changed(policy, "tweede", scheduled="keep")
    if when == "after":
        by_smtp(settings, free_port())
        with pytest.raises(CommandError):
            send()
        assert Letter.objects.count() == 2
    withdraw(None, now, REASON)
    cancel_schedule(None, ahead)
    with mail_server(settings) as postbox:
        send()
        send()
    assert postbox.arrived == []
    assert not Letter.objects.exists()


def after_the_first(postbox: Postbox, first: int) -> dict[str, EmailMessage]:
    """The letters after so many, by receiver; nobody got two of them."""
    found = postbox.letters()[first:]
    by_name = {letter["To"]: letter for letter in found}
    assert len(by_name) == len(found)
    return by_name


def test_who_was_told_of_a_version_is_told_once_that_it_was_withdrawn(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    reader(policy.organisation, "nora@example.org", policy, language="nl")
    version = changed(policy)
    send()
    reader(policy.organisation, "late@example.org")
    withdraw(None, version, REASON)
    send()
    send()
    told = after_the_first(postbox, 2)
    assert sorted(told) == ["nora@example.org", RITA]
    english, dutch = words(told[RITA]), words(told["nora@example.org"])
    assert told[RITA]["Subject"] == "Privacy policy: version 2 was withdrawn (Acme)"
    assert "\nIt was wrong.\n" in english
    assert "\nHet klopte niet.\n" in dutch
    assert "No text is in force at the moment." in english
    assert "is not in force yet" not in english
    assert "/v/2/" not in english
    assert visit(link(told[RITA], "versions")).status_code == 200
    assert "/nl/privacy/versies/" in dutch


def test_the_text_after_a_withdrawn_one_is_named_and_the_one_to_come(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    version = changed(policy)
    send()
    withdraw(None, version, REASON)
    ahead = timezone.now() + dt.timedelta(days=40)
    minor = {"material": False, "override": "Spelling."}
    changed(policy, "derde", **minor)
    changed(policy, "vierde", effective_from=ahead, **minor)
    send()
    said = words(after_the_first(postbox, 1)[RITA])
    assert "Version 3 has been in force since " in said
    day = wording.day(ahead.astimezone(policy.organisation.zone).date(), "en")
    assert f"Version 4 is not in force yet. It takes effect on {day}." in said


def test_a_superseded_text_that_is_withdrawn_leaves_the_one_in_force(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    version = changed(policy)
    changed(policy, "derde", material=False, override="Spelling.")
    send()
    withdraw(None, version, REASON)
    send()
    assert "Version 3 stays in force." in words(after_the_first(postbox, 1)[RITA])


def test_who_was_told_of_a_schedule_is_told_that_it_was_cancelled(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    ahead = timezone.now() + dt.timedelta(days=40)
    version = changed(policy, effective_from=ahead)
    send()
    cancel_schedule(None, version)
    send()
    letter = after_the_first(postbox, 1)[RITA]
    assert letter["Subject"] == (
        "Privacy policy: version 2 does not take effect (Acme)"
    )
    day = wording.day(ahead.astimezone(policy.organisation.zone).date(), "en")
    said = words(letter)
    assert f"that version 2 would take effect on {day}." in said.replace("\n", " ")
    assert "Cancelled before it took effect." in said
    assert "Version 1 stays in force." in said


def test_a_schedule_that_another_version_replaces_is_told_of_first(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    ahead = timezone.now() + dt.timedelta(days=40)
    changed(policy, effective_from=ahead)
    send()
    changed(policy, "derde", effective_from=ahead, scheduled="cancel")
    send()
    subjects = [letter["Subject"] for letter in postbox.letters()[1:]]
    assert "does not take effect" in subjects[0]
    assert "changes on" in subjects[1]


def test_only_who_may_have_read_of_it_is_told_that_a_version_was_withdrawn(
    policy: Policy, postbox: Postbox
) -> None:
    for email in (RITA, "killed@example.org", "waits@example.org"):
        reader(policy.organisation, email)
    version = changed(policy)
    sending.announce()
    mine = Letter.objects.filter(subscription__email=RITA)
    mine.update(sent_at=timezone.now(), attempts=1)
    Letter.objects.filter(subscription__email__startswith="killed").update(attempts=1)
    withdraw(None, version, REASON)
    # It comes upon what was withdrawn in the midst of sending.
    sending.deliver(lambda *_: None)
    send()
    assert sorted(postbox.receivers) == ["killed@example.org", RITA]
    assert not Letter.objects.filter(sent_at=None).exists()


def test_who_was_told_of_a_version_longer_than_a_month_ago_is_told_of_its_end(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, "late@example.org")
    early = reader(policy.organisation, RITA)
    then = timezone.now() - dt.timedelta(days=31)
    early.confirmed_at = then - dt.timedelta(days=1)
    early.save()
    version = changed(policy, effective_from=then, published_at=then)
    Announcement.objects.create(subject="version", object_id=version.pk, at=then)
    withdraw(None, version, REASON)
    send()
    assert postbox.receivers == [RITA]


def test_what_is_withdrawn_is_compared_with_nothing(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    withdraw(None, changed(policy, "geheim"), REASON)
    changed(policy, "derde")
    send()
    (letter,) = postbox.letters()
    assert link(letter, "changes").endswith("/1..3/")
    assert "geheim" not in words(letter)


def test_a_text_before_the_first_in_force_waits_for_its_day(
    acme: Organisation, postbox: Postbox
) -> None:
    reader(acme, RITA)
    world.published(world.policy(acme), timezone.now() + dt.timedelta(days=5))
    send()
    assert postbox.arrived == []
    assert not Announcement.objects.exists()


def test_of_many_changes_the_first_are_told_and_how_many_more(
    policy: Policy, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(policy.organisation, RITA)
    monkeypatch.setattr("policies.news.versions.MOST_LINES", 2)
    policy.organisation.legal_name = "Acme N.V."
    policy.organisation.city = "Breda"
    policy.organisation.save()
    changed(policy)
    send()
    text = words(postbox.letters()[0])
    assert text.count("\n- ") == 2
    assert "- and 3 more changes" in text


def test_readers_of_a_text_that_names_processors_are_told_of_one(
    acme: Organisation, postbox: Postbox
) -> None:
    names = notice_world.naming(acme)
    other = world.policy(acme, "cookies", "koek")
    world.published(other, "2018-05-25")
    reader(acme, RITA)
    reader(acme, "one@example.org", names)
    reader(acme, "other@example.org", other)
    first = notice_world.processor(acme, since=notice_world.ahead(acme, 40))
    (notice,) = notice_world.saved(first)
    send()
    send()
    assert sorted(postbox.receivers) == ["one@example.org", RITA]
    letter = postbox.letters()[0]
    assert letter["Subject"].startswith("Stripe will process data from ")
    assert f"From {wording.day(notice.effective_on, 'en')}, Stripe" in words(letter)
    assert "You can object." in words(letter)
    assert visit(link(letter, "processors")).status_code == 200


def test_a_processor_that_is_taken_back_is_not_told(
    acme: Organisation, postbox: Postbox
) -> None:
    notice_world.naming(acme)
    reader(acme, RITA)
    row = notice_world.processor(acme, since=notice_world.ahead(acme, 40))
    notice_world.saved(row)
    sending.announce()
    withdraw_announcements(None, row)
    send()
    assert postbox.arrived == []


def announced(at: Organisation, *people: str) -> Processor:
    """A processor to come that these readers are to be told of."""
    notice_world.naming(at)
    for email in people:
        reader(at, email)
    row = notice_world.processor(at, since=notice_world.ahead(at, 40))
    notice_world.saved(row)
    return row


def the_day(row: Processor, language: str) -> str:
    """From when it works, in words."""
    assert row.since is not None
    return wording.day(row.since, language)


def given_up(row: Processor) -> None:
    """Deleted, as the admin does it."""
    withdraw_announcements(None, row)
    row.delete()


def test_another_day_says_which_announcement_it_replaces(
    acme: Organisation, postbox: Postbox
) -> None:
    row = announced(acme, RITA)
    reader(acme, "nora@example.org", language="nl")
    send()
    assert "replaces" not in "".join(map(words, postbox.letters()))
    day = the_day(row, "en")
    notice_world.saved(row, since=notice_world.ahead(acme, 50))
    send()
    send()
    by_name = {letter["To"]: words(letter) for letter in postbox.letters()[2:]}
    assert len(postbox.letters()) == 4
    today = wording.day(notice_world.ahead(acme, 0), "en")
    replaced = f"This replaces our announcement of {today}: “From {day}, Stripe ("
    assert replaced in by_name[RITA].replace("\n", " ")
    assert "An announcement has changed" in by_name[RITA]
    assert the_day(row, "en") in by_name[RITA]
    assert the_day(row, "nl") in by_name["nora@example.org"]


def test_a_day_that_nobody_was_written_about_is_not_named(
    acme: Organisation, postbox: Postbox
) -> None:
    row = announced(acme, RITA)
    sending.announce()
    notice_world.saved(row, since=notice_world.ahead(acme, 50))
    send()
    (letter,) = postbox.letters()
    assert "replaces" not in words(letter)


def test_who_was_told_of_a_processor_is_told_once_that_it_does_not_come(
    acme: Organisation, postbox: Postbox
) -> None:
    row = announced(acme, RITA)
    reader(acme, "nora@example.org", language="nl")
    send()
    day = the_day(row, "en")
    reader(acme, "late@example.org")
    given_up(row)
    send()
    send()
    told = {letter["To"]: letter for letter in postbox.letters()[2:]}
    assert len(postbox.letters()) == 4
    assert sorted(told) == ["nora@example.org", RITA]
    assert told[RITA]["Subject"] == "Taken back: our announcement about Stripe (Acme)"
    said = words(told[RITA])
    assert f"we announced: “From {day}, Stripe (payments, Ireland)" in said
    assert "this change does not take place.\n" in said
    assert visit(link(told[RITA], "processors")).status_code == 200
    assert "/nl/verwerkers/" in words(told["nora@example.org"])


def test_an_end_that_is_called_off_is_told_too(
    acme: Organisation, postbox: Postbox
) -> None:
    notice_world.naming(acme)
    row = notice_world.processor(acme, since=notice_world.ahead(acme, -9))
    row.save()
    notice_world.saved(row, until=notice_world.ahead(acme, 5))
    reader(acme, RITA)
    send()
    notice_world.saved(row, until=None)
    send()
    letter = postbox.letters()[-1]
    assert letter["Subject"].startswith("Taken back: ")
    assert "does not take place as announced." in words(letter)


def test_only_who_may_have_read_of_it_is_told_that_it_was_taken_back(
    acme: Organisation, postbox: Postbox
) -> None:
    row = announced(acme, RITA, "killed@example.org", "waits@example.org")
    sending.announce()
    mine = Letter.objects.filter(subscription__email=RITA)
    mine.update(sent_at=timezone.now(), attempts=1)
    Letter.objects.filter(subscription__email__startswith="killed").update(attempts=1)
    given_up(row)
    # It comes upon what was taken back in the midst of sending.
    sending.deliver(lambda *_: None)
    send()
    assert sorted(postbox.receivers) == ["killed@example.org", RITA]
    assert not Letter.objects.filter(sent_at=None).exists()


def test_a_second_day_taken_back_unsent_is_told_to_who_read_of_the_first(
    acme: Organisation, postbox: Postbox
) -> None:
    row = announced(acme, RITA)
    send()
    day = the_day(row, "en")
    notice_world.saved(row, since=notice_world.ahead(acme, 50))
    given_up(row)
    send()
    assert len(postbox.letters()) == 2
    assert f"From {day}, Stripe" in words(postbox.letters()[1])


def test_who_was_told_longer_than_a_month_ago_is_told_that_it_does_not_come(
    acme: Organisation, postbox: Postbox
) -> None:
    row = announced(acme, RITA)
    send()
    month = dt.timedelta(days=31)
    row.notices.update(announced_at=timezone.now() - month)
    Announcement.objects.update(at=timezone.now() - month)
    Subscription.objects.update(confirmed_at=timezone.now() - 2 * month)
    reader(acme, "late@example.org")
    given_up(row)
    send()
    assert not Letter.objects.filter(announcement__subject="processor").exists()
    assert postbox.receivers == [RITA, RITA]


def test_the_headers_are_those_that_mailboxes_go_by(
    policy: Policy, postbox: Postbox
) -> None:
    row = reader(policy.organisation, RITA)
    changed(policy)
    send()
    (letter,) = postbox.letters()
    address = link(letter, "unsubscribe")
    assert letter["List-Unsubscribe"].strip() == f"<{address}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Id"] == "<changes.acme.localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["From"] == "Acme <policies@localhost>"
    assert letter["Message-ID"] == f"<{Letter.objects.get().uid}@acme.localhost>"
    html = letter.get_body(("html",))
    assert html is not None
    assert address in html.get_content()
    visit(address, {"List-Unsubscribe": "One-Click"})
    assert not Subscription.objects.filter(pk=row.pk).exists()


def test_names_add_no_header_and_no_markup(policy: Policy, postbox: Postbox) -> None:
    at, evil = policy.organisation, "Eve\r\nBcc: thief@example.org <b>"
    at.trade_name = evil
    at.save()
    write(policy, "title", {"nl": evil, "en": evil})
    policy.save()
    reader(at, RITA)
    changed(policy)
    send()
    (letter,) = postbox.letters()
    assert letter["Bcc"] is None
    assert postbox.receivers == [RITA]
    html = letter.get_body(("html",))
    assert html is not None
    assert "<b>" not in html.get_content()


def test_one_refused_reader_keeps_nobody_waiting_and_is_not_tried_again(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, "gone@example.org")
    reader(policy.organisation, RITA)
    postbox.refused.add("gone@example.org")
    changed(policy)
    send()
    assert postbox.receivers == [RITA]
    letter = Letter.objects.get(sent_at=None)
    assert letter.next_attempt is None
    assert letter.last_error == "SMTPRecipientsRefused"
    assert letter.subscription.refusals == 1


def test_an_address_that_is_refused_three_times_is_deleted(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, "gone@example.org")
    postbox.refused.add("gone@example.org")
    for number in range(3):
        assert Subscription.objects.count() == 1
        changed(policy, f"nummer {number}")
        send()
    assert not Subscription.objects.exists()


def test_an_address_that_takes_a_letter_again_starts_anew(
    policy: Policy, postbox: Postbox
) -> None:
    row = reader(policy.organisation, RITA)
    Subscription.objects.update(refusals=2)
    changed(policy)
    send()
    row.refresh_from_db()
    assert row.refusals == 0


def test_a_mailbox_that_is_full_for_now_is_tried_later(
    policy: Policy, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_arguments: Any) -> str:
        return "452 mailbox full"

    reader(policy.organisation, RITA)
    changed(policy)
    with monkeypatch.context() as patched:
        patched.setattr(postbox, "handle_RCPT", full)
        send()
    letter = Letter.objects.get()
    assert letter.next_attempt is not None
    assert letter.next_attempt > timezone.now() + dt.timedelta(minutes=4)
    assert letter.subscription.refusals == 0
    lease_is_over()
    send()
    assert postbox.receivers == [RITA]


def test_a_server_that_is_away_is_told_of_and_what_waits_is_sent_later(
    policy: Policy, settings: Any
) -> None:
    for number in range(3):
        reader(policy.organisation, f"p{number}@example.org")
    changed(policy)
    by_smtp(settings, free_port())
    with pytest.raises(CommandError, match="away: 3 letters wait"):
        send()
    with mail_server(settings) as postbox:
        send()
    assert len(postbox.receivers) == len({*postbox.receivers}) == 3


def test_a_text_that_can_t_be_written_keeps_no_other_waiting(
    policy: Policy, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(policy.organisation, RITA)
    other = world.policy(policy.organisation, "cookies", "koek")
    broken = changed(policy)
    world.published(other)
    source = SOURCES["version"]

    def written(pk: int, *more: str) -> mail.Written:
        if pk == broken.pk:
            raise RuntimeError
        return source.written(pk, *more)

    monkeypatch.setitem(SOURCES, "version", replace(source, written=written))
    send()
    assert postbox.letters()[0]["Subject"] == "New: Privacy policy (Acme)"
    assert Letter.objects.get(sent_at=None).last_error == "can't be written"


def test_each_text_is_written_once_a_language(
    policy: Policy, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        reader(
            policy.organisation,
            f"p{number}@x.nl",
            language="nl" if number % 2 else "en",
        )
    changed(policy)
    calls: list[str] = []
    source = SOURCES["version"]

    def written(pk: int, language: str, mark: str) -> mail.Written:
        calls.append(language)
        return source.written(pk, language, mark)

    monkeypatch.setitem(SOURCES, "version", replace(source, written=written))
    send("--batch", "2")
    assert sorted(calls) == ["en", "nl"]
    assert (
        len(
            {
                link(x, "unsubscribe")
                for x in postbox.letters()
                if x["Subject"] == "Privacy policy has changed (Acme)"
            }
        )
        == 3
    )


def test_a_letter_more_costs_three_queries_more(
    policy: Policy, postbox: Postbox
) -> None:
    def queries(readers: int) -> int:
        for number in range(readers):
            reader(policy.organisation, f"p{number}.{readers}@example.org")
        changed(policy, f"tekst {readers}")
        sending.announce()
        with CaptureQueriesContext(connection) as found:
            sending.deliver(lambda *_: None)
        Subscription.objects.all().delete()
        return len(found)

    assert queries(8) - queries(3) == 5 * 3


def test_batches_tell_how_far_they_are(
    policy: Policy, postbox: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(5):
        reader(policy.organisation, f"p{number}@example.org")
    changed(policy)
    send("--batch", "2")
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "5 letters written, 0 addresses deleted.",
        "1 texts are too old to be news: nobody was told.",
        "2 of 5",
        "4 of 5",
        "5 of 5",
        "5 sent, 0 refused.",
    ]


def test_letters_are_deleted_after_a_month_and_nobody_is_told_again(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, RITA)
    changed(policy)
    send()
    Announcement.objects.update(at=timezone.now() - dt.timedelta(days=31))
    send()
    assert not Letter.objects.exists()
    assert postbox.receivers == [RITA]


def test_several_senders_at_once_send_each_letter_once(
    policy: Policy, postbox: Postbox
) -> None:
    for number in range(12):
        reader(policy.organisation, f"p{number}@example.org")
    changed(policy)
    together = threading.Barrier(3)
    failures: list[BaseException] = []

    def attempt() -> None:
        try:
            together.wait()
            sending.announce()
            sending.deliver(lambda *_: None)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(postbox.receivers) == len({*postbox.receivers}) == 12


class Killer(Postbox):
    """A server that kills who sends, at these letters: before or after it has them."""

    def __init__(self, before: set[int], after: set[int]) -> None:
        super().__init__()
        self.before, self.after = before, after
        self.seen = 0
        self.sender: subprocess.Popen[str] | None = None

    def _kill(self) -> None:
        assert self.sender is not None
        self.sender.send_signal(signal.SIGKILL)
        self.sender.wait()

    async def handle_RCPT(self, *arguments: Any) -> str:  # noqa: N802
        self.seen += 1
        if self.seen in self.before:
            self._kill()
        return await super().handle_RCPT(*arguments)

    async def handle_DATA(self, *arguments: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(*arguments)
        if self.seen in self.after:
            self._kill()
        return answer


def senders_killed(server: Killer, kills: int) -> str:
    """Run the command in processes of its own until it ends by itself."""
    port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "DEMO": "1",
        "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_FILE_PATH": "",
    }  # fmt: skip
    try:
        for _run in range(kills + 1):
            server.sender = subprocess.Popen(
                [sys.executable, "manage.py", "send_notices", "--batch", "40"],
                cwd=django_settings.BASE_DIR, env=environment, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            output, _nothing = server.sender.communicate(timeout=300)
            killed = server.sender.returncode == -signal.SIGKILL
            assert killed == (_run < kills), output
            lease_is_over()
    finally:
        controller.stop()
    return output


def database_url() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    login = (
        f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    )
    return f"postgresql://{login}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def test_300_readers_get_one_letter_each_though_the_sender_is_killed_twice(
    policy: Policy,
) -> None:
    people = [f"reader{number}@example.org" for number in range(300)]
    for email in people:
        reader(policy.organisation, email)
    changed(policy)
    server = Killer(before={70, 200}, after=set())
    output = senders_killed(server, kills=2)
    assert Counter(server.receivers) == Counter(people)
    assert not Letter.objects.filter(sent_at=None).exists()
    assert "0 letters written, 0 addresses deleted." in output.splitlines()


def test_what_is_taken_back_is_told_once_though_the_sender_is_killed(
    acme: Organisation,
) -> None:
    people = [f"reader{number}@example.org" for number in range(8)]
    row = announced(acme, *people)
    sending.announce()
    Letter.objects.update(sent_at=timezone.now(), attempts=1)
    given_up(row)
    server = Killer(before={3}, after=set())
    senders_killed(server, kills=1)
    assert Counter(server.receivers) == Counter(people)


def test_a_letter_sent_twice_in_the_one_instant_is_the_same_to_a_mailbox(
    policy: Policy,
) -> None:
    people = [f"reader{number}@example.org" for number in range(6)]
    for email in people:
        reader(policy.organisation, email)
    changed(policy)
    server = Killer(before=set(), after={3})
    senders_killed(server, kills=1)
    twice = [email for email, times in Counter(server.receivers).items() if times > 1]
    assert len(twice) == 1
    known = {
        (email, opened(raw)["Message-ID"])
        for emails, raw in server.arrived
        for email in emails
    }
    assert sorted(email for email, _id in known) == people
    same = {raw for emails, raw in server.arrived if emails == twice}
    assert len({opened(raw)["Date"] for raw in same}) == 1
