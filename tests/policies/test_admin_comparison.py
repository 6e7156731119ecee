"""What changed: any two versions, or one and the draft, in one language or both."""

from __future__ import annotations

from typing import Any

import pytest

from policies.models import Policy
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.desk_world import Desk, desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Desk:
    """Version 1 is in force; the draft says something else."""
    return desk()


def compare(at: Desk, query: str, policy: Policy | None = None) -> Any:
    browser = signed_in(at.viewer, "en")
    return browser.get(address(policy or at.policy, f"changes/{query}"))


def test_the_draft_is_compared_with_the_version_in_force_in_both_languages(
    at: Desk,
) -> None:
    answer = compare(at, "")
    assert (answer.context["before"].key, answer.context["after"].key) == ("1", "draft")
    assert "<ins" in answer.text
    for word in ("eerste", "tweede"):
        assert word in answer.text
    assert 'lang="nl"' in answer.text


def test_two_versions_are_compared_either_way(at: Desk) -> None:
    world.published(at.policy)
    there, back = compare(at, "?from=1&to=2"), compare(at, "?from=2&to=1")
    assert there.context["view"].tallies == back.context["view"].tallies != []
    assert compare(at, "?from=2&to=2").context["view"].same


def test_one_language_shows_that_one_alone(at: Desk) -> None:
    assert len(compare(at, "?language=nl").context["view"].shown.languages) == 1
    assert len(compare(at, "?language=xx").context["view"].shown.languages) == 2


@pytest.mark.parametrize("query", ["?from=9", "?to=9", "?from=x", "?to=-1", "?from=0"])
def test_what_is_not_there_is_not_found(at: Desk, query: str) -> None:
    assert compare(at, query).status_code == 404


def test_before_anything_was_published_there_is_nothing_to_compare(at: Desk) -> None:
    other = world.policy(at.organisation, "cookies")
    answer = compare(at, "", other)
    assert answer.status_code == 200
    assert "Nothing was published yet." in answer.text


def test_the_review_shows_every_change_word_by_word(at: Desk) -> None:
    browser = signed_in(at.viewer, "en")
    assert "<ins" in browser.get(address(at.policy, "review/")).text
