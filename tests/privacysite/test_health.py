"""/healthz and /readyz: whether it runs, and whether it can do its work."""

from __future__ import annotations

import errno
import re
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from privacysite import health

READY = dict.fromkeys(health.CHECKS, "ok")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was found before is forgotten; a slow machine has its time."""
    monkeypatch.setattr(health, "readiness", health.Readiness(health.look, limit=60))


def ask(path: str = "/readyz", **more: Any) -> Any:
    return Client().get(path, headers={"host": "10.0.0.7"}, **more)


@pytest.mark.django_db(transaction=True)
def test_it_is_ready_when_nothing_is_missing() -> None:
    answer = ask()
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": READY}


@pytest.mark.django_db(transaction=True)
@override_settings(SECURE_SSL_REDIRECT=True)
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whoever_watches_is_answered_without_https_and_kept_by_nobody(
    path: str,
) -> None:
    answer = ask(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_can_be_sent_to_it(path: str) -> None:
    answer = Client().post(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_the_process_is_well_whatever_the_database_does() -> None:
    assert ask("/healthz").content == b"ok\n"  # no mark: a query would fail the test


def test_a_database_that_is_away_is_said_without_a_word_about_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("no route to db-7.internal as privacysite_app")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", away)
    answer = ask()
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": {"disk": "ok", "database": "away", "migrations": "unknown"},
    }


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_not_as_far_as_the_code_is_not_ready() -> None:
    rows = MigrationRecorder.Migration.objects
    last = rows.filter(app="policies").latest("pk")
    last.delete()
    try:
        answer = ask()
    finally:
        rows.create(app=last.app, name=last.name)
    assert answer.status_code == 503
    assert answer.json()["checks"] == {**READY, "migrations": "pending"}


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_further_than_the_code_is_ready() -> None:
    row = MigrationRecorder.Migration.objects.create(app="policies", name="9999_later")
    try:
        assert ask().status_code == 200
    finally:
        row.delete()


def test_a_folder_that_can_t_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(**_: Any) -> None:
        raise OSError(errno.EROFS, "read-only")

    assert health.disk([tmp_path], 0) == "ok"
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert health.disk([tmp_path], 0) == "read-only"


def test_a_full_disk_is_said_before_it_is_full(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = SimpleNamespace(free=99_000_000)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: usage)
    assert health.disk([tmp_path], 100) == "full"
    assert health.disk([tmp_path], 99) == "ok"


def test_a_disk_without_room_is_full_not_read_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(**_: Any) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert health.disk([tmp_path], 0) == "full"


def test_a_folder_that_is_made_when_needed_counts_as_the_one_above(
    tmp_path: Path,
) -> None:
    with override_settings(FORMATS_FOLDER=str(tmp_path / "not" / "yet")):
        assert tmp_path in health.folders()


def test_what_hangs_is_late_and_asked_by_one_thread_only() -> None:
    asked, go_on = [], threading.Event()

    def hang(found: dict[str, str]) -> None:
        asked.append(1)
        found["disk"] = "ok"
        go_on.wait(60)
        found.update(database="ok", migrations="ok")

    readiness = health.Readiness(hang, limit=0.2)
    late = {"disk": "ok", "database": "late", "migrations": "late"}
    assert [dict(readiness.ask()) for _ in range(5)] == [late] * 5
    assert len(asked) == 1
    go_on.set()
    for thread in threading.enumerate():
        if thread.daemon and thread.name.startswith("Thread-"):
            thread.join(10)
    assert dict(readiness.ask()) == READY
    assert len(asked) == 1


def test_the_guide_has_every_word_of_an_answer() -> None:
    guide = (settings.BASE_DIR / "docs" / "monitoring.md").read_text(encoding="utf-8")
    table = guide.partition("| check | words |\n|---|---|\n")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines()]
    words = {
        about.strip(" `"): set(re.findall("`([a-z-]+)`", row)) for about, row in rows
    }
    assert words == {
        "database": {health.OK, health.AWAY},
        "migrations": {health.OK, health.PENDING},
        "disk": {health.OK, health.FULL, health.READ_ONLY},
        "each of them": {health.LATE, health.UNKNOWN},
    }


def test_however_many_ask_at_once_the_database_is_asked_once() -> None:
    asked: list[int] = []

    def count(found: dict[str, str]) -> None:
        asked.append(1)
        found.update(READY)

    readiness = health.Readiness(count, limit=60)
    assert [dict(readiness.ask()) for _ in range(20)] == [READY] * 20
    assert len(asked) < 20


def test_what_fails_unexpectedly_is_not_ready() -> None:
    def fail(_found: dict[str, str]) -> None:
        raise RuntimeError

    found = health.Readiness(fail, limit=60).ask()
    assert set(found.values()) == {"unknown"}
