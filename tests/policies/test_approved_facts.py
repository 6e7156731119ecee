"""What was approved is what is published: facts and registers included."""

from __future__ import annotations

from typing import Any

import pytest

from organisations.languages import write
from organisations.models import Role
from policies.actions.approve import approve
from policies.actions.ask_review import ask_review, take_back
from policies.actions.publish import Publication, publish
from policies.compiling import draft_of
from policies.conditions import Unmet
from policies.models import Policy
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    """Approved by a colleague, not published yet."""
    policy = world.policy(world.organisation(single_person=False))
    approved(policy)
    return policy


def approver(policy: Policy) -> Any:
    held = policy.organisation.memberships.filter(role=Role.APPROVER).first()
    if held is not None:
        return held.user
    return world.person("anna", Role.APPROVER, policy.organisation)


def approved(policy: Policy) -> None:
    ask_review(None, draft_of(policy), seen=None)
    approve(approver(policy), draft_of(policy), seen=None)


def publication(policy: Policy) -> str:
    """What refuses it; "" when it was published."""
    policy = Policy.objects.get(pk=policy.pk)
    try:
        publish(approver(policy), policy, Publication())
    except Unmet as unmet:
        return unmet.code
    return ""


def test_a_fact_that_changed_after_the_approval_refuses_the_publication(
    policy: Policy,
) -> None:
    policy.organisation.controller = "Somebody else B.V."
    policy.organisation.save()
    assert publication(policy) == "not_as_approved"
    assert not policy.versions.exists()


def test_the_text_with_the_new_fact_is_published_once_it_was_approved(
    policy: Policy,
) -> None:
    policy.organisation.controller = "Somebody else B.V."
    policy.organisation.save()
    take_back(None, draft_of(policy))
    approved(policy)
    assert publication(policy) == ""


def test_what_was_approved_is_published_when_nothing_changed(policy: Policy) -> None:
    write(policy.organisation, "landing", {"nl": "<p>Niet in het document.</p>"})
    policy.organisation.save()
    assert publication(policy) == ""
