"""The JSON API: what it tells of policies and versions, to whom, and how often it asks."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
import rfc8785
from django.test import Client
from django.utils import timezone

from organisations.models import Organisation
from policies import editions
from policies.models import Policy
from tests import world
from tests.policies.api_world import REASON, ROOT, get, history

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    return history(acme)


def test_the_organisation_says_who_it_is(acme: Organisation) -> None:
    answer = get("/organisation").json()
    assert answer["facts"] == acme.facts()
    assert answer["languages"] == ["nl", "en"]
    assert answer["links"]["policies"] == "http://acme.localhost:8000/api/v1/policies"


def test_a_policy_tells_what_is_in_force_and_what_is_announced(policy: Policy) -> None:
    answer = get("/policies").json()
    assert answer["count"] == 1
    found = answer["items"][0]
    assert found["policy"] == str(policy.uid)
    assert found["title"] == {"nl": "Privacybeleid", "en": "Privacy policy"}
    assert (found["current"]["version"], found["current"]["state"]) == (3, "in_force")
    assert [(v["version"], v["state"]) for v in found["scheduled"]] == [
        (4, "scheduled")
    ]
    assert get("/policies/privacy").json() == found


def test_a_version_is_told_with_the_names_of_its_edition(policy: Policy) -> None:
    row = policy.versions.get(number=3)
    answer = get(f"/policies/{policy.uid}/versions/3").json()
    edition = editions.of(row).as_dict()
    assert {name: answer[name] for name in edition} == edition
    assert answer["effective_from"] == "2022-10-25T22:00:00Z"
    canonical = rfc8785.dumps(answer["document"])
    assert hashlib.sha256(canonical).hexdigest() == answer["digest"] == row.digest


def test_the_list_has_the_facts_of_each_version_without_its_text(
    policy: Policy,
) -> None:
    items = get("/policies/privacy/versions").json()["items"]
    assert [(v["version"], v["state"]) for v in items] == [
        (4, "scheduled"), (3, "in_force"), (2, "withdrawn"), (1, "superseded"),
    ]  # fmt: skip
    one = get("/policies/privacy/versions/3").json()
    del one["document"]
    assert items[1] == one
    assert items[2]["withdrawn"]["reason"] == REASON
    assert items[2]["links"]["formats"] == {}


@pytest.mark.parametrize(
    ("day", "number"),
    [("2018-05-25", 1), ("2019-12-31", 1), ("2022-10-26", 3), ("2018-05-24", None)],
)
def test_the_version_of_a_day(policy: Policy, day: str, number: int | None) -> None:
    answer = get(f"/policies/privacy/on/{day}")
    if number is None:
        assert answer.status_code == 404
    else:
        assert answer.json()["version"] == number


def test_tomorrow_is_not_found_and_today_is_what_is_in_force(policy: Policy) -> None:
    today = timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)
    assert get(f"/policies/privacy/on/{tomorrow}").status_code == 404
    assert get(f"/policies/privacy/on/{today}").json()["version"] == 3


def test_current_is_the_version_in_force_from_its_moment_on(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert get("/policies/privacy/current").json()["version"] == 3
    later = timezone.now() + dt.timedelta(days=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert get("/policies/privacy/current").json()["version"] == 4
    assert get("/policies/privacy/versions/3").json()["state"] == "superseded"


@pytest.mark.parametrize(
    "path", ["versions/2", "on/2020-06-01", "comparison?from=1&to=2"]
)
def test_a_withdrawn_version_is_gone_with_its_reason(policy: Policy, path: str) -> None:
    answer = get(f"/policies/privacy/{path}")
    assert answer.status_code == 410
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["version"] == 2
    assert answer.json()["withdrawn"]["reason"] == REASON
    assert "tweede" not in answer.text


def test_drafts_are_nowhere(acme: Organisation) -> None:
    world.policy(acme, "secret", "geheim")
    assert get("/policies").json() == {"count": 0, "items": []}
    for path in ("", "/versions", "/current", "/versions/1", "/current-version"):
        assert get(f"/policies/secret{path}").status_code == 404


def test_another_organisations_policy_is_as_absent_as_none(policy: Policy) -> None:
    world.organisation("bolt")
    theirs = get(f"/policies/{policy.uid}/current", host="bolt.localhost")
    nobodys = get("/policies/00000000-0000-4000-8000-000000000000/current",
                  host="bolt.localhost")  # fmt: skip
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json() | {"instance": ""} == nobodys.json() | {"instance": ""}
    assert get("/policies", host="bolt.localhost").json()["count"] == 0


def test_the_admin_host_has_no_api(policy: Policy) -> None:
    for path in (f"{ROOT}/policies", f"{ROOT}/openapi.json", "/nl/api/"):
        answer = Client().get(path, headers={"host": "localhost"})
        assert answer.status_code == 404
        assert "Access-Control-Allow-Origin" not in answer


def test_a_list_is_given_in_parts_with_the_way_to_the_next(policy: Policy) -> None:
    first = get("/policies/privacy/versions?limit=3")
    assert [v["version"] for v in first.json()["items"]] == [4, 3, 2]
    links = dict(
        reversed(part.split("; ")) for part in first["Link"].split(", ")
    )  # fmt: skip
    assert set(links) == {'rel="first"', 'rel="next"', 'rel="last"'}
    following = links['rel="next"'].strip("<>")
    assert following.startswith("http://acme.localhost:8000/api/v1/policies/privacy/")
    last = get(following.partition(ROOT)[2])
    assert [v["version"] for v in last.json()["items"]] == [1]
    assert 'rel="next"' not in last["Link"]
    assert 'rel="prev"' in last["Link"]
    assert get("/policies/privacy/versions?offset=9").json()["items"] == []


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/organisation", 4),
        ("/policies", 6),
        ("/policies/privacy", 5),
        ("/policies/privacy/versions", 7),
        ("/policies/privacy/versions/3", 6),
        ("/policies/privacy/comparison?from=1&to=3", 6),
        ("/policies/privacy/current-version?seen=1", 6),
    ],
)
def test_an_answer_costs_few_queries(
    policy: Policy, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(most):
        assert get(path).status_code == 200


def test_lists_cost_the_same_however_long_and_read_no_texts(
    policy: Policy, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        history(policy.organisation, f"other-{number}")
    with django_assert_num_queries(6) as asked:
        assert len(get("/policies").json()["items"]) == 6
    texts = [
        query["sql"]
        for query in asked.captured_queries
        if '"policies_version"."canonical",' in query["sql"]
    ]
    assert texts == []
