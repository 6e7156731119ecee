"""Owners keep webhooks in the admin: the secret once, what was sent always."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from organisations.models import AuditEntry, Organisation, Role
from policies.models import Trouble, Webhook, WebhookDelivery
from policies.webhooks import events
from tests import world
from tests.policies.admin_world import signed_in
from tests.policies.webhook_world import webhook

pytestmark = pytest.mark.django_db
LIST = "/admin/policies/webhook/"
URL = "https://localhost:8443/hooks"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


def owner(at: Organisation) -> Any:
    return signed_in(world.person("olga", Role.OWNER, at), "en")


def form(at: Organisation, **changes: Any) -> dict[str, Any]:
    return {
        "organisation": at.pk, "description": "Archive", "url": URL,
        "events": ["version.published", "version.withdrawn"], "active": "on", **changes,
    }  # fmt: skip


def test_a_new_webhook_shows_its_secret_once(acme: Organisation) -> None:
    browser = owner(acme)
    shown = browser.post(f"{LIST}add/", form(acme), follow=True)
    made = Webhook.objects.get()
    assert made.secret.startswith("whsec_")
    assert made.events == ["version.published", "version.withdrawn"]
    assert made.secret in shown.text
    assert made.secret not in browser.get(f"{LIST}{made.pk}/change/").text


def test_a_new_secret_is_shown_once_too(acme: Organisation) -> None:
    browser, hook = owner(acme), webhook(acme, URL)
    shown = browser.post(f"{LIST}{hook.pk}/rotate/", follow=True)
    renewed = Webhook.objects.get()
    assert renewed.former_secret == hook.secret != renewed.secret
    assert renewed.secret in shown.text
    for address in (f"{LIST}{hook.pk}/change/", LIST, f"{LIST}{hook.pk}/log/"):
        page = browser.get(address).text
        assert renewed.secret not in page
        assert hook.secret not in page


def test_the_secret_of_another_webhook_is_not_shown_here(acme: Organisation) -> None:
    browser, one, other = owner(acme), webhook(acme, URL), webhook(acme, URL)
    browser.post(f"{LIST}{one.pk}/rotate/")
    secret = Webhook.objects.get(pk=one.pk).secret
    assert secret not in browser.get(f"{LIST}{other.pk}/change/").text
    assert secret in browser.get(f"{LIST}{one.pk}/change/").text


def test_an_address_inside_a_closed_network_is_refused_in_words(
    acme: Organisation,
) -> None:
    browser = owner(acme)
    for url in ("https://127.0.0.1/", "https://10.0.0.8/", "http://example.org/"):
        answer = browser.post(f"{LIST}add/", form(acme, url=url))
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors["url"]
    assert not Webhook.objects.exists()


def test_every_change_is_in_the_trail_and_never_the_secret(acme: Organisation) -> None:
    browser = owner(acme)
    browser.post(f"{LIST}add/", form(acme))
    hook = Webhook.objects.get()
    address = f"{LIST}{hook.pk}/"
    browser.post(f"{address}change/", form(acme, url=f"{URL}/2"))
    browser.post(f"{address}rotate/")
    browser.post(f"{address}test/")
    WebhookDelivery.objects.update(next_attempt=None)
    row = hook.deliveries.get()
    browser.post(f"{address}log/{row.pk}/again/")
    renewed = Webhook.objects.get()
    browser.post(f"{address}delete/", {"post": "yes"})
    entries = AuditEntry.objects.filter(organisation=acme).exclude(
        action="add membership"
    )
    found = [entry.action for entry in entries.order_by("pk")]
    assert found == [
        "add webhook", "change webhook", "rotate secret", "try webhook", "send again",
        "delete webhook",
    ]  # fmt: skip
    changed = entries.get(action="change webhook").details["changes"]
    assert changed == {"url": [URL, f"{URL}/2"]}
    told = "".join(str(entry.details) for entry in entries)
    assert hook.secret not in told
    assert renewed.secret not in told


def test_the_log_says_in_words_what_went_wrong(acme: Organisation) -> None:
    hook = webhook(acme, URL)
    for trouble, status in ((Trouble.ANSWER, 503), (Trouble.PRIVATE, None)):
        row = events.test(hook)
        WebhookDelivery.objects.filter(pk=row.pk).update(
            trouble=trouble, last_status=status, attempts=2, last_error="<b>no</b>"
        )
    arrived = events.test(hook)
    WebhookDelivery.objects.filter(pk=arrived.pk).update(
        delivered_at=timezone.now(), next_attempt=None
    )
    page = owner(acme).get(f"{LIST}{hook.pk}/log/").text
    assert "The receiver did not accept the message (503)" in page
    assert "The name leads to an address inside our own network" in page
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert page.count(">Send again<") == 2


def test_a_message_that_was_given_up_is_sent_again(acme: Organisation) -> None:
    hook = webhook(acme, URL)
    row = events.test(hook)
    WebhookDelivery.objects.update(next_attempt=None, attempts=9)
    owner(acme).post(f"{LIST}{hook.pk}/log/{row.pk}/again/")
    assert WebhookDelivery.objects.due(timezone.now()).get() == row


def test_a_message_of_another_webhook_is_not_found_below_this_one(
    acme: Organisation,
) -> None:
    hook, other = webhook(acme, URL), webhook(world.organisation("bolt"), URL)
    row = events.test(other)
    WebhookDelivery.objects.update(next_attempt=None)
    answer = owner(acme).post(f"{LIST}{hook.pk}/log/{row.pk}/again/")
    assert answer.status_code == 404
    assert WebhookDelivery.objects.get().next_attempt is None


def test_nothing_is_sent_to_what_is_switched_off(acme: Organisation) -> None:
    hook = webhook(acme, URL, active=False)
    page = owner(acme).post(f"{LIST}{hook.pk}/test/", follow=True).text
    assert "not in use" in page
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, Role.APPROVER])
def test_only_owners_see_webhooks(acme: Organisation, role: Role) -> None:
    hook = webhook(acme, URL)
    browser = signed_in(world.person("nora", role, acme))
    assert browser.get(LIST).status_code == 403
    assert browser.get(f"{LIST}{hook.pk}/log/").status_code == 404
    assert browser.post(f"{LIST}{hook.pk}/rotate/").status_code == 404
    assert "/policies/webhook/" not in browser.get("/admin/policies/").text


def test_list_and_log_cost_the_same_for_many(
    acme: Organisation, django_assert_max_num_queries: Any
) -> None:
    browser = owner(acme)
    for _ in range(15):
        hook = webhook(acme, URL)
        for _ in range(4):
            events.test(hook)
    for address in (LIST, f"{LIST}{hook.pk}/log/"):
        with django_assert_max_num_queries(14):
            browser.get(address)
