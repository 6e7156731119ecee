"""What the page of a day ahead says: nobody knows, or what is announced for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from lxml import html

from policies.actions.cancel_schedule import cancel_schedule
from policies.actions.publish import Publication, publish
from policies.kinds import wording
from policies.models import Policy, Version
from tests import world
from tests.policies import history_world
from tests.policies.history_world import get

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    return history_world.policy()


def parsed(page: Any) -> Any:
    return html.fromstring(page.content)


def why(page: Any) -> str:
    """What a page says of the day that was asked for."""
    return str(parsed(page).get_element_by_id("day-why").text_content())


def start_of(version: Version) -> dt.date:
    """The day from which it applies."""
    return version.effective_from.astimezone(version.policy.organisation.zone).date()


@pytest.mark.parametrize("word", ["on", "since"])
def test_a_day_ahead_says_that_nobody_knows_yet(policy: Policy, word: str) -> None:
    page = get(f"/en/privacy/{word}/9999-12-31/")
    assert page.status_code == 404
    assert "31 December 9999 is still ahead." in page.text


@pytest.mark.parametrize("word", ["on", "since"])
def test_a_day_ahead_names_the_version_that_is_announced_for_it(
    policy: Policy, word: str, django_assert_max_num_queries: Any
) -> None:
    version = history_world.scheduled(policy)
    start = start_of(version)
    with django_assert_max_num_queries(6):
        page = get(f"/en/privacy/{word}/{start}/")
    assert page.status_code == 404
    assert why(page) == (
        f"Version 4 has been announced for {wording.day(start, 'en')}, and applies on "
        "that day unless it is changed before."
    )
    links = [a.get("href") for a in parsed(page).cssselect("main .leads a")]
    assert links[:2] == ["/en/privacy/v/4/", "/en/privacy/changes/3..4/"]
    for link in links[:2]:
        assert get(link).status_code == 200


def test_of_several_announced_versions_the_last_before_that_day_is_named(
    policy: Policy,
) -> None:
    version = history_world.scheduled(policy)
    start = start_of(version)
    world.rewrite(policy, "vijfde")
    moment = version.effective_from + 2 * history_world.AHEAD
    said = Publication(effective_from=moment, note=world.NOTE, scheduled="keep")
    publish(None, policy, said)
    before, between, after = (start + dt.timedelta(days=days) for days in (-1, 1, 100))
    page = get(f"/en/privacy/on/{between}/")
    assert "It still applies on" in why(page)
    assert wording.day(between, "en") in why(page)
    assert "Version 4 " in why(page)
    assert "Version 5 " in why(get(f"/en/privacy/on/{after}/"))
    assert "nobody can say yet" in why(get(f"/en/privacy/on/{before}/"))


def test_an_announced_version_that_was_cancelled_is_not_named(policy: Policy) -> None:
    version = history_world.scheduled(policy)
    start = start_of(version)
    cancel_schedule(None, version)
    page = get(f"/en/privacy/on/{start}/")
    assert "nobody can say yet" in why(page)
    assert "/v/4/" not in page.text
