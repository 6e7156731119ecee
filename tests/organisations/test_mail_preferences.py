"""My settings: everybody's own, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organisations.models import MessageKind, Organisation, Preference, Role
from tests import world
from tests.organisations.mail_world import colleague
from tests.policies.admin_world import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/organisations/organisation/preferences/"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.mark.parametrize("role", [*Role, None])
def test_every_member_of_staff_has_the_page(
    acme: Organisation, role: Role | None
) -> None:
    browser = signed_in(world.person("nora", role, acme), "en")
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert f'href="{PAGE}"' in browser.get("/admin/").text
    # Looking changes nothing.
    assert not Preference.objects.exists()


def test_at_first_every_kind_is_on(acme: Organisation) -> None:
    page = signed_in(world.person("nora", Role.EDITOR, acme), "en").get(PAGE)
    assert page.text.count("checked") == len(MessageKind)


def test_what_is_not_ticked_is_switched_off(acme: Organisation) -> None:
    nora = colleague("nora", acme)
    browser = signed_in(nora, "en")
    sent = {"kinds": ["approved", "rejected"], "language": "en"}
    answer = browser.post(PAGE, sent, follow=True)
    assert "Your settings are saved." in answer.text
    assert answer.text.count("checked") == 2
    mine = Preference.objects.get(user=nora)
    assert mine.language == "en"
    assert mine.muted == ["review_asked", "published", "review_overdue"]


def test_switching_on_again_is_possible(acme: Organisation) -> None:
    nora = colleague("nora", acme, "en", muted=("approved",))
    signed_in(nora).post(PAGE, {"kinds": MessageKind.values, "language": ""})
    mine = Preference.objects.get(user=nora)
    assert (mine.muted, mine.language) == ([], "")


def test_a_settings_row_of_another_is_never_touched(acme: Organisation) -> None:
    nora = colleague("nora", acme, "nl", muted=("approved",))
    theirs = Preference.objects.get(user=nora)
    browser = signed_in(colleague("ned", acme))
    forged = {"user": nora.pk, "id": theirs.pk, "pk": theirs.pk, "language": "en"}
    browser.post(f"{PAGE}?user={nora.pk}", forged)
    theirs.refresh_from_db()
    assert (theirs.language, theirs.muted) == ("nl", ["approved"])
    assert Preference.objects.get(user__username="ned").language == "en"


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"kinds": ["sacked"]}])
def test_what_is_not_offered_is_refused(acme: Organisation, wrong: Any) -> None:
    answer = signed_in(colleague("nora", acme)).post(PAGE, wrong)
    assert answer.status_code == 200
    assert "errorlist" in answer.text
    assert not Preference.objects.exists()


def test_who_did_not_sign_in_is_asked_to(acme: Organisation) -> None:
    for answer in (
        Client(HTTP_HOST="localhost").get(PAGE),
        Client(HTTP_HOST="localhost").post(PAGE),
    ):
        assert answer["Location"].startswith("/admin/login/")
    assert Client(HTTP_HOST="acme.localhost").get(PAGE).status_code == 404


def test_somebody_without_an_address_is_told(acme: Organisation) -> None:
    without = signed_in(world.person("nora", Role.EDITOR, acme), "en").get(PAGE)
    assert "No e-mail address of yours" in without.text
    with_one = signed_in(colleague("ned", acme), "en").get(PAGE)
    assert "<strong>ned@example.org</strong>" in with_one.text


def test_the_page_reads_one_s_own_row_and_little_else(
    acme: Organisation, django_assert_max_num_queries: Any
) -> None:
    browser = signed_in(colleague("nora", acme, "nl"), "en")
    browser.get(PAGE)
    with django_assert_max_num_queries(10):
        browser.get(PAGE)
