"""The day of the last change and that of the last review: everywhere the same, and a
review only where it says something that the others don't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from policies import editions
from policies.actions.plan_review import mark_reviewed
from policies.actions.withdraw import withdraw
from policies.models import Policy
from tests import world
from tests.policies import api_world
from tests.policies.history_world import AHEAD, get, scheduled

pytestmark = pytest.mark.django_db

CHANGED = "2022-09-30"


@pytest.fixture
def policy() -> Policy:
    """Its text changed on one day, was published on a second and holds from a third."""
    made = world.policy(world.organisation())
    world.published(made, "2018-05-25")
    world.rewrite(made, "tweede")
    made.draft.updated = dt.date.fromisoformat(CHANGED)
    made.draft.save()
    world.published(made, "2022-10-26")
    made.refresh_from_db()
    return made


def reviewed(policy: Policy, day: str) -> None:
    policy.reviewed_on = dt.date.fromisoformat(day)
    policy.save()


def told() -> list[str | None]:
    """The last review as the page, the list of versions and the API tell it."""
    page = html.fromstring(get("/en/privacy/").content)
    said = [
        span.cssselect("time")[0].get("datetime")
        for span in page.cssselect(".dates span")
        if "last reviewed" in span.text_content()
    ]
    versions = html.fromstring(get("/en/privacy/versions/").content)
    listed = [
        fact.cssselect("time")[0].get("datetime")
        for fact in versions.cssselect(".facts div")
        if "Last reviewed" in fact.text_content()
    ]
    api = [
        api_world.get(f"/{path}").json() for path in ("policies", "policies/privacy")
    ]
    (item,) = api[0]["items"]
    assert item["reviewed_on"] == api[1]["reviewed_on"]
    return [*(said or [None]), *(listed or [None]), item["reviewed_on"]]


@pytest.mark.parametrize("day", ["2022-09-01", CHANGED, "2022-10-20", "2022-10-26"])
def test_a_review_on_or_before_the_day_of_the_text_is_not_told(
    policy: Policy, day: str
) -> None:
    reviewed(policy, day)
    assert told() == [None] * 3


def test_a_review_that_came_later_is_told_everywhere(policy: Policy) -> None:
    reviewed(policy, "2022-10-27")
    assert told() == ["2022-10-27"] * 3


def test_a_review_before_the_day_that_a_text_gives_itself_is_not_told(
    policy: Policy,
) -> None:
    """Approved and published first, with the day on which it was to be changed."""
    world.rewrite(policy, "derde")
    policy.draft.updated = dt.date(2023, 6, 1)
    policy.draft.save()
    world.published(policy, "2023-05-01")
    policy.refresh_from_db()
    reviewed(policy, "2023-05-20")
    assert told() == [None] * 3


def test_a_publication_says_its_own_day_and_no_review(policy: Policy) -> None:
    assert policy.reviewed_on is None
    assert told() == [None] * 3


def test_a_publication_for_a_later_day_is_no_review_of_the_text_in_force(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed(policy, "2024-02-29")
    later = scheduled(policy)
    assert told() == ["2024-02-29"] * 3
    mark_reviewed(None, policy)
    today = timezone.localdate().isoformat()
    assert told() == [today] * 3
    monkeypatch.setattr(timezone, "now", lambda: later.effective_from + AHEAD)
    assert told() == [None] * 3


def test_nothing_is_told_of_a_text_that_was_withdrawn(policy: Policy) -> None:
    reviewed(policy, "2024-02-29")
    withdraw(None, policy.versions.get(number=2), api_world.REASON)
    assert api_world.get("/policies/privacy").json()["reviewed_on"] is None


def test_every_answer_has_the_same_day_of_change_for_a_version(policy: Policy) -> None:
    scheduled(policy)
    rows = policy.versions.all()
    days = {row.number: editions.of(row).changed.isoformat() for row in rows}
    assert days[2] == CHANGED
    found = [
        (path, fact["version"], fact["changed"])
        for path in (
            "policies",
            "policies/privacy",
            "policies/privacy/versions",
            "policies/privacy/current",
            "policies/privacy/on/2023-01-01",
            *(f"policies/privacy/versions/{number}" for number in days),
            "policies/privacy/comparison?from=1&to=2",
            "policies/privacy/comparison?from=2&to=3",
            "policies/privacy/comparison?from=3&to=1",
        )
        for fact in _facts(api_world.get(f"/{path}").json())
    ]
    assert {(path, number, days[number]) for path, number, _ in found} == set(found)
    assert len(found) == 18


def _facts(answer: Any) -> Iterator[dict[str, Any]]:
    """Every version that the answer tells of, however deep."""
    if isinstance(answer, list):
        for each in answer:
            yield from _facts(each)
    elif isinstance(answer, dict):
        if "changed" in answer and "version" in answer:
            yield answer
        for each in answer.values():
            yield from _facts(each)
