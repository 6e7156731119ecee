"""The register's form tells editors when readers have to be told."""

from __future__ import annotations

from typing import Any

import pytest

from organisations.languages import write
from organisations.models import Organisation, Role
from policies import notices
from policies.models import Processor, ProcessorNotice
from tests import world
from tests.policies.admin_world import signed_in
from tests.policies.notice_world import ahead, processor, saved, telling

pytestmark = pytest.mark.django_db
ADD = "/admin/policies/processor/add/"
LIST = "/admin/policies/processor/"


@pytest.fixture
def acme() -> Organisation:
    return telling()


def editor(at: Organisation, language: str = "en") -> Any:
    return signed_in(world.person("edith", Role.EDITOR, at), language)


def form(at: Organisation, **changes: Any) -> dict[str, Any]:
    return {
        "organisation": at.pk, "name": "Stripe", "service_nl": "betalingen",
        "service_en": "payments", "country": "IE", "role": "processor", "position": 0,
        **changes,
    }  # fmt: skip


def test_the_form_asks_for_the_day_and_names_the_first_one(acme: Organisation) -> None:
    answer = editor(acme).post(ADD, form(acme))
    assert answer.status_code == 200
    (message,) = answer.context["adminform"].form.errors["since"]
    assert str(ahead(acme, 30).year) in message
    assert not Processor.objects.exists()


def test_a_day_far_enough_is_saved_and_announced(acme: Organisation) -> None:
    answer = editor(acme).post(ADD, form(acme, since=ahead(acme, 30).isoformat()))
    assert answer.status_code == 302
    assert ProcessorNotice.objects.get().processor == Processor.objects.get()


def test_shorter_notice_takes_a_tick_and_a_reason(acme: Organisation) -> None:
    browser, soon = editor(acme), ahead(acme, 2).isoformat()
    for refused in ({}, {"shorter_notice": "on"}, {"shorter_notice_reason": "Hurry."}):
        answer = browser.post(ADD, form(acme, since=soon, **refused))
        assert answer.status_code == 200
    given = {"shorter_notice": "on", "shorter_notice_reason": "Hurry."}
    assert browser.post(ADD, form(acme, since=soon, **given)).status_code == 302
    assert ProcessorNotice.objects.get().reason == "Hurry."


def test_the_first_set_up_asks_for_nothing() -> None:
    acme = world.organisation()
    assert editor(acme).post(ADD, form(acme)).status_code == 302
    assert not ProcessorNotice.objects.exists()


def test_the_form_shows_what_readers_were_told(acme: Organisation) -> None:
    row = processor(acme, since=ahead(acme, 30))
    (made,) = saved(row)
    found = editor(acme).get(f"{LIST}{row.pk}/change/").text
    assert notices.told(made, acme, "en").sentence in found


def test_deleting_a_processor_takes_its_announcement_back(acme: Organisation) -> None:
    row = processor(acme, since=ahead(acme, 30))
    saved(row)
    answer = editor(acme).post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302
    assert ProcessorNotice.objects.get().taken_back_by.startswith("user:")


def test_the_list_says_which_version_is_still_to_be_published(
    acme: Organisation,
) -> None:
    saved(processor(acme, since=ahead(acme, 30)))
    page = editor(acme).get(LIST).text
    policy = acme.policies.get()
    assert "publish a version that takes effect then" in page
    assert f"/admin/policies/policy/{policy.pk}/draft/" in page


def test_the_list_names_no_other_organisation_s(acme: Organisation) -> None:
    bolt = telling("bolt")
    saved(processor(bolt, "Mollie", since=ahead(bolt, 30)))
    browser = editor(acme)
    for address in (LIST, f"{LIST}?organisation=bolt"):
        assert "Mollie" not in browser.get(address).text


def test_announcements_are_read_and_never_changed(acme: Organisation) -> None:
    (made,) = saved(processor(acme, since=ahead(acme, 3)), reason="Hurry.")
    browser = editor(acme)
    assert "Stripe" in browser.get("/admin/policies/processornotice/").text
    page = browser.get(f"/admin/policies/processornotice/{made.pk}/change/").text
    assert "Hurry." in page
    assert notices.told(made, acme, "en").sentence in page
    assert 'name="_save"' not in page


def test_the_list_of_announcements_costs_the_same_for_many(
    acme: Organisation, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        row = processor(acme, f"Company {number}", since=ahead(acme, 30))
        row.uid = f"c{number}"
        saved(row)
    browser = editor(acme)
    with django_assert_max_num_queries(16):
        browser.get("/admin/policies/processornotice/")


def test_settings_of_notices_never_alter_a_document(acme: Organisation) -> None:
    before = acme.facts()
    acme.notice_days, acme.objection_email = 14, "a@b.example"
    write(acme, "objection_text", {"en": "Call us."})
    assert acme.facts() == before
