"""Who gets a message, in which language, with which words; nothing is sent yet."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import translation

from organisations import mail
from organisations.models import Message, MessageKind, Organisation, Preference
from tests import world
from tests.organisations.mail_world import CONTEXTS, colleague

pytestmark = pytest.mark.django_db
KINDS = sorted(CONTEXTS)


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


def queued(kind: str, user: Any, at: Organisation, **changes: Any) -> Message:
    (message,) = mail.queue(kind, [user], at, {**CONTEXTS[kind], **changes})
    return message


def test_every_kind_has_an_example_here() -> None:
    assert set(CONTEXTS) == set(MessageKind.values)


def test_each_writes_in_the_receiver_s_language(acme: Organisation) -> None:
    people = [colleague("nora", acme, "nl"), colleague("ed", acme, "en")]
    with translation.override("en"):  # of whoever did it
        mail.queue("published", people, acme, CONTEXTS["published"])
    found = {m.user.username: m for m in Message.objects.all()}
    assert found["nora"].subject == "Gepubliceerd: Privacybeleid, versie 4 (Acme)"
    assert "Nieuwe termijn." in found["nora"].text
    assert found["ed"].subject == "Published: Privacy policy, version 4 (Acme)"
    assert "New period." in found["ed"].text
    assert "Nieuwe" not in found["ed"].text + found["ed"].html


@pytest.mark.parametrize(("language", "word"), [("nl", "om"), ("en", "at")])
def test_who_chose_no_language_gets_the_organisation_s(
    language: str, word: str
) -> None:
    acme = world.organisation(default_language=language)
    message = queued("published", colleague("nora", acme), acme)
    assert message.language == language
    assert f"1 december 2026 {word} 00:30" in message.text.lower()


def test_a_moment_is_told_in_the_organisation_s_time_zone() -> None:
    acme = world.organisation(time_zone="America/New_York")
    message = queued("published", colleague("ed", acme, "en"), acme)
    assert "30 November 2026 at 18:30 (America/New_York)" in message.text
    assert "30 November 2026 at 18:30 (America/New_York)" in message.html


def test_a_text_in_one_language_alone_is_better_than_none(acme: Organisation) -> None:
    message = queued("review_overdue", colleague("ed", acme, "en"), acme)
    assert "Cookiebeleid" in message.text
    assert "due since 15 March 2026" in message.text


def test_one_policy_is_not_several(acme: Organisation) -> None:
    policies = CONTEXTS["review_overdue"]["policies"]
    ed = colleague("ed", acme, "en")
    one = queued("review_overdue", ed, acme, policies=policies[:1])
    assert one.subject == "1 policy is due for review (Acme)"
    assert queued("review_overdue", ed, acme).subject.startswith("2 policies are")


def test_a_muted_kind_is_not_written(acme: Organisation) -> None:
    nora = colleague("nora", acme, muted=("published",))
    assert mail.queue("published", [nora], acme, CONTEXTS["published"]) == []
    assert queued("approved", nora, acme).kind == "approved"


def test_who_can_t_be_written_to_is_passed_over(acme: Organisation) -> None:
    gone, silent = colleague("gone", acme), colleague("silent", acme)
    gone.is_active, silent.email = False, ""
    assert mail.queue("approved", [gone, silent], acme, CONTEXTS["approved"]) == []


def test_nobody_is_written_to_twice(acme: Organisation) -> None:
    nora = colleague("nora", acme)
    written = mail.queue("approved", [nora, nora], acme, CONTEXTS["approved"])
    assert len(written) == 1


def test_a_deed_undone_writes_nothing(acme: Organisation) -> None:
    @transaction.atomic
    def fails_at_the_end() -> None:
        queued("approved", colleague("nora", acme), acme)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_at_the_end()
    assert Message.objects.count() == 0


def test_twenty_messages_take_as_many_queries_as_one(
    acme: Organisation, django_assert_num_queries: Any
) -> None:
    people = [colleague(f"p{number}", acme) for number in range(20)]
    for some in (people[:1], people):
        with django_assert_num_queries(2):  # what they chose; the messages
            mail.queue("approved", some, acme, CONTEXTS["approved"])


def test_an_unknown_kind_is_refused(acme: Organisation) -> None:
    with pytest.raises(ValueError, match="sacked"):
        mail.queue("sacked", [colleague("nora", acme)], acme, {})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_text_and_html_say_the_same_and_lead_to_the_admin_host(
    acme: Organisation, kind: str, language: str, settings: Any
) -> None:
    settings.ADMIN_HOST, settings.HTTPS = "admin.example.org", True
    message = queued(kind, colleague("nora", acme, language), acme)
    in_html = set(re.findall(r'href="([^"]*)"', message.html))
    in_text = set(re.findall(r"https?://\S+", message.text))
    assert in_html == in_text
    assert f"https://admin.example.org{CONTEXTS[kind]['path']}" in in_text
    assert any(link.endswith("/preferences/") for link in in_text)
    assert all(link.startswith("https://admin.example.org/admin/") for link in in_text)
    # A button also shows where it leads.
    for link in (CONTEXTS[kind]["path"], "/preferences/"):
        assert f"{link}</" in message.html
    assert "&#x27;" not in message.text
    assert "&amp;" not in message.text
    assert not re.search(r"\n\n\n|[{}]|None", message.text)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched_from_elsewhere(acme: Organisation, kind: str) -> None:
    html = queued(kind, colleague("nora", acme), acme).html
    assert not re.search(r"<(img|link|script|iframe)|url\(|@import|src=", html)


def test_what_colleagues_typed_is_text_and_no_markup(acme: Organisation) -> None:
    message = queued("approved", colleague("nora", acme), acme)
    assert "Mooi &lt;b&gt;zo&lt;/b&gt;." in message.html
    assert "Mooi <b>zo</b>." in message.text


def test_a_subject_is_one_line_of_reasonable_length(acme: Organisation) -> None:
    name = {"nl": "Eén\r\nBcc: thief@example.org\r\n\r\nbody", "en": "x"}
    message = queued("approved", colleague("nora", acme), acme, policy=name)
    assert message.subject.splitlines() == [message.subject]
    long = {"nl": "Beleid " * 60, "en": "x"}
    message = queued("approved", colleague("ned", acme), acme, policy=long)
    assert len(message.subject) <= 200


def test_what_is_old_is_deleted(acme: Organisation) -> None:
    old, new = (queued("approved", colleague(n, acme), acme) for n in ("nora", "ned"))
    old.created_at -= mail.KEPT + dt.timedelta(minutes=1)
    old.save()
    assert mail.tidy() == 1
    assert Message.objects.get() == new


def test_a_person_s_messages_and_choices_go_with_the_person(
    acme: Organisation,
) -> None:
    nora = colleague("nora", acme, "nl")
    queued("approved", nora, acme)
    nora.delete()
    assert not Message.objects.exists()
    assert not Preference.objects.exists()
    assert django_mail.outbox == []
