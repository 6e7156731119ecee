"""Figures for Prometheus: who gets them, and what they count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from organisations.models import Message
from policies.models import Policy, Version
from privacysite import metrics
from privacysite.metrics import answering, counting, labels, queues
from tests import world

TOKEN = "a-token-of-the-tests"
BEARER = {"authorization": f"Bearer {TOKEN}"}


class Socket:
    """A connection that came in by that port."""

    def __init__(self, port: int) -> None:
        self.port = port

    def getsockname(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)


@pytest.fixture(autouse=True)
def collected(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody collects figures, and hosts are read anew."""
    fresh = labels.Labels()
    monkeypatch.setattr(labels, "of_host", fresh.of_host)
    monkeypatch.setattr(labels, "of_slug", fresh.of_slug)
    with override_settings(METRICS_TOKEN=TOKEN, METRICS_BIND="127.0.0.1:9464"):
        yield
    post_save.disconnect(counting._notice_version, sender=Version)
    got_request_exception.disconnect(counting._notice_fault)


@pytest.fixture
def policy(db: None) -> Policy:
    made = world.policy(world.organisation("acme"))
    world.published(made, "2022-10-26")
    return made


def figure(name: str, **wanted: str) -> float:
    """The sum of the samples of that name with those labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(answering.figures().decode())
        for sample in family.samples
        if sample.name == name and wanted.items() <= sample.labels.items()
    )


def get(path: str, host: str = "acme.localhost", **more: Any) -> Any:
    return Client(raise_request_exception=False).get(
        path, headers={"host": host, **more.pop("headers", {})}, **more
    )


def test_whoever_has_the_token_gets_them(policy: Policy) -> None:
    answer = get("/metrics", "10.0.0.7", headers=BEARER)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer["Cache-Control"] == "no-store"
    assert "privacysite_database_up 1.0" in answer.text


@pytest.mark.parametrize(
    "given",
    ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", f"bearer {TOKEN}", "é"],
)
def test_nobody_else_does(given: str) -> None:
    answer = get("/metrics", headers={"authorization": given} if given else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.content == b""


@override_settings(METRICS_TOKEN="", METRICS_BIND="")
def test_they_are_off_unless_somebody_wants_them(policy: Policy) -> None:
    answers = [get("/metrics", headers=headers) for headers in (BEARER, {})]
    assert {answer.status_code for answer in answers} == {404}
    with override_settings(METRICS_TOKEN=TOKEN):
        before = figure("privacysite_requests_total")
    get("/nl/privacy/")
    metrics.pages_answered({("acme.localhost", 200, "hit"): 1})
    with override_settings(METRICS_TOKEN=TOKEN):
        assert figure("privacysite_requests_total") == before


@override_settings(METRICS_TOKEN="")
def test_with_a_port_of_their_own_only_that_has_them(policy: Policy) -> None:
    own: dict[str, Any] = {"gunicorn.socket": Socket(9464)}
    other: dict[str, Any] = {"gunicorn.socket": Socket(8000)}
    assert get("/metrics", **own).status_code == 200
    for path, socket in (("/metrics", other), ("/metrics", {})):
        assert get(path, "x:9464", **socket).status_code == 404
    for path in ("/", "/nl/privacy/", "/admin/login/"):
        assert get(path, "localhost", **own).status_code == 404


def test_requests_are_counted_by_organisation_and_status(policy: Policy) -> None:
    def counted(**wanted: str) -> float:
        return figure("privacysite_requests_total", method="GET", **wanted)

    asked = [
        ("/nl/privacy/", "acme.localhost", {"organisation": "acme", "status": "200"}),
        ("/nl/none/", "acme.localhost", {"organisation": "acme", "status": "404"}),
        ("/admin/login/", "localhost", {"organisation": "admin", "status": "200"}),
        ("/nl/", "evil.example", {"organisation": "unknown", "status": "404"}),
    ]
    before = [counted(**wanted) for _path, _host, wanted in asked]
    for path, host, _wanted in asked:
        get(path, host)
    assert [counted(**wanted) for _p, _h, wanted in asked] == [n + 1 for n in before]
    assert b"evil" not in answering.figures()


def test_watching_is_no_visit(policy: Policy) -> None:
    before = figure("privacysite_requests_total")
    for path in ("/healthz", "/metrics"):
        get(path, headers=BEARER)
    assert figure("privacysite_requests_total") == before


def test_a_method_that_somebody_made_up_makes_no_series(policy: Policy) -> None:
    client = Client(headers={"host": "acme.localhost"})
    client.generic("BREW", "/nl/privacy/")
    assert b"BREW" not in answering.figures()
    assert figure("privacysite_requests_total", method="other") >= 1


def test_the_time_of_a_request_that_publishes_is_kept(policy: Policy) -> None:
    before = figure("privacysite_publish_seconds_count")
    get("/nl/privacy/")
    assert figure("privacysite_publish_seconds_count") == before

    def publishing(request: Any, *_: Any, **__: Any) -> Any:
        world.rewrite(policy, "tweede")
        world.published(policy, "2022-11-26")
        return HttpResponse()

    counting.MetricsMiddleware(publishing)(RequestFactory().post("/"))
    assert figure("privacysite_publish_seconds_count") == before + 1


def test_what_the_page_cache_answered_is_added(policy: Policy) -> None:
    wanted = {"organisation": "acme", "status": "200", "result": "hit"}
    before = figure("privacysite_pages_total", **wanted)
    metrics.pages_answered(
        {("acme.localhost", 200, "hit"): 41, ("nowhere.example", 404, "pass"): 2}
    )
    assert figure("privacysite_pages_total", **wanted) == before + 41
    assert figure("privacysite_pages_total", organisation="unknown", status="404") >= 2
    assert b"nowhere" not in answering.figures()


def test_pages_are_counted_while_the_database_is_away(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", gone)
        metrics.pages_answered({("acme.localhost", 503, "refused"): 7})
        assert figure("privacysite_pages_total", status="503", result="refused") >= 7
        assert figure("privacysite_database_up") == 0
        assert b"privacysite_waiting{" not in answering.figures()


def test_organisations_beyond_the_most_are_counted_together(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.organisation("bolt")
    monkeypatch.setattr(labels, "MOST", 1)
    fresh = labels.Labels()
    assert fresh.of_host("acme.localhost") == "acme"
    assert fresh.of_host("bolt.localhost") == fresh.of_slug("bolt") == "other"
    assert fresh.of_host("evil.example") == "unknown"
    assert fresh.of_host(settings.ADMIN_HOST) == "admin"


def test_hosts_are_read_once_a_minute(
    policy: Policy, django_assert_num_queries: Any
) -> None:
    fresh = labels.Labels()
    with django_assert_num_queries(2):
        for _ in range(10):
            fresh.of_host("acme.localhost")


def test_a_fault_of_the_database_is_counted_by_its_kind(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError("db-7.internal")

    before = figure("privacysite_database_errors_total", error="OperationalError")
    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", gone)
        assert get("/nl/privacy/").status_code == 503
    found = figure("privacysite_database_errors_total", error="OperationalError")
    assert found == before + 1


def test_what_waits_is_told_with_its_age(policy: Policy) -> None:
    now = timezone.now()
    for hours, sent in ((2, None), (1, None), (3, now)):
        Message.objects.create(
            user=world.person(f"reader{hours}"), to="a@example.org", kind="approved",
            language="nl", subject="x", text="x", html="x", sent_at=sent,
            created_at=now - dt.timedelta(hours=hours),
        )  # fmt: skip
    world.rewrite(policy, "derde")
    world.published(policy, now + dt.timedelta(days=9))
    found = {name: (number, age) for name, number, age in queues.lengths(now)}
    assert found["messages"] == (2, 7200.0)
    assert found["scheduled_versions"][0] == 1
    assert found["notices"] == found["webhooks"] == (0, 0.0)


def test_collecting_asks_one_question_a_queue(
    policy: Policy, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(len(queues.queues(timezone.now()))):
        answering.figures()


def test_pages_answered_before_django_is_up_are_counted_afterwards(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = {"organisation": "acme", "result": "hit"}
    before = figure("privacysite_pages_total", **wanted)
    with monkeypatch.context() as patch:
        patch.setattr("privacysite.metrics.apps", Mock(ready=False))
        metrics.pages_answered({("acme.localhost", 200, "hit"): 3})
    metrics.pages_answered({("acme.localhost", 200, "hit"): 4})
    assert figure("privacysite_pages_total", **wanted) == before + 7
