"""Sending, against a real mail server on this machine."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone

from organisations import mail
from organisations.models import Message, Organisation
from tests import world
from tests.organisations.mail_world import (
    CONTEXTS,
    Postbox,
    by_smtp,
    colleague,
    mail_server,
)
from tests.programs import free_port

# Sent after the commit, so that these tests have to commit.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with mail_server(settings) as found:
        yield found


def ask(at: Organisation, *people: Any, **changes: Any) -> None:
    """Somebody asks these people for a review: a deed that writes messages."""
    context = {**CONTEXTS["review_asked"], **changes}
    with transaction.atomic():
        mail.queue("review_asked", people, at, context)


def later() -> None:
    """The pause after a failure is over."""
    Message.objects.update(next_attempt=timezone.now())


def test_what_arrives_is_text_and_html_in_the_right_language(
    acme: Organisation, postbox: Postbox
) -> None:
    ask(acme, colleague("nora", acme, "nl"), colleague("ed", acme, "en"))
    assert postbox.receivers == ["nora@example.org", "ed@example.org"]
    dutch, english = postbox.letters()
    assert dutch["To"] == "nora@example.org"
    assert dutch["Subject"] == "Ter beoordeling: Privacybeleid (Acme)"
    assert english["Subject"] == "Please review: Privacy policy (Acme)"
    for letter, words in ((dutch, "vraagt u"), (english, "asks you")):
        assert letter.get_content_type() == "multipart/alternative"
        parts = {part.get_content_type(): part for part in letter.iter_parts()}
        assert list(parts) == ["text/plain", "text/html"]
        for part in parts.values():
            assert words in part.get_content()
            assert "Zoë Müller" in part.get_content()
            assert "€ 5 ≠ één euro." in part.get_content()


def test_it_travels_in_seven_bits(acme: Organisation, postbox: Postbox) -> None:
    title = {"nl": "Coöperatief beleid", "en": "Naïve policy"}
    ask(acme, colleague("nora", acme, "nl"), policy=title)
    (raw,), (letter,) = postbox.raw, postbox.letters()
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.splitlines())
    assert letter["Subject"] == "Ter beoordeling: Coöperatief beleid (Acme)"
    for part in letter.iter_parts():
        assert part["Content-Transfer-Encoding"] == "quoted-printable"


def test_it_says_that_a_machine_wrote_it(acme: Organisation, postbox: Postbox) -> None:
    ask(acme, colleague("nora", acme))
    (letter,), row = postbox.letters(), Message.objects.get()
    assert letter["Message-ID"] == f"<{row.uid}@localhost>"
    assert letter["Date"].datetime == row.created_at.replace(microsecond=0)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "All"
    assert letter["List-Id"] == "<review-asked.localhost>"
    assert letter["From"] == "policies@localhost"


def test_a_name_with_a_new_line_adds_no_header(
    acme: Organisation, postbox: Postbox
) -> None:
    name = "Eve\r\nBcc: thief@example.org\r\n\r\nAnother body"
    acme.trade_name = name
    ask(acme, colleague("nora", acme), by=name, policy={"nl": name, "en": name})
    (letter,) = postbox.letters()
    assert letter["Bcc"] is None
    assert "Bcc: thief@example.org" in letter["Subject"]
    assert postbox.receivers == ["nora@example.org"]


def test_an_address_with_a_new_line_is_not_sent_to(
    acme: Organisation, postbox: Postbox
) -> None:
    nora = colleague("nora", acme)
    nora.email = "nora@example.org\nBcc: thief@example.org"
    ask(acme, nora, colleague("ned", acme))
    assert postbox.receivers == ["ned@example.org"]
    assert "Invalid address" in Message.objects.get(user=nora).last_error


def test_the_deed_stands_while_the_server_is_away(
    acme: Organisation, settings: Any
) -> None:
    by_smtp(settings, free_port())
    ask(acme, colleague("nora", acme), colleague("ned", acme))
    tried, untried = Message.objects.order_by("pk")
    assert (tried.attempts, untried.attempts) == (1, 0)
    assert "ConnectionRefusedError" in tried.last_error
    assert tried.sent_at is None
    assert tried.next_attempt > timezone.now() + dt.timedelta(minutes=4)


def test_what_was_left_is_sent_later(acme: Organisation, settings: Any) -> None:
    by_smtp(settings, free_port())
    ask(acme, colleague("nora", acme), colleague("ned", acme))
    later()
    with pytest.raises(CommandError, match="wait"):
        call_command("send_messages")
    later()
    with mail_server(settings) as postbox:
        call_command("send_messages")
        call_command("send_messages")
    assert sorted(postbox.receivers) == ["ned@example.org", "nora@example.org"]
    assert all(m.sent_at and not m.last_error for m in Message.objects.all())


def test_the_pauses_grow_to_an_hour(acme: Organisation, settings: Any) -> None:
    by_smtp(settings, free_port())
    ask(acme, colleague("nora", acme))
    pauses = []
    for _ in range(6):
        row, now = Message.objects.get(), timezone.now()
        pauses.append(round((row.next_attempt - now).total_seconds() / 60))
        later()
        assert mail.deliver(mail.due())[mail.Result.AWAY] == 1
    assert pauses == [5, 10, 20, 40, 60, 60]


def test_nothing_is_tried_before_its_pause_is_over_or_after_three_days(
    acme: Organisation, settings: Any
) -> None:
    by_smtp(settings, free_port())
    ask(acme, colleague("nora", acme))
    call_command("send_messages")
    later()
    old = timezone.now() - dt.timedelta(days=3, minutes=1)
    Message.objects.update(created_at=old)
    call_command("send_messages")
    assert Message.objects.get().attempts == 1


def test_who_left_meanwhile_gets_nothing(acme: Organisation, settings: Any) -> None:
    by_smtp(settings, free_port())
    nora = colleague("nora", acme)
    ask(acme, nora)
    nora.is_active = False
    nora.save()
    later()
    with mail_server(settings) as postbox:
        call_command("send_messages")
    assert postbox.arrived == []


def test_one_refused_receiver_keeps_nobody_else_waiting(
    acme: Organisation, postbox: Postbox
) -> None:
    postbox.refused.add("nora@example.org")
    ask(acme, colleague("nora", acme), colleague("ned", acme))
    assert postbox.receivers == ["ned@example.org"]
    refused = Message.objects.get(user__username="nora")
    assert refused.sent_at is None
    assert "nobody of that name" in refused.last_error


def test_without_a_mail_server_the_reason_is_kept(
    acme: Organisation, settings: Any
) -> None:
    by_smtp(settings, 25)
    settings.EMAIL_HOST = ""
    ask(acme, colleague("nora", acme))
    assert Message.objects.get().last_error == "OSError: EMAIL_HOST is not set."


def test_a_folder_takes_the_place_of_a_server(
    acme: Organisation, settings: Any, tmp_path: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    ask(acme, colleague("nora", acme, "en"))
    (written,) = (tmp_path / "mail").iterdir()
    assert "To: nora@example.org" in written.read_text()


def test_a_folder_that_can_t_be_written_fails_no_deed(
    acme: Organisation, settings: Any, tmp_path: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    (tmp_path / "mail").touch()
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    ask(acme, colleague("nora", acme))
    assert Message.objects.get().sent_at is None


def test_what_a_request_has_no_time_for_waits(
    acme: Organisation, settings: Any
) -> None:
    by_smtp(settings, free_port())
    ask(acme, colleague("nora", acme))
    later()
    with mail_server(settings) as postbox:
        assert mail.deliver(mail.due(), seconds=-1) == {}
        assert postbox.arrived == []
        assert mail.deliver(mail.due()) == {mail.Result.SENT: 1}


def test_two_senders_at_once_send_each_message_once(
    acme: Organisation, settings: Any
) -> None:
    by_smtp(settings, free_port())
    people = [colleague(f"p{number}", acme) for number in range(6)]
    ask(acme, *people)
    later()
    together = threading.Barrier(4)
    outcomes: list[mail.Outcome] = []

    def attempt() -> None:
        try:
            messages = mail.due()
            assert len(messages) == 6  # read: each has all of them in hand
            together.wait()
            outcomes.append(mail.deliver(messages))
        finally:
            connections.close_all()

    with mail_server(settings) as postbox:
        threads = [threading.Thread(target=attempt) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(postbox.receivers) == sorted(user.email for user in people)
    total = sum(outcomes, mail.Outcome())
    assert total == {mail.Result.SENT: 6, mail.Result.TAKEN: 18}


def test_a_sender_that_died_holds_a_message_for_a_while_only(
    acme: Organisation, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: Any) -> None:
        raise SystemExit

    nora = colleague("nora", acme)
    with mail_server(settings) as postbox:
        with monkeypatch.context() as patched:
            patched.setattr("organisations.mail.sending._email", killed)
            with pytest.raises(SystemExit):
                ask(acme, nora)
        call_command("send_messages")
        assert postbox.arrived == []
        later()  # the lease is over
        call_command("send_messages")
    assert postbox.receivers == ["nora@example.org"]
