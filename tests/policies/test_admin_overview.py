"""The first page of the admin: how every policy stands, and where to act."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import Membership, Role
from policies.actions.ask_review import ask_review
from policies.actions.edit_section import edit_section
from policies.actions.publish import Publication, publish
from policies.actions.remark import remark
from policies.compiling import draft_of, section_value
from policies.models import Policy
from tests import world
from tests.policies.admin_world import section, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def staff(policy: Policy) -> Client:
    return signed_in(world.person("edda", Role.EDITOR, policy.organisation), "en")


def line(client: Client, query: str = "") -> Any:
    (found,) = lines(client, query)
    return found


def lines(client: Client, query: str = "") -> list[Any]:
    """What the overview lists, by its own context."""
    answer = client.get(f"/admin/{query}")
    assert answer.status_code == 200
    found: list[Any] = answer.context["lines"]
    return found


def rewritten(policy: Policy, anchor: str, **texts: str) -> None:
    row = section(policy, anchor)
    value = replace(section_value(row), heading=texts)
    edit_section(None, row, value, register=False, seen=row.lock_version)


def test_a_policy_that_was_never_published_says_so(
    policy: Policy, staff: Client
) -> None:
    assert line(staff).in_force.text == "nothing yet"
    assert len(lines(staff, "?state=unpublished")) == 1


def test_the_version_in_force_and_the_scheduled_one_are_named(
    policy: Policy, staff: Client
) -> None:
    world.published(policy, "2022-10-26")
    world.rewrite(policy, "tweede")
    ahead = timezone.now() + dt.timedelta(days=5)
    publish(None, policy, Publication(effective_from=ahead, note=world.NOTE))
    found = line(staff)
    assert found.in_force.text == "1 · 26 October 2022"
    assert found.scheduled.text.startswith("2 · ")
    assert len(lines(staff, "?state=scheduled")) == 1


def test_changed_sections_are_counted_and_an_undone_change_is_not(
    policy: Policy, staff: Client
) -> None:
    world.published(policy)
    assert line(staff).draft.text == ""
    rewritten(policy, "intro", nl="Anders", en="Other")
    rewritten(policy, "retention", nl="Anders", en="Other")
    assert line(staff).draft.text == "2 sections"
    rewritten(policy, "intro", nl="Inleiding", en="Introduction")
    assert line(staff).draft.text == "1 section"
    assert len(lines(staff, "?state=changed")) == 1


def test_a_translation_that_fell_behind_or_is_missing_is_counted_per_language(
    policy: Policy, staff: Client
) -> None:
    dutch, english = line(staff).languages
    assert (dutch.text, english.text) == ("complete", "complete")
    rewritten(policy, "intro", nl="Anders", en="Introduction")
    dutch, english = line(staff).languages
    assert (dutch.text, english.text) == ("complete", "1 behind")
    assert len(lines(staff, "?state=behind")) == 1
    rewritten(policy, "retention", nl="Termijnen")
    assert line(staff).languages[1].text == "1 missing"
    assert len(lines(staff, "?state=lacking")) == 1
    assert lines(staff, "?state=review") == []


def test_a_review_an_open_remark_and_an_overdue_review_are_shown(
    policy: Policy, staff: Client
) -> None:
    remark(None, policy, "Klopt dit?", asks_change=True)
    ask_review(None, draft_of(policy), seen=None)
    Policy.objects.update(next_review=dt.date(2020, 1, 2))
    found = line(staff)
    assert found.draft.text == "in review"
    assert found.draft.url.endswith("/review/")
    assert found.remarks.text == "1 remark"
    assert (found.review.text, found.review.tone) == ("2 January 2020", "bad")
    for state in ("review", "remarks", "overdue"):
        assert len(lines(staff, f"?state={state}")) == 1
    assert lines(staff, "?state=approved") == []


def test_another_organisation_is_neither_listed_nor_found(
    policy: Policy, staff: Client
) -> None:
    other = world.policy(world.organisation("bolt"), words="geheim")
    world.published(other)
    assert [found.policy.pk for found in lines(staff)] == [policy.pk]
    assert lines(staff, "?organisation=bolt") == []
    answer = staff.get("/admin/policies/policy/search/?q=geheim").content.decode()
    assert "Nothing found." in answer
    assert "Bolt" not in answer


def test_words_are_found_in_drafts_rows_and_old_versions(
    policy: Policy, staff: Client
) -> None:
    world.published(policy)
    world.rewrite(policy, "nieuwste")
    search = "/admin/policies/policy/search/?q="
    for words, where in (
        ("tekst NIEUWSTE", "drafts"),
        ("Facturen", "drafts"),
        ("text eerste", "versions"),
    ):
        answer = staff.get(search + words)
        (hit, *_) = answer.context[where]
        assert hit.words.casefold() == words.casefold()
        assert staff.get(hit.url).status_code == 200
    assert staff.get(search + "eerste").context["drafts"] == []


@pytest.mark.parametrize("words", ["", "ab", "<b>", "%", "nergens"])
def test_a_search_that_finds_nothing_says_what_to_do(
    policy: Policy, staff: Client, words: str
) -> None:
    answer = staff.get("/admin/policies/policy/search/", {"q": words})
    assert answer.status_code == 200
    assert "<mark>" not in answer.content.decode()


def test_two_hundred_organisations_cost_as_few_queries_as_one(
    policy: Policy, staff: Client, django_assert_max_num_queries: Any
) -> None:
    user = policy.organisation.memberships.get().user
    for number in range(200):
        made = world.policy(world.organisation(f"firm-{number:03d}"))
        Membership.objects.create(
            user=user, organisation=made.organisation, role=Role.VIEWER
        )
    staff.get("/admin/")  # what a process learns once
    with django_assert_max_num_queries(12):
        found = lines(staff)
    assert len(found) == 50
    assert len(lines(staff, "?page=5")) == 1
    with django_assert_max_num_queries(12):
        assert len(lines(staff, "?sort=since&state=unpublished")) == 50


@pytest.mark.parametrize("sort", ["organisation", "title", "since", "changed", "x"])
def test_every_order_is_answered(policy: Policy, staff: Client, sort: str) -> None:
    assert len(lines(staff, f"?sort={sort}")) == 1
