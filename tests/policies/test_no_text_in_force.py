"""What readers are told while no text is in force: the last one was withdrawn."""

from __future__ import annotations

import re

import pytest

from policies.actions.withdraw import withdraw
from policies.kinds import wording
from policies.models import Policy
from policies.views import neighbours
from tests.policies import cms_world, history_world
from tests.policies.history_world import get

pytestmark = pytest.mark.django_db
IN_FORCE = "Read the text in force"
NONE = "No text is in force at the moment."


@pytest.fixture
def policy() -> Policy:
    """Three versions, the last of them withdrawn, and a fourth for next month."""
    made = history_world.policy()
    history_world.scheduled(made)
    reason = {"nl": "Per ongeluk.", "en": "By mistake."}
    withdraw(None, made.versions.get(number=3), reason)
    return made


def words(path: str, status: int = 200) -> str:
    answer = get(path)
    assert answer.status_code == status, path
    return " ".join(answer.text.split())


def test_the_policys_address_says_which_version_and_what_comes(policy: Policy) -> None:
    said = words("/en/privacy/", 410)
    last = policy.versions.get(number=3).withdrawn
    assert last is not None
    day = last.at.astimezone(policy.organisation.zone).date()
    told = re.sub(r"</?time[^>]*>", "", said)
    assert f"It was version 3, withdrawn on {wording.day(day, 'en')}." in told
    assert "By mistake." in said
    assert "A new version takes effect on" in said
    assert 'href="/en/privacy/changes/2..4/"' in said


@pytest.mark.parametrize("path", ["v/1/", "v/2/", "v/4/", "on/2019-01-01/"])
def test_other_versions_promise_no_text_in_force(policy: Policy, path: str) -> None:
    said = words(f"/en/privacy/{path}")
    assert NONE in said
    assert IN_FORCE not in said


def test_the_page_of_a_day_without_text_promises_none(policy: Policy) -> None:
    assert IN_FORCE not in words("/en/privacy/on/2000-01-01/", 404)


def test_since_a_day_tells_of_that_days_text_and_of_the_withdrawal(
    policy: Policy,
) -> None:
    said = words("/en/privacy/since/2019-01-01/")
    assert ">version 1</a> applied." in said
    assert "The text that applied last, version 3, was withdrawn on" in said
    assert 'href="/en/privacy/changes/1..2/"' in said
    assert "tweede" in said
    assert "derde" not in said


def test_since_a_day_of_the_last_text_that_can_be_read(policy: Policy) -> None:
    said = words("/en/privacy/since/2022-01-01/")
    assert ">version 2</a> applied." in said
    assert "The text that applied last, version 3, was withdrawn on" in said
    assert "derde" not in said


def test_the_landing_page_lists_it_as_withdrawn(policy: Policy) -> None:
    plain = words("/en/")
    cms_world.landing(policy.organisation)
    for said in (plain, words("/en/")):
        assert "No policy has been published yet." not in said
        assert "This text was withdrawn." in said
        assert 'href="/en/privacy/versions/"' in said


def test_of_many_versions_the_last_one_counts_too(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "FEW", 1)
    assert NONE in words("/en/privacy/v/1/")
