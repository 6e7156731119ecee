"""A request's id, and what the log says of a request."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory, override_settings

from policies.models import Policy
from privacysite import logs, tracing
from tests import world

HEADER = tracing.HEADER


@pytest.fixture
def policy(db: None) -> Policy:
    made = world.policy(world.organisation("acme"))
    world.published(made, "2022-10-26")
    return made


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is written of requests."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonFormatter())
    tracing.logger.addHandler(handler)
    yield written
    tracing.logger.removeHandler(handler)


def broken(*_: Any) -> None:
    raise RuntimeError("broken")


def get(path: str, host: str = "acme.localhost", **headers: str) -> Any:
    return Client().get(path, headers={"host": host, **headers})


def test_an_answer_that_nobody_keeps_tells_its_id(policy: Policy) -> None:
    first, second = (get("/admin/login/", "localhost")[HEADER] for _ in range(2))
    assert len(first) == 32
    assert first != second


def test_an_answer_that_caches_keep_tells_no_id(policy: Policy) -> None:
    page = get("/nl/privacy/")
    assert page.status_code == 200
    assert HEADER not in page


@override_settings(BEHIND_PROXY=True)
def test_the_id_that_the_proxy_gave_is_taken_over(policy: Policy) -> None:
    given = get("/nl/none/", **{HEADER: "0123456789abcdef"})
    assert given[HEADER] == "0123456789abcdef"


@pytest.mark.parametrize(
    "bad", ["short", "x" * 65, "0123456789;abc", "é" * 10, "a b c d e f"]
)
@override_settings(BEHIND_PROXY=True)
def test_what_is_no_id_is_replaced(bad: str) -> None:
    request = RequestFactory().get("/", headers={HEADER: bad})
    assert len(tracing.identity(request)) == 32


def test_without_a_proxy_nobody_gives_ids() -> None:
    request = RequestFactory().get("/", headers={HEADER: "0123456789abcdef"})
    assert tracing.identity(request) != "0123456789abcdef"


def test_a_fault_of_the_api_says_by_which_id_the_log_knows_it(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policies.api.showing.policy", broken)
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/policies/privacy", headers={"host": "acme.localhost"})
    assert answer.status_code == 500
    assert answer.json()["request_id"] == answer[HEADER]


@pytest.mark.parametrize(
    ("address", "host", "whose", "shown"),
    [
        ("/nl/privacy/?q=jan%40example.org", "acme.localhost", "acme", "/nl/privacy/"),
        ("/admin/login/?next=/x", "localhost", "admin", "/admin/login/"),
        ("/nl/", "evil.example", "unknown", "/nl/"),
        ("/preview/a:secret/", "localhost", "admin", "/preview/…/"),
        (
            "/nl/abonneren/bevestigen/a:secret/", "acme.localhost", "acme",
            "/nl/abonneren/bevestigen/…/",
        ),
    ],
)  # fmt: skip
@override_settings(LOG_REQUESTS=True)
def test_a_line_tells_whose_host_it_was_and_keeps_queries_and_keys_to_itself(
    policy: Policy, lines: io.StringIO, address: str, host: str, whose: str, shown: str
) -> None:
    Client(REMOTE_ADDR="203.0.113.77").get(address, headers={"host": host})
    written = lines.getvalue()
    told = json.loads(written.splitlines()[0])
    assert (told["organisation"], told["path"]) == (whose, shown)
    assert told["address"] == "203.0.113.0/24"
    assert told["duration_ms"] > 0
    for hidden in ("evil", "secret", "example.org", "next=", "113.77"):
        assert hidden not in written


@override_settings(LOG_REQUESTS=True, BEHIND_PROXY=True, LOG_ADDRESSES="full")
def test_behind_a_proxy_the_visitor_is_who_the_proxy_saw(
    policy: Policy, lines: io.StringIO
) -> None:
    get("/nl/privacy/", **{"X-Forwarded-For": "192.0.2.1, 203.0.113.77"})
    assert json.loads(lines.getvalue())["address"] == "203.0.113.77"


def test_requests_are_not_written_unless_that_is_wanted(
    policy: Policy, lines: io.StringIO
) -> None:
    get("/nl/privacy/")
    assert lines.getvalue() == ""
