"""Publishing, withdrawing and reading versions in the admin."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from organisations.languages import texts
from organisations.models import AuditEntry, Role
from policies.actions.withdraw import withdraw
from policies.models import Policy, Version
from policies.models.version import Withdrawal
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db

NOTES = {"note_nl": "Nieuwe termijn.", "note_en": "New period."}


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def approver(policy: Policy) -> Client:
    return signed_in(world.person("ada", Role.APPROVER, policy.organisation), "en")


def publish(client: Client, policy: Policy, **sent: Any) -> Any:
    data = {"seen": 0, "when": "now", "material": "yes", **NOTES, **sent}
    return client.post(address(policy, "publish/"), data)


def test_the_form_says_which_number_the_version_will_get(
    approver: Client, policy: Policy
) -> None:
    world.published(policy, "2022-01-01")
    world.rewrite(policy, "tweede")
    assert approver.get(address(policy, "publish/")).context["number"] == 2


def test_publishing_at_once_makes_the_next_version(
    approver: Client, policy: Policy
) -> None:
    assert publish(approver, policy).status_code == 302
    version = Version.objects.get(policy=policy)
    assert version.number == 1
    assert version.effective_from <= timezone.now()
    assert texts(version, "note") == {"nl": "Nieuwe termijn.", "en": "New period."}
    assert version.publisher.startswith("user:")


def test_a_day_begins_at_the_organisations_midnight(
    approver: Client, policy: Policy
) -> None:
    policy.organisation.time_zone = "America/New_York"
    policy.organisation.save()
    day = timezone.localdate() + dt.timedelta(days=40)
    publish(approver, policy, when="day", day=day.isoformat())
    local = Version.objects.get(policy=policy).effective_from.astimezone(
        policy.organisation.zone
    )
    assert (local.date(), local.time()) == (day, dt.time.min)


def test_a_day_with_a_time_is_the_organisations_time(
    approver: Client, policy: Policy
) -> None:
    day = timezone.localdate() + dt.timedelta(days=40)
    publish(approver, policy, when="moment", day=day.isoformat(), time="09:30")
    local = Version.objects.get(policy=policy).effective_from.astimezone(
        policy.organisation.zone
    )
    assert (local.date(), local.time()) == (day, dt.time(9, 30))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"note_en": ""}, "in English what changed"),
        ({"when": "day", "day": "2020-01-01"}, "lies in the past"),
        ({"when": "day", "day": ""}, "Choose the day"),
        ({"when": "moment", "day": "2040-01-01", "time": ""}, "Choose the time"),
        ({"when": "day", "day": "the first"}, "valid date"),
        ({"seen": 99}, "changed the draft meanwhile"),
    ],
)
def test_an_unmet_condition_is_said_in_the_form_and_keeps_what_was_typed(
    approver: Client, policy: Policy, sent: dict[str, Any], says: str
) -> None:
    world.published(policy, "2022-01-01")
    world.rewrite(policy, "tweede")
    answer = publish(approver, policy, **sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Nieuwe termijn." in page
    assert Version.objects.count() == 1


def test_what_stands_in_the_way_is_said_before_trying(
    approver: Client, policy: Policy
) -> None:
    world.published(policy, "2022-01-01")
    page = approver.get(address(policy, "publish/"))
    assert "there is nothing to publish" in page.context["unmet"][0]
    assert publish(approver, policy).status_code == 422


def test_an_empty_draft_is_not_published(approver: Client, policy: Policy) -> None:
    policy.draft.sections.all().delete()
    answer = publish(approver, policy)
    assert answer.status_code == 422
    assert "no sections yet" in answer.content.decode()


def test_an_editor_does_not_publish(policy: Policy) -> None:
    editor = signed_in(world.person("edith", Role.EDITOR, policy.organisation))
    assert publish(editor, policy).status_code == 403
    assert not Version.objects.exists()


def test_versions_are_listed_with_their_permanent_addresses(
    approver: Client, policy: Policy
) -> None:
    version = world.published(policy, "2022-01-01")
    page = approver.get(address(policy, "versions/")).content.decode()
    assert "http://acme.localhost:8000/nl/privacy/v/1/" in page
    assert "http://acme.localhost:8000/en/privacy/v/1/" in page
    assert version.digest[:12] in page


def test_a_version_is_withdrawn_with_a_reason_in_both_languages(
    approver: Client, policy: Policy
) -> None:
    world.published(policy, "2022-01-01")
    url = address(policy, "versions/1/withdraw/")
    refused = approver.post(url, {"reason_nl": "Fout"})
    assert refused.status_code == 422
    assert "Fout" in refused.content.decode()
    assert not Withdrawal.objects.exists()
    approver.post(url, {"reason_nl": "Fout", "reason_en": "Mistake"})
    assert texts(Withdrawal.objects.get(), "reason") == {"nl": "Fout", "en": "Mistake"}
    assert AuditEntry.objects.get(action="withdraw").details == {
        "reason": {"nl": "Fout", "en": "Mistake"}
    }
    assert approver.get(url).status_code == 404


def test_versions_can_be_read_and_not_added_changed_or_deleted(policy: Policy) -> None:
    version = world.published(policy, "2022-01-01")
    boss = world.person("boss", Role.OWNER, policy.organisation)
    boss.is_superuser = True
    boss.save()
    client = signed_in(boss)
    base = "/admin/policies/version/"
    assert version.digest in client.get(f"{base}{version.pk}/change/").content.decode()
    assert client.get(f"{base}add/").status_code == 403
    assert client.post(f"{base}add/", {}).status_code == 403
    changed = client.post(f"{base}{version.pk}/change/", {"note_nl": "anders"})
    assert changed.status_code == 403
    assert (
        client.post(f"{base}{version.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    client.post(
        base,
        {"action": "delete_selected", "_selected_action": version.pk, "post": "yes"},
    )
    assert Version.objects.get().record_digest == version.record_digest


def test_a_policy_with_versions_is_not_deleted(policy: Policy) -> None:
    owner = signed_in(world.person("olga", Role.OWNER, policy.organisation))
    world.published(policy, "2022-01-01")
    url = f"/admin/policies/policy/{policy.pk}/delete/"
    assert owner.post(url, {"post": "yes"}).status_code in (200, 403)
    assert Policy.objects.filter(pk=policy.pk).exists()


def test_a_policy_is_added_and_leads_to_its_empty_draft(policy: Policy) -> None:
    editor = signed_in(world.person("edith", Role.EDITOR, policy.organisation))
    answer = editor.post(
        "/admin/policies/policy/add/",
        {"organisation": policy.organisation_id, "start": "empty", "kind": "cookie",
         "title_nl": "Cookiebeleid", "title_en": "Cookie policy"},
    )  # fmt: skip
    made = Policy.objects.get(kind="cookie")
    assert answer["Location"] == address(made, "draft/")
    assert texts(made, "slug") == {"nl": "cookiebeleid", "en": "cookie-policy"}


def test_an_address_that_is_taken_is_refused_kindly(policy: Policy) -> None:
    editor = signed_in(world.person("edith", Role.EDITOR, policy.organisation), "en")
    answer = editor.post(
        "/admin/policies/policy/add/",
        {"organisation": policy.organisation_id, "start": "empty", "kind": "cookie",
         "title_nl": "Nog een", "title_en": "Again", "slug_en": "privacy"},
    )  # fmt: skip
    assert "Another policy of this organisation" in answer.content.decode()


def test_the_list_tells_version_schedule_and_draft(
    approver: Client, policy: Policy
) -> None:
    world.published(policy, "2022-01-01")
    world.rewrite(policy, "tweede")
    publish(approver, policy, when="day", day="2032-02-03")
    page = approver.get("/admin/policies/policy/").content.decode()
    assert "version 1 since 1 January 2022" in page
    assert "version 2 from 3 February 2032" in page


@pytest.mark.parametrize("url", ["/admin/", "/admin/policies/policy/"])
def test_lists_cost_the_same_however_many_policies(
    approver: Client, policy: Policy, url: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    approver.get(url)
    with CaptureQueriesContext(connection) as few:
        approver.get(url)
    for number in range(6):
        other = world.policy(policy.organisation, slug=f"p{number}")
        world.published(other, "2022-01-01")
    with django_assert_num_queries(len(few)):
        approver.get(url)


def soon(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def test_a_time_that_the_clock_skips_is_refused_with_the_one_that_exists(
    approver: Client, policy: Policy
) -> None:
    answer = publish(approver, policy, when="moment", day="2027-03-28", time="02:30")
    assert answer.status_code == 422
    assert "02:30 does not exist. 03:30 does." in answer.text
    assert not Version.objects.exists()


def test_a_time_that_comes_twice_is_asked_about(
    approver: Client, policy: Policy
) -> None:
    night = {"when": "moment", "day": "2027-10-31", "time": "02:30"}
    asked = publish(approver, policy, **night)
    assert asked.status_code == 422
    assert "Say which of the two you mean." in asked.text
    assert not Version.objects.exists()
    publish(approver, policy, **night, which="second")
    moment = Version.objects.get().effective_from
    assert moment == dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC)


@pytest.fixture
def scheduled(approver: Client, policy: Policy) -> Version:
    """Version 2 takes effect in ten days; the draft has something newer."""
    world.published(policy, "2022-01-01")
    world.rewrite(policy, "tweede")
    publish(approver, policy, when="day", day=soon(10))
    world.rewrite(policy, "derde")
    return Version.objects.get(policy=policy, number=2)


def events(answer: Any, choice: str) -> list[tuple[str, bool, bool]]:
    return [(e.what, e.new, e.never) for e in answer.context["timelines"][choice]]


def test_what_becomes_of_a_schedule_is_asked_and_explained(
    approver: Client, policy: Policy, scheduled: Version
) -> None:
    page = approver.get(address(policy, "publish/"))
    assert events(page, "keep") == [
        ("version 3: this text", True, False),
        ("version 2 replaces this text", False, False),
    ]
    assert events(page, "cancel") == [
        ("version 3: this text", True, False),
        ("version 2", False, True),
    ]
    refused = publish(approver, policy)
    assert refused.status_code == 422
    assert "Choose whether it stays or is cancelled." in refused.text
    assert Version.objects.count() == 2


@pytest.mark.parametrize(("choice", "then"), [("keep", 2), ("cancel", 3)])
def test_what_will_be_read_from_when_is_shown_before_it_is_confirmed(
    approver: Client, policy: Policy, scheduled: Version, choice: str, then: int
) -> None:
    sent = {"when": "day", "day": soon(5), "scheduled": choice}
    shown = publish(approver, policy, **sent)
    assert shown.status_code == 200
    assert Version.objects.count() == 2
    assert list(shown.context["timelines"]) == [choice]
    assert events(shown, choice)[:2] == [
        ("version 1", False, False),
        ("version 3: this text", True, False),
    ]
    done = publish(approver, policy, **sent, plan=shown.context["plan"])
    assert done.status_code == 302
    after = timezone.now() + dt.timedelta(days=11)
    found = Version.objects.in_force(policy, after)
    assert found is not None
    assert found.number == then


def test_another_plan_than_the_one_that_was_shown_is_shown_first(
    approver: Client, policy: Policy, scheduled: Version
) -> None:
    shown = publish(approver, policy, scheduled="keep")
    other = publish(approver, policy, scheduled="cancel", plan=shown.context["plan"])
    assert other.status_code == 200
    assert Version.objects.count() == 2


def test_cancelling_promises_no_text_that_was_withdrawn(
    approver: Client, policy: Policy, scheduled: Version
) -> None:
    reason = {"nl": "Fout.", "en": "Wrong."}
    withdraw(None, policy.versions.get(number=1), reason)
    asked = approver.get(address(policy, "versions/2/cancel/")).text
    assert "No text is in force at the moment." in asked
    assert "Readers go on seeing" not in asked


def test_a_schedule_is_cancelled_after_it_was_asked(
    approver: Client, policy: Policy, scheduled: Version
) -> None:
    url = address(policy, "versions/2/cancel/")
    asked = approver.get(url).text
    assert "Readers go on seeing version 1." in asked
    assert "its address says from now on that the page does not exist" in asked
    public = "http://acme.localhost:8000/en/privacy/v/2/"
    assert public in approver.get(address(policy, "versions/")).text
    assert not Withdrawal.objects.exists()
    assert approver.post(url)["Location"] == address(policy, "versions/")
    assert Withdrawal.objects.get().version == scheduled
    page = approver.get(address(policy, "versions/")).text
    assert "cancelled" in page
    assert public not in page
    approver.post(url)
    assert Withdrawal.objects.count() == 1
    assert "There is no schedule to cancel" in approver.get(url).text


def test_a_version_in_force_has_no_schedule_to_cancel(
    approver: Client, policy: Policy, scheduled: Version
) -> None:
    approver.post(address(policy, "versions/1/cancel/"))
    assert not Withdrawal.objects.exists()
    assert approver.post(address(policy, "versions/9/cancel/")).status_code == 404


def test_without_a_colleague_the_page_says_that_it_is_recorded(
    approver: Client, policy: Policy
) -> None:
    assert (
        "No colleague approved this draft."
        in approver.get(address(policy, "publish/")).text
    )
    policy.organisation.single_person = False
    policy.organisation.save()
    page = approver.get(address(policy, "publish/"))
    assert "No colleague approved this draft." not in page.text
    assert "A colleague has to approve the draft first" in page.context["unmet"][0]
    assert publish(approver, policy).status_code == 422
    assert not Version.objects.exists()


def test_the_pages_of_publishing_cost_the_same_however_many_versions(
    approver: Client, policy: Policy, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    world.published(policy, "2022-01-01")
    for url in ("publish/", "versions/"):
        approver.get(address(policy, url))
        with CaptureQueriesContext(connection) as few:
            approver.get(address(policy, url))
        for _ in range(3):
            world.rewrite(policy, str(timezone.now()))
            world.published(policy)
        with django_assert_num_queries(len(few)):
            approver.get(address(policy, url))
