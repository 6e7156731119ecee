"""Other systems are told of what happens: what they get, and until when it is tried."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction
from django.utils import timezone
from standardwebhooks.webhooks import WebhookVerificationError

from organisations.models import AuditEntry, Organisation
from policies import editions
from policies.actions.cancel_schedule import cancel_schedule
from policies.actions.rotate_secret import rotate_secret
from policies.actions.send_again import send_again
from policies.actions.withdraw import withdraw
from policies.conditions import Unmet
from policies.models import Trouble, Webhook, WebhookDelivery
from policies.models.webhook import new_secret
from policies.webhooks import events, sending
from tests import world
from tests.policies.notice_world import ahead, processor, saved, telling
from tests.policies.webhook_world import Receiver, later, receiver, webhook

pytestmark = pytest.mark.django_db(transaction=True)
WHY = {"nl": "Fout.", "en": "Wrong."}


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as found:
        yield found


def run() -> None:
    call_command("send_webhooks")


def failing() -> WebhookDelivery:
    with pytest.raises(CommandError):
        run()
    found: WebhookDelivery = WebhookDelivery.objects.get()
    return found


# What is told.


def test_a_published_version_is_told_with_the_names_of_the_formats(
    acme: Organisation, there: Receiver
) -> None:
    hook = webhook(acme, there.url)
    version = world.published(world.policy(acme))
    assert there.got == []  # nobody waits for it
    run()
    (message,) = there.messages(hook.secret)
    assert message["type"] == "version.published"
    facts = editions.of(version).as_dict()
    assert {name: message["data"][name] for name in facts} == facts
    assert message["data"]["title"] == {"nl": "Privacybeleid", "en": "Privacy policy"}
    assert message["data"]["organisation"] == {"code": "acme", "name": "Acme"}
    assert there.paths == ["/hooks?from=us"]


def test_each_deed_has_its_event(acme: Organisation, there: Receiver) -> None:
    webhook(acme, there.url)
    policy = world.policy(acme)
    first = world.published(policy)
    world.rewrite(policy, "tweede")
    soon = timezone.now() + dt.timedelta(days=3)
    cancel_schedule(None, world.published(policy, soon))
    withdraw(None, first, WHY)
    run()
    assert there.types() == [
        "version.published", "version.scheduled", "schedule.cancelled",
        "version.withdrawn",
    ]  # fmt: skip
    gone = json.loads(there.got[-1][1])["data"]
    assert gone["reason"] == WHY
    assert gone["withdrawn_at"].endswith("Z")


def test_a_change_of_processors_is_told_in_words_and_data(there: Receiver) -> None:
    acme = telling()
    hook = webhook(acme, there.url)
    row = processor(acme, since=ahead(acme, 40))
    (first,) = saved(row)
    (second,) = saved(row, since=ahead(acme, 50))
    run()
    told, back, again = (m["data"] for m in there.messages(hook.secret))
    assert there.types() == [
        "processor.announced", "processor.taken_back", "processor.announced",
    ]  # fmt: skip
    assert told["change"] == "added"
    assert told["effective_on"] == ahead(acme, 40).isoformat()
    assert told["processor"]["service"] == {"nl": "betalingen", "en": "payments"}
    assert told["processor"]["country"] == "IE"
    assert set(told["sentence"]) == {"nl", "en"}
    assert back["notice"] == str(first.uid)
    assert again["replaces"] == str(first.uid)
    assert again["notice"] == str(second.uid)


def test_who_did_not_ask_for_it_is_not_told(acme: Organisation) -> None:
    bolt = world.organisation("bolt")
    url = "http://localhost/"
    webhook(acme, url, events=["version.withdrawn"])
    webhook(acme, url, active=False)
    webhook(bolt, url)
    world.published(world.policy(acme))
    assert not WebhookDelivery.objects.exists()


def test_a_deed_undone_tells_nobody(acme: Organisation) -> None:
    webhook(acme, "http://localhost/")
    policy = world.policy(acme)

    @transaction.atomic
    def fails_at_the_end() -> None:
        world.published(policy)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fails_at_the_end()
    assert not WebhookDelivery.objects.exists()


def test_a_history_taken_over_tells_nobody(acme: Organisation) -> None:
    webhook(acme, "http://localhost/")
    world.published(world.policy(acme), "2020-01-01")
    assert not WebhookDelivery.objects.exists()


# The signature.


def test_a_changed_word_or_another_secret_is_noticed(
    acme: Organisation, there: Receiver
) -> None:
    hook = webhook(acme, there.url)
    events.test(hook)
    run()
    with pytest.raises(WebhookVerificationError):
        there.messages(new_secret())
    headers, body = there.got[0]
    there.got[0] = (headers, body.replace("acme", "acne"))
    with pytest.raises(WebhookVerificationError):
        there.messages(hook.secret)


def test_after_a_rotation_both_secrets_are_good_for_a_day(
    acme: Organisation, there: Receiver
) -> None:
    hook = webhook(acme, there.url)
    former, secret = hook.secret, rotate_secret(None, hook)
    assert secret != former
    events.test(Webhook.objects.get())
    run()
    for each in (former, secret):
        assert there.messages(each)[0]["type"] == "test"
    Webhook.objects.update(rotated_at=timezone.now() - dt.timedelta(hours=25))
    assert Webhook.objects.get().secrets_at(timezone.now()) == [secret]
    entry = AuditEntry.objects.get(action="rotate secret")
    assert secret not in str(entry.details) + entry.subject


# Until it arrives.


def test_what_failed_is_sent_again_with_the_same_id_and_words(
    acme: Organisation, there: Receiver
) -> None:
    hook = webhook(acme, there.url)
    events.test(hook)
    there.answers, there.words = [500], b"out of order"
    row = failing()
    assert (row.trouble, row.last_status) == (Trouble.ANSWER, 500)
    assert row.last_error == "out of order"
    assert row.delivered_at is None
    run()  # not yet: the pause is not over
    later()
    run()
    first, second = there.got
    assert first[1] == second[1]
    assert first[0]["webhook-id"] == second[0]["webhook-id"] == row.message_id
    row = WebhookDelivery.objects.get()
    assert row.delivered_at is not None
    assert (row.next_attempt, row.trouble, row.attempts) == (None, "", 2)
    later()
    run()
    assert len(there.got) == 2


def test_the_pauses_grow_and_after_three_days_it_is_given_up(
    acme: Organisation, there: Receiver
) -> None:
    events.test(webhook(acme, there.url))
    there.answers = [503] * 20
    pauses = []
    while (row := failing()).next_attempt:
        wait = row.next_attempt - timezone.now()
        pauses.append(round(wait.total_seconds() / 60))
        later()
    assert pauses == [1, 5, 30, 120, 300, 600, 1440, 1440]
    assert dt.timedelta(days=2) < sum(sending.PAUSES, dt.timedelta()) < sending.KEPT
    later()
    run()
    assert len(there.got) == 9


def test_what_was_given_up_can_be_sent_again_by_hand(
    acme: Organisation, there: Receiver
) -> None:
    events.test(webhook(acme, there.url))
    WebhookDelivery.objects.update(attempts=9, next_attempt=None, trouble="answer")
    send_again(None, WebhookDelivery.objects.get())
    run()
    row = WebhookDelivery.objects.get()
    assert row.delivered_at is not None
    with pytest.raises(Unmet) as refused:
        send_again(None, row)
    assert refused.value.code == "arrived"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(
    acme: Organisation, there: Receiver, status: int
) -> None:
    events.test(webhook(acme, there.url))
    there.answers = [status]
    assert failing().trouble == Trouble.REDIRECT
    assert len(there.got) == 1


def test_nobody_there_is_told_in_plain_words(acme: Organisation) -> None:
    with receiver() as gone:
        url = gone.url
    events.test(webhook(acme, url))
    row = failing()
    assert row.trouble == Trouble.CONNECTION
    assert "refused" in row.last_error
    assert row.last_status is None


def test_a_receiver_that_drips_its_answer_is_hung_up_on(
    acme: Organisation, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policies.webhooks.posting.SECONDS", 0.4)
    events.test(webhook(acme, there.url))
    there.drips = True
    assert failing().trouble == Trouble.TIME


def test_of_a_long_answer_only_the_beginning_is_read(
    acme: Organisation, there: Receiver
) -> None:
    events.test(webhook(acme, there.url))
    there.answers, there.words = [400], b"a\x00b" * 100_000
    assert len(failing().last_error) <= 300


def test_one_receiver_that_is_away_holds_up_no_other(
    acme: Organisation, there: Receiver
) -> None:
    with receiver() as gone:
        away = webhook(acme, gone.url)
    for hook in (away, away, webhook(acme, there.url)):
        events.test(hook)
    with pytest.raises(CommandError):
        run()
    assert len(there.got) == 1
    # The second message waits for the next time: one attempt tells enough.
    tries = WebhookDelivery.objects.filter(webhook=away).values_list("attempts")
    assert sorted(tries) == [(0,), (1,)]


def test_what_is_switched_off_keeps_its_messages(
    acme: Organisation, there: Receiver
) -> None:
    hook = webhook(acme, there.url)
    events.test(hook)
    Webhook.objects.update(active=False)
    run()
    assert there.got == []
    Webhook.objects.update(active=True)
    run()
    assert len(there.got) == 1


def test_several_senders_at_once_send_each_message_once(
    acme: Organisation, there: Receiver
) -> None:
    hook = webhook(acme, there.url)
    for _ in range(5):
        events.test(hook)
    together = threading.Barrier(3)
    outcomes: list[sending.Outcome] = []

    def attempt() -> None:
        try:
            rows = list(sending.due())
            together.wait()  # each has all of them in hand
            outcomes.append(sending.deliver(rows))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = sum(outcomes, sending.Outcome())
    assert total == {sending.Result.ARRIVED: 5, sending.Result.TAKEN: 10}
    assert len({headers["webhook-id"] for headers, _body in there.got}) == 5


def test_a_sender_that_died_holds_a_message_for_a_while_only(
    acme: Organisation, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*args: Any) -> None:
        raise SystemExit

    events.test(webhook(acme, there.url))
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_post", killed)
        with pytest.raises(SystemExit):
            run()
    run()
    assert there.got == []
    later()  # the lease is over
    run()
    assert len(there.got) == 1


def test_messages_are_deleted_after_a_month(acme: Organisation) -> None:
    events.test(webhook(acme, "http://localhost/"))
    WebhookDelivery.objects.update(created_at=timezone.now() - dt.timedelta(days=31))
    assert sending.tidy() == 1
