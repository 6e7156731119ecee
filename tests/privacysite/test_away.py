"""While the database is away: 503, when to try again, and nothing asked of it."""

from __future__ import annotations

import errno
from typing import Any

import pytest
from django.db import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from privacysite import away

# No test here may use the database: pytest-django refuses.


@pytest.fixture
def database_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise OperationalError("connection to server at db-7.internal failed")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", gone)


def ask(path: str, host: str, method: str = "get", **headers: str) -> Any:
    client = Client(raise_request_exception=False)
    return getattr(client, method)(path, headers={"host": host, **headers})


@pytest.mark.usefixtures("database_away")
@pytest.mark.parametrize(
    ("path", "host"),
    [("/nl/privacy/", "acme.localhost"), ("/", "acme.localhost"),
     ("/nl/", "who.example"), ("/admin/", "localhost"), ("/", "localhost")],
)  # fmt: skip
def test_a_page_that_needs_it_says_so_in_both_languages(path: str, host: str) -> None:
    answer = ask(path, host, cookie=f"sessionid={'x' * 32}")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer["Cache-Control"] == "no-store"
    assert "Even niet bereikbaar" in answer.text
    assert "Not available for a moment" in answer.text
    assert "db-7" not in answer.text
    assert ("sha256-" in answer["Content-Security-Policy"]) == (host != "localhost")


@pytest.mark.usefixtures("database_away")
def test_who_sent_something_is_told_to_look_whether_it_was_kept() -> None:
    sent = ask("/nl/abonneren/", "acme.localhost", "post")
    assert sent.status_code == 503
    assert "check later" in sent.text.lower()
    assert "check later" not in ask("/nl/", "acme.localhost").text.lower()


@pytest.mark.usefixtures("database_away")
def test_the_api_answers_with_a_problem() -> None:
    answer = ask("/api/v1/policies", "acme.localhost")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Service Unavailable"
    assert answer.json()["request_id"] == answer["X-Request-ID"]


@pytest.mark.usefixtures("database_away")
def test_whether_the_process_runs_is_still_answered() -> None:
    assert ask("/healthz", "acme.localhost").status_code == 200


def test_only_a_database_that_is_away_excuses_a_fault() -> None:
    assert away.is_away(OperationalError())
    assert away.is_away(InterfaceError())
    for fault in (
        ProgrammingError(),
        IntegrityError(),
        DataError(),
        ValueError(),
        None,
    ):
        assert not away.is_away(fault)


def test_a_disk_without_room_is_no_fault_of_ours() -> None:
    assert away.is_away(OSError(errno.ENOSPC, "No space left on device"))
    assert away.is_away(OSError(errno.EDQUOT, "Disk quota exceeded"))
    assert not away.is_away(OSError(errno.EACCES, "Permission denied"))


def test_any_other_fault_is_a_500(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("organisations.hostnames.asked", broken)
    answer = ask("/nl/", "acme.localhost")
    assert answer.status_code == 500
    assert "Retry-After" not in answer
