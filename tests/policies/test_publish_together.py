"""Several policies published together: all of them, or none (F07)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organisations.models import AuditEntry, Role
from policies import log
from policies.actions.publish import Publication, publish_together
from policies.conditions import Unmet
from policies.models import Draft, Policy, Version
from tests import world
from tests.policies.admin_world import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/policies/policy/publish-together/"


@pytest.fixture
def policies() -> list[Policy]:
    organisation = world.organisation()
    return [world.policy(organisation), world.policy(organisation, "cookies", "koek")]


@pytest.fixture
def approver(policies: list[Policy]) -> Client:
    ada = world.person("ada", Role.APPROVER, policies[0].organisation)
    return signed_in(ada, "en")


def test_all_take_effect_at_one_and_the_same_moment(policies: list[Policy]) -> None:
    made = publish_together(None, [(p, Publication()) for p in policies])
    assert [v.number for v in made] == [1, 1]
    assert made[0].effective_from == made[1].effective_from
    assert list(log.verify()) == []
    assert AuditEntry.objects.filter(action="publish").count() == 2


def test_nothing_is_published_when_one_can_not_be(policies: list[Policy]) -> None:
    policies[1].draft.sections.all().delete()
    with pytest.raises(Unmet) as caught:
        publish_together(None, [(p, Publication()) for p in policies])
    assert caught.value.code == "empty"
    assert caught.value.policy == policies[1]
    assert not Version.objects.exists()
    assert not AuditEntry.objects.filter(action="publish").exists()


def test_nothing_is_published_when_one_is_anothers(policies: list[Policy]) -> None:
    theirs = world.policy(world.organisation("bolt"))
    ada = world.person("ada", Role.APPROVER, policies[0].organisation)
    both = [(p, Publication()) for p in (policies[0], theirs)]
    with pytest.raises(Unmet) as caught:
        publish_together(ada, both)
    assert (caught.value.code, caught.value.policy) == ("forbidden", theirs)
    assert not Version.objects.exists()


def sent(policies: list[Policy], **more: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"when": "now", "policy": [p.pk for p in policies]}
    for policy in policies:
        seen = Draft.objects.get(policy=policy).lock_version
        data |= {f"p{policy.pk}-seen": seen, f"p{policy.pk}-material": "yes"}
    return {**data, **more}


def test_the_page_lists_what_differs_and_publishes_what_is_chosen(
    approver: Client, policies: list[Policy]
) -> None:
    world.published(world.policy(policies[0].organisation, "same"), "2022-01-01")
    page = approver.get(ADDRESS, {"organisation": "acme"})
    assert [item.policy for item in page.context["items"]] == policies
    answer = approver.post(f"{ADDRESS}?organisation=acme", sent(policies))
    assert answer.status_code == 302
    assert [p.versions.count() for p in policies] == [1, 1]


def test_only_what_is_chosen_is_published(
    approver: Client, policies: list[Policy]
) -> None:
    approver.post(f"{ADDRESS}?organisation=acme", sent(policies[:1]))
    assert [p.versions.count() for p in policies] == [1, 0]
    none = approver.post(f"{ADDRESS}?organisation=acme", sent([]))
    assert none.status_code == 422
    assert "Choose the policies" in none.text


def test_what_is_wrong_with_one_stands_beside_it_and_nothing_is_published(
    approver: Client, policies: list[Policy]
) -> None:
    for policy in policies:
        world.published(policy, "2022-01-01")
        world.rewrite(policy, "anders")
    notes = {f"p{policies[0].pk}-note_{c}": f"Nieuw {c}." for c in ("nl", "en")}
    answer = approver.post(f"{ADDRESS}?organisation=acme", sent(policies, **notes))
    assert answer.status_code == 422
    first, second = answer.context["items"]
    assert not first.form.errors
    assert "in English what changed" in str(second.form.errors)
    assert "Nieuw nl." in answer.text
    assert [p.versions.count() for p in policies] == [1, 1]


@pytest.mark.parametrize("slug", ["bolt", "nobody"])
def test_another_organisations_drafts_are_not_there(
    approver: Client, policies: list[Policy], slug: str
) -> None:
    theirs = world.policy(world.organisation("bolt"))
    assert approver.get(ADDRESS, {"organisation": slug}).status_code == 404
    approver.post(f"{ADDRESS}?organisation=acme", sent([theirs]))
    assert not Version.objects.exists()


def test_an_editor_does_not_publish_together(policies: list[Policy]) -> None:
    edith = world.person("edith", Role.EDITOR, policies[0].organisation)
    browser = signed_in(edith)
    assert browser.get(ADDRESS, {"organisation": "acme"}).status_code == 403
    data = sent(policies)
    assert browser.post(f"{ADDRESS}?organisation=acme", data).status_code == 403
    assert not Version.objects.exists()
