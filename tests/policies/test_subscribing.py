"""Subscribing by e-mail: asked, confirmed, ended; nothing is told, nothing is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from organisations.models import Organisation
from policies.actions import subscribe as subscribing
from policies.models import Announcement, Letter, Policy, Subscription
from policies.news import links
from tests import world
from tests.organisations.mail_world import Postbox, by_smtp, mail_server
from tests.policies.readers_world import FORM, ask, link, reader, visit, words
from tests.programs import free_port

pytestmark = pytest.mark.django_db

RITA = "rita@example.org"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    made = world.policy(acme)
    world.published(made, "2018-05-25")
    return made


@pytest.fixture
def postbox(policy: Policy, settings: Any) -> Iterator[Postbox]:
    with mail_server(settings) as found:
        yield found


def an_hour_later() -> None:
    for row in Subscription.objects.all():
        row.asked_at -= dt.timedelta(minutes=61)
        row.save()


def test_the_form_needs_no_script_cookie_or_session(policy: Policy) -> None:
    for language, path in FORM.items():
        page = visit(path)
        assert page.status_code == 200
        assert not page.cookies
        assert "<script" not in page.text
        assert f'<html lang="{language}"' in page.text
        assert f'action="{path}"' in page.text


def test_the_form_costs_at_most_five_queries(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        visit(FORM["nl"])


def test_nothing_is_sent_before_the_reader_confirms_with_a_button(
    policy: Policy, postbox: Postbox
) -> None:
    assert ask(RITA).status_code == 200
    (letter,) = postbox.letters()
    assert letter["To"] == RITA
    assert "within 48 hours" in words(letter)
    row = Subscription.objects.get()
    assert row.confirmed_at is None
    address = link(letter, "confirm")
    opened = visit(address)  # as a mail scanner does
    assert opened.status_code == 200
    assert "<button type" in opened.text
    assert not Subscription.objects.exclude(confirmed_at=None).exists()
    assert visit(address, {}).status_code == 200
    row = Subscription.objects.exclude(confirmed_at=None).get()
    assert (row.email, row.language, row.everything) == (RITA, "en", True)


def test_one_policy_can_be_chosen(policy: Policy, postbox: Postbox) -> None:
    world.published(world.policy(policy.organisation, "cookies", "koek"), "2020-01-01")
    ask("RITA@Example.org ", policy.uid.hex, language="nl")
    (letter,) = postbox.letters()
    assert "- Privacybeleid" in words(letter)
    visit(link(letter, "bevestigen"), {})
    row = Subscription.objects.get()
    assert (row.email, row.language, row.everything) == (RITA, "nl", False)
    assert list(row.policies.all()) == [policy]


def test_what_is_confirmed_last_replaces_what_was_chosen_before(
    policy: Policy, postbox: Postbox
) -> None:
    row = reader(policy.organisation, RITA, policy, language="nl")
    ask(RITA, language="en")
    row.refresh_from_db()
    assert row.language == "nl"  # nobody can change another's choice by asking
    visit(link(postbox.letters()[0], "confirm"), {})
    row.refresh_from_db()
    assert (row.language, row.everything) == ("en", True)
    assert not row.policies.exists()


def test_the_page_says_the_same_of_a_known_and_of_an_unknown_address(
    policy: Policy, postbox: Postbox
) -> None:
    reader(policy.organisation, "known@example.org")
    answers = [ask(f"{who}@example.org") for who in ("known", "unknown", "unknown")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    letters = postbox.letters()
    assert [letter["To"] for letter in letters] == [
        "known@example.org",
        "unknown@example.org",
    ]
    plain = [words(letter).replace(link(letter, "confirm"), "") for letter in letters]
    assert plain[0] == plain[1]


def test_an_address_gets_one_message_an_hour(policy: Policy, postbox: Postbox) -> None:
    for _ in range(3):
        ask(RITA)
    assert postbox.receivers == [RITA]
    an_hour_later()
    ask(RITA.upper())
    assert postbox.receivers == [RITA, RITA]
    assert Subscription.objects.count() == 1


def test_many_organisations_fill_no_mailbox_together(
    policy: Policy, postbox: Postbox
) -> None:
    for number in range(5):
        other = world.organisation(f"org{number}")
        world.published(world.policy(other), "2018-05-25")
        assert ask(RITA, host=f"org{number}.localhost").status_code == 200
    assert postbox.receivers == [RITA] * subscribing.MOST_TO_AN_ADDRESS


def test_what_stands_after_a_plus_is_the_same_mailbox(
    policy: Policy, postbox: Postbox
) -> None:
    for n in range(5):
        assert ask(f"rita+{n}@example.org").status_code == 200
    assert ask(RITA).status_code == 200
    assert len(postbox.arrived) == subscribing.MOST_TO_AN_ADDRESS
    ask("rita@example.net")
    assert len(postbox.arrived) == subscribing.MOST_TO_AN_ADDRESS + 1


def test_more_than_a_form_is_not_even_read(policy: Policy, postbox: Postbox) -> None:
    file = SimpleUploadedFile("large", b"x" * 100_000)
    answer = visit(FORM["en"], {"email": RITA, "about": "all", "file": file})
    assert answer.status_code == 413
    assert not Subscription.objects.exists()


def test_an_organisation_sends_so_many_messages_an_hour(
    policy: Policy, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "MOST_OF_AN_ORGANISATION", 2)
    for number in range(2):
        ask(f"p{number}@example.org")
    answer = ask("p2@example.org")
    assert answer.status_code == 503
    assert "Try again in an hour" in answer.text
    assert 'value="p2@example.org"' in answer.text
    assert len(postbox.arrived) == 2


@pytest.mark.parametrize(
    "email",
    ["", "rita", "rita@example", "a@example.org\nBcc: b@example.org", "a" * 250 + "@b.nl",
     "<script>@example.org", "rita@example.org\0", "root@localhost", "a@[127.0.0.1]",
     '"rita,b"@example.org', f"a@{'.'.join(['İ' * 60] * 4)}.nl"],
)  # fmt: skip
def test_what_is_no_address_is_refused_and_kept_in_the_form(
    policy: Policy, postbox: Postbox, email: str
) -> None:
    answer = ask(email, policy.uid.hex)
    assert answer.status_code == 422
    assert 'aria-describedby="email-error"' in answer.text
    assert f'value="{policy.uid.hex}" checked' in answer.text
    assert "<script>@" not in answer.text
    assert postbox.arrived == []
    assert not Subscription.objects.exists()


def test_another_organisation_s_policy_can_t_be_chosen(
    policy: Policy, postbox: Postbox
) -> None:
    theirs = world.policy(world.organisation("bolt"))
    world.published(theirs, "2018-05-25")
    for about in (theirs.uid.hex, "nothing", ""):
        assert ask(RITA, about).status_code == 422
    assert not Subscription.objects.exists()


def test_while_the_mail_server_is_away_the_page_says_so_and_one_can_ask_again(
    policy: Policy, settings: Any
) -> None:
    by_smtp(settings, free_port())
    answer = ask(RITA)
    assert answer.status_code == 503
    assert "Try again later" in answer.text
    with mail_server(settings) as postbox:
        assert ask(RITA).status_code == 200
    assert postbox.receivers == [RITA]


def test_an_address_that_the_server_refuses_is_not_told_of(
    policy: Policy, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.refused.add(RITA)
    assert ask(RITA).text == ask("ned@example.org").text
    assert "SMTPRecipientsRefused" in caplog.text
    assert RITA not in caplog.text


def test_a_link_is_valid_for_two_days(
    policy: Policy, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(RITA)
    address = link(postbox.letters()[0], "confirm")
    monkeypatch.setattr(links, "VALID", dt.timedelta(0))
    for answer in (visit(address), visit(address, {})):
        assert answer.status_code == 410
    assert not Subscription.objects.exclude(confirmed_at=None).exists()


@pytest.mark.parametrize("word", ["confirm", "unsubscribe"])
def test_a_link_can_t_be_made_up(policy: Policy, word: str) -> None:
    row = reader(policy.organisation, RITA)
    true = links.unsubscription(row).rstrip("/").rpartition("/")[2]
    other = "A" if true[-1] != "A" else "B"
    for token in (row.uid.hex, f"{true[:-1]}{other}", "x", f"{row.uid.hex}:{'A' * 43}"):
        for answer in (
            visit(f"/en/subscribe/{word}/{token}/"),
            visit(f"/en/subscribe/{word}/{token}/", {}),
        ):
            assert answer.status_code in (404, 410)
    # A link is for what it was made for.
    assert visit(f"/en/subscribe/confirm/{true}/", {}).status_code == 410
    assert Subscription.objects.exists()


def test_a_link_works_on_the_organisation_s_own_host_alone(policy: Policy) -> None:
    world.organisation("bolt")
    row = reader(policy.organisation, RITA)
    address = links.unsubscription(row)
    for host in ("bolt.localhost", "localhost"):
        visit(address, {}, host=host)
    assert Subscription.objects.filter(pk=row.pk).exists()


def test_one_click_ends_it_and_looking_does_not(policy: Policy) -> None:
    row = reader(policy.organisation, RITA)
    address = links.unsubscription(row)
    page = visit(address)
    assert "<button type" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert Subscription.objects.filter(pk=row.pk).exists()
    # As mail programs send it (RFC 8058).
    answer = visit(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Subscription.objects.exists()
    again = visit(address, {"List-Unsubscribe": "One-Click"})
    assert again.status_code == 200


def test_unsubscribing_leaves_the_address_in_no_table(
    policy: Policy, postbox: Postbox
) -> None:
    row = reader(policy.organisation, RITA, policy)
    world.rewrite(policy, "tweede")
    world.published(policy)
    postbox.refused.add(RITA)  # what the server says is kept without the address
    call_command("send_notices")
    ask(RITA)
    assert Letter.objects.get().last_error
    assert holding(RITA) == {"policies.subscription": 1}
    visit(links.unsubscription(row), {})
    assert holding(RITA) == {}
    assert not Letter.objects.exists()
    assert Announcement.objects.exists()


def holding(words: str) -> dict[str, int]:
    """How many rows of which tables have those words in any column of text."""
    found = {}
    there = set(connection.introspection.table_names())
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in there:
            continue
        wanted = models.Q()
        for field in model._meta.concrete_fields:
            if isinstance(
                field, models.CharField | models.TextField | models.JSONField
            ):
                wanted |= models.Q(**{f"{field.name}__icontains": words})
        rows = model._base_manager.filter(wanted).count() if wanted else 0
        if rows:
            found[model._meta.label_lower] = rows
    return found


def test_the_search_for_an_address_finds_it_wherever_it_is(policy: Policy) -> None:
    world.person(RITA)
    reader(policy.organisation, RITA)
    assert set(holding(RITA)) == {"auth.user", "policies.subscription"}


def test_who_does_not_confirm_is_forgotten_after_two_days(policy: Policy) -> None:
    now = timezone.now()
    for name, age in (("new", 47), ("old", 49)):
        Subscription.objects.create(
            organisation=policy.organisation, email=f"{name}@example.org",
            language="nl", asked_at=now - dt.timedelta(hours=age),
        )  # fmt: skip
    reader(policy.organisation, RITA)
    Subscription.objects.filter(email=RITA).update(asked_at=now - dt.timedelta(days=99))
    call_command("send_notices")
    left = Subscription.objects.values_list("email", flat=True)
    assert sorted(left) == ["new@example.org", RITA]


def test_every_public_page_leads_to_the_form(policy: Policy) -> None:
    assert 'href="/nl/abonneren/"' in visit("/nl/privacy/").text
    assert 'href="/en/subscribe/"' in visit("/en/privacy/versions/").text


def test_staff_s_host_has_no_such_form(policy: Policy) -> None:
    for path in FORM.values():
        assert visit(path, host="localhost").status_code == 404
        assert visit(path, {"email": RITA}, host="localhost").status_code in (403, 404)
