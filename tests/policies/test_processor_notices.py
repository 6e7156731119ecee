"""Readers are told ahead which companies will process their data (F88)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from organisations.languages import write
from organisations.models import AuditEntry, Organisation, Role
from policies import notices
from policies.actions.announce_processor import withdraw_announcements
from policies.actions.publish import midnight
from policies.conditions import Unmet
from policies.models import Processor, ProcessorNotice
from policies.views import finding
from tests import world
from tests.policies.notice_world import ahead, naming, processor, saved, telling

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return telling()


def page(path: str, host: str = "acme.localhost") -> Any:
    return Client(headers={"host": host}).get(path)


# What is announced.


def test_a_new_processor_is_announced_with_a_copy_of_its_facts(
    acme: Organisation,
) -> None:
    row = processor(acme, since=ahead(acme, 30), mechanism="none")
    (made,) = saved(row)
    row.name, row.country = "Other", "US"
    row.save()
    made.refresh_from_db()
    assert (made.what, made.name, made.effective_on) == ("added", "Stripe", row.since)
    assert made.entry.attributes["country"] == "IE"
    assert dict(made.entry.description)["en"] == "<p>payments</p>"


def test_the_announcement_is_in_the_trail_with_its_day(acme: Organisation) -> None:
    saved(
        processor(acme, since=ahead(acme, 30)), world.person("nora", Role.EDITOR, acme)
    )
    entry = AuditEntry.objects.get(action="announce processor")
    assert entry.organisation == acme
    assert entry.details == {"what": "added", "day": ahead(acme, 30).isoformat()}
    assert entry.actor.startswith("user:")


def test_a_day_too_soon_is_refused_and_the_first_one_named(acme: Organisation) -> None:
    with pytest.raises(Unmet, match=r"30 days|30 dagen") as refused:
        saved(processor(acme, since=ahead(acme, 29)))
    first = ahead(acme, 30)
    assert refused.value.code == "too_soon"
    assert f"{first.day} " in refused.value.message
    assert str(first.year) in refused.value.message
    assert not ProcessorNotice.objects.exists()


def test_a_reason_lets_it_be_sooner_and_stays_in_the_trail(acme: Organisation) -> None:
    (made,) = saved(processor(acme, since=ahead(acme, 3)), reason="Old one went broke.")
    assert made.reason == "Old one went broke."
    entry = AuditEntry.objects.get(action="announce processor")
    assert entry.details["reason"] == "Old one went broke."


def test_without_a_day_it_asks_for_one_whatever_the_reason(acme: Organisation) -> None:
    for reason in ("", "Hurry."):
        with pytest.raises(Unmet) as refused:
            saved(processor(acme), reason=reason)
        assert refused.value.code == "no_date"
        Processor.objects.all().delete()


def test_before_anything_is_published_nothing_is_asked_or_announced() -> None:
    acme = world.organisation()
    world.policy(acme)
    assert saved(processor(acme)) == []
    assert saved(processor(acme, "Mollie", since=ahead(acme, 5))) == []


def test_a_policy_that_names_no_processors_asks_for_nothing() -> None:
    acme = world.organisation()
    world.published(world.policy(acme), "2024-01-01")
    assert saved(processor(acme)) == []


def test_no_days_of_notice_is_no_notice() -> None:
    acme = telling(notice_days=0)
    assert saved(processor(acme)) == []


def test_the_end_of_a_processor_is_announced_too(acme: Organisation) -> None:
    row = processor(acme)
    row.save()
    (made,) = saved(row, until=ahead(acme, 10))
    assert (made.what, made.effective_on) == ("removed", ahead(acme, 10))


def test_saving_again_announces_nothing_again(acme: Organisation) -> None:
    row = processor(acme, since=ahead(acme, 40))
    saved(row)
    assert saved(row) == []
    assert saved(row, position=7) == []
    assert ProcessorNotice.objects.standing().count() == 1


def test_another_day_takes_the_first_announcement_back(acme: Organisation) -> None:
    row = processor(acme, since=ahead(acme, 40))
    (first,) = saved(row)
    (second,) = saved(row, since=ahead(acme, 50))
    first.refresh_from_db()
    assert first.taken_back_at is not None
    assert first.effective_on == ahead(acme, 40)
    assert second.replaces == first


def test_a_later_day_needs_no_new_term_an_earlier_one_does(acme: Organisation) -> None:
    row = processor(acme, since=ahead(acme, 10))
    saved(row, reason="Hurry.")
    assert len(saved(row, since=ahead(acme, 12))) == 1
    with pytest.raises(Unmet, match="30"):
        saved(row, since=ahead(acme, 9))


@pytest.mark.parametrize(
    ("field", "value"), [("country", "US"), ("name", "Adyen"), ("mechanism", "dpf")]
)
def test_another_company_or_country_needs_the_whole_term_again(
    acme: Organisation, field: str, value: str
) -> None:
    row = processor(acme, since=ahead(acme, 10))
    saved(row, reason="Hurry.")
    with pytest.raises(Unmet, match="30"):
        saved(row, **{field: value})


def test_a_correction_of_the_words_is_told_without_a_new_term(
    acme: Organisation,
) -> None:
    row = processor(acme, since=ahead(acme, 10))
    saved(row, reason="Hurry.")
    (made,) = saved(row, service_en="card payments")
    assert "card payments" in notices.told(made, acme, "en").sentence
    assert made.effective_on == ahead(acme, 10)


def test_a_plan_given_up_is_taken_back_and_stays_readable(acme: Organisation) -> None:
    row = processor(acme, since=ahead(acme, 40))
    (made,) = saved(row)
    withdraw_announcements(None, row)
    row.delete()
    made.refresh_from_db()
    assert made.taken_back_by == "system"
    assert notices.upcoming(acme) == []
    assert [told.pk for told in notices.recent(acme)] == [made.pk]
    assert AuditEntry.objects.filter(action="take back announcement").count() == 1


def test_what_works_already_can_be_corrected(acme: Organisation) -> None:
    row = processor(acme)
    row.save()
    assert saved(row, since=ahead(acme, -400)) == []
    assert saved(row, name="Stripe Payments") == []


def test_who_works_again_is_new(acme: Organisation) -> None:
    row = processor(acme, until=ahead(acme, -5))
    row.save()
    with pytest.raises(Unmet) as refused:
        saved(row, until=None)
    assert refused.value.code == "too_soon"


def test_announcing_takes_the_right_to_edit_registers(acme: Organisation) -> None:
    viewer = world.person("vic", Role.VIEWER, acme)
    with pytest.raises(Unmet) as refused:
        saved(processor(acme, since=ahead(acme, 30)), viewer)
    assert refused.value.code == "forbidden"


# In words.


def told(of: ProcessorNotice, language: str = "en") -> notices.Told:
    return notices.told(of, of.organisation, language)


def test_the_sentence_follows_the_day_and_the_language(acme: Organisation) -> None:
    (made,) = saved(processor(acme, since=ahead(acme, 30)))
    made.effective_on = dt.date(2099, 3, 1)
    assert told(made).sentence == (
        "From 1 March 2099, Stripe (payments, Ireland) will process data for us."
    )
    made.effective_on = dt.date(2020, 3, 1)
    assert told(made).sentence == (
        "Since 1 March 2020, Stripe (payments, Ireland) has been processing data for us."
    )
    made.what = "removed"
    assert told(made).sentence.startswith("On 1 March 2020, Stripe")
    assert "betalingen, Ierland" in told(made, "nl").sentence
    assert "1 maart 2020" in told(made, "nl").sentence


def test_one_objects_at_the_officer_s_address_unless_another_is_set(
    acme: Organisation,
) -> None:
    assert notices.objection(acme, "en").words.endswith("dpo@acme.example")
    acme.objection_email = "object@acme.example"
    assert notices.objection(acme, "en").email == "object@acme.example"
    write(acme, "objection_text", {"en": "Call us."})
    assert notices.objection(acme, "en").words == "Call us. object@acme.example"
    # Not written in Dutch: the usual words, not the English ones.
    assert "Call" not in notices.objection(acme, "nl").text
    acme.objection_email = acme.dpo_email = ""
    assert notices.objection(acme, "nl").email == ""


# Where readers see it.


def test_the_page_in_force_announces_it_and_old_versions_do_not(
    acme: Organisation,
) -> None:
    (made,) = saved(processor(acme, since=ahead(acme, 30)))
    found = page("/en/privacy/")
    assert told(made).sentence in found.text
    assert 'href="mailto:dpo@acme.example"' in found.text
    assert 'href="/en/processors/"' in found.text
    assert told(made, "nl").sentence in page("/nl/privacy/").text
    assert told(made).sentence not in page("/en/privacy/v/1/").text


def test_a_page_seen_before_is_sent_again(acme: Organisation) -> None:
    seen = page("/en/privacy/")["Last-Modified"]
    Organisation.objects.update(updated_at="2024-01-01T00:00:00Z")
    saved(processor(acme, since=ahead(acme, 30)))
    assert page("/en/privacy/")["Last-Modified"] >= seen


def test_what_has_come_true_is_no_announcement_any_more(acme: Organisation) -> None:
    (made,) = saved(processor(acme, since=ahead(acme, 30)))
    ProcessorNotice.objects.update(effective_on=ahead(acme, 0))
    assert "Stripe" not in page("/en/privacy/").text
    made.refresh_from_db()
    assert told(made).sentence in page("/en/processors/").text


def test_announcements_cost_one_query_and_none_without_processors(
    acme: Organisation, django_assert_num_queries: Any
) -> None:
    bolt = world.organisation("bolt")
    world.published(world.policy(bolt), "2024-01-01")
    for number in range(20):
        row = processor(acme, f"Company {number}", since=ahead(acme, 30))
        row.uid = f"c{number}"
        saved(row)
    plain, naming = (
        finding.effective(at.policies.get(), dt.datetime.now(dt.UTC)).get()
        for at in (bolt, acme)
    )
    for version, count in ((plain, 0), (naming, 1)):
        document, _owner = version.document, version.policy.organisation
        with django_assert_num_queries(count):
            notices.block(version, document, "en")


def test_another_organisation_s_announcements_are_not_told(acme: Organisation) -> None:
    bolt = telling("bolt")
    (made,) = saved(processor(bolt, "Mollie", since=ahead(bolt, 30)))
    for path in ("/en/privacy/", "/en/processors/"):
        assert "Mollie" not in page(path).text
        assert told(made).sentence in page(path, "bolt.localhost").text


def test_the_list_has_today_s_register_and_every_announcement(
    acme: Organisation,
) -> None:
    now = processor(acme, "Mollie")
    now.save()
    row = processor(acme, since=ahead(acme, 40), privacy_url="https://stripe.example/")
    (first,) = saved(row)
    (second,) = saved(row, since=ahead(acme, 50))
    found = page("/en/processors/").text
    assert ">Mollie" in found
    assert found.count('<tr><th scope="row">') == 1
    assert told(second).sentence in found
    assert f"<s>{told(first).sentence}</s>" in found
    assert 'href="https://stripe.example/"' in found
    assert page("/nl/verwerkers/").status_code == 200
    assert page("/nl/processors/").status_code == 200


def test_the_list_costs_the_same_whatever_it_holds(
    acme: Organisation, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        row = processor(acme, f"Company {number}", since=ahead(acme, 30 + number))
        row.uid = f"c{number}"
        saved(row)
        saved(row, since=ahead(acme, 90))
    with django_assert_max_num_queries(8):
        assert page("/en/processors/").status_code == 200


def test_a_register_behind_no_published_text_is_not_shown() -> None:
    acme = world.organisation()
    world.policy(acme)
    processor(acme).save()
    assert page("/en/processors/").status_code == 404


# What is left to do on the day.


def test_a_version_from_that_day_on_settles_what_was_announced(
    acme: Organisation, django_assert_num_queries: Any
) -> None:
    (made,) = saved(processor(acme, since=ahead(acme, 30)))
    policy = acme.policies.get()
    assert [(w.notice, w.policy) for w in notices.waiting([acme])] == [(made, policy)]
    world.rewrite(policy, "andere")
    naming(acme, "second")
    assert len(notices.waiting([acme])) == 2
    world.published(policy, midnight(policy, ahead(acme, 30)))
    assert [w.policy.slug_in("en") for w in notices.waiting([acme])] == ["second"]
    bolt = telling("bolt")
    with django_assert_num_queries(1):  # who announced nothing is not looked into
        assert notices.waiting([bolt]) == []
