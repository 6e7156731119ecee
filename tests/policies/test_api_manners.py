"""The API over HTTP: other origins, methods, caches, and faults as problem details."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from policies.api import problems
from policies.models import Policy
from tests import world
from tests.policies.api_world import ROOT, get, history

pytestmark = pytest.mark.django_db

HOST = {"host": "acme.localhost"}


@pytest.fixture(autouse=True)
def policy() -> Policy:
    return history(world.organisation())


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem in an answer, of which the members that every one has are right."""
    assert answer.status_code == status
    assert answer["Content-Type"] == problems.MEDIA_TYPE
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    assert found["type"] == "about:blank"
    assert found["detail"] == problems.DETAILS[status]
    return found


def test_pages_of_any_site_may_read_it() -> None:
    answer = get("/policies")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies
    assert "Vary" not in answer
    assert "Content-Language" not in answer


def test_a_browser_that_asks_first_is_told_what_it_may() -> None:
    answer = Client().options(
        f"{ROOT}/policies",
        headers={**HOST, "origin": "https://elsewhere.example",
                 "access-control-request-method": "GET",
                 "access-control-request-headers": "if-none-match"},
    )  # fmt: skip
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert answer["Access-Control-Allow-Headers"] == "*"


def test_the_other_public_pages_stay_their_own_origins() -> None:
    page = Client().get("/nl/privacy/", headers=HOST)
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in page


def test_what_is_unchanged_is_not_sent_again() -> None:
    for path in ("/policies", "/policies/privacy/current", "/openapi.json"):
        first = get(path)
        again = get(path, **{"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert again["Access-Control-Allow-Origin"] == "*"
        assert "must-revalidate" in again["Cache-Control"]


def test_since_when_it_holds_is_told_and_may_be_asked() -> None:
    first = get("/policies/privacy/current")
    since = {"if-modified-since": first["Last-Modified"]}
    assert get("/policies/privacy/current", **since).status_code == 304


def test_head_answers_as_get_without_the_body() -> None:
    one, other = (
        getattr(Client(), method)(f"{ROOT}/policies", headers=HOST)
        for method in ("get", "head")
    )
    assert other.status_code == 200
    assert other.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Link"):
        assert other[name] == one[name]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["/policies", "/openapi.json", "/nothing"])
def test_it_is_read_only(method: str, path: str) -> None:
    answer = getattr(Client(), method)(f"{ROOT}{path}", headers=HOST)
    problem(answer, 405)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/nothing", "/policies/", "/policies/none/current"])
def test_what_is_not_there_is_a_problem_too(path: str) -> None:
    assert problem(get(path), 404)["instance"] == f"{ROOT}{path}"


@pytest.mark.parametrize("path", ["/api/v2/policies", "/api/x", "/api/v1//policies"])
def test_no_address_below_api_is_a_page(path: str) -> None:
    problem(Client().get(path, headers=HOST), 404)


@pytest.mark.parametrize(
    ("path", "where", "name"),
    [
        ("/policies?limit=0", "query", "limit"),
        ("/policies?limit=101", "query", "limit"),
        ("/policies?limit=1_0", "query", "limit"),
        ("/policies?limit=%D9%A1", "query", "limit"),
        ("/policies?offset=-1", "query", "offset"),
        ("/policies?offset=99999999999999999999", "query", "offset"),
        ("/policies/privacy/versions/0", "path", "number"),
        ("/policies/privacy/versions/1e3", "path", "number"),
        ("/policies/privacy/versions/" + "9" * 400, "path", "number"),
        ("/policies/privacy/on/0000-01-01", "path", "date"),
        ("/policies/privacy/on/2023-02-30", "path", "date"),
        ("/policies/privacy/on/1700000000", "path", "date"),
        ("/policies/privacy/comparison?from=1", "query", "to"),
        ("/policies/privacy/current-version?seen=abc", "query", "seen"),
        ("/policies/a%20b", "path", "policy"),
    ],
)
def test_what_the_description_rules_out_is_named(
    path: str, where: str, name: str
) -> None:
    (fault,) = problem(get(path), 422)["errors"]
    assert (fault["in"], fault["name"]) == (where, name)
    assert fault["message"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_not_found(day: str) -> None:
    problem(get(f"/policies/privacy/on/{day}"), 404)


def test_what_can_not_be_read_is_a_problem() -> None:
    problem(get("/policies?limit=%00"), 400)


@pytest.mark.parametrize("accept", ["text/csv", "text/html, */*;q=0.1"])
def test_who_wants_something_else_gets_json_all_the_same(accept: str) -> None:
    """A kept answer doesn't depend on it, so no answer does."""
    answer = get("/policies", accept=accept)
    assert (answer.status_code, answer["Content-Type"]) == (
        200, "application/json; charset=utf-8",
    )  # fmt: skip


def test_a_fault_of_ours_is_a_problem_and_says_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr("policies.api.showing.policy", fail)
    client = Client(raise_request_exception=False)
    answer = client.get(f"{ROOT}/policies/privacy", headers=HOST)
    problem(answer, 500)
    assert "secret" not in answer.text


def test_a_host_that_is_not_ours_learns_nothing_of_an_api() -> None:
    answer = get("/policies", host="unknown.example")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")
    assert "Access-Control-Allow-Origin" not in answer
