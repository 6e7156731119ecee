"""The server as it is run: two workers on PostgreSQL, watched, and its database away."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

from tests.postgresql_server import Cluster, cluster
from tests.programs import free_port, wait_for

ROOT = Path(settings.BASE_DIR)
HOST = "acme.localhost"
SCRIPT = """
import django; django.setup()
from tests import world
world.published(world.policy(world.organisation("acme")), "2022-10-26")
"""


@dataclass
class Installation:
    """A running server, its figures' port, and its database."""

    port: int
    figures_port: int
    database: Cluster
    log: Path

    def get(self, path: str, host: str = HOST) -> http.client.HTTPResponse:
        """The answer, with its body read."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        wire.request("GET", path, headers={"Host": host})
        answer = wire.getresponse()
        self.body = answer.read().decode()
        wire.close()
        return answer

    def figures(self) -> str:
        """What Prometheus gets."""
        url = f"http://127.0.0.1:{self.figures_port}/metrics"
        with urllib.request.urlopen(url, timeout=60) as answer:
            found: str = answer.read().decode()
        return found


@pytest.fixture(scope="module")
def database() -> Iterator[Cluster]:
    """A PostgreSQL that may be stopped."""
    with cluster() as found:
        yield found


@pytest.fixture(scope="module")
def running(
    database: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Migrated, with one policy."""
    base = tmp_path_factory.mktemp("operating")
    port, figures_port = free_port(), free_port()
    environment = {
        **os.environ, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "privacysite.settings",
        "PORT": str(port), "WEB_CONCURRENCY": "2", "PAGES_FOLDER": str(base / "pages"),
        "METRICS_BIND": f"127.0.0.1:{figures_port}", "LOG_FORMAT": "json",
        "DATABASE_URL": database.url(),
    }  # fmt: skip
    environment.pop("PAGE_CACHE_BYTES")  # as an installation has it: on
    for command in (["manage.py", "migrate", "--verbosity", "0"], ["-c", SCRIPT]):
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, check=True
        )
    with (base / "log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        made = Installation(port, figures_port, database, base / "log")
        wait_for(lambda: made.get("/healthz").status == 200, 60)
        wait_for(lambda: made.get("/readyz").status == 200, 60)
        yield made
    finally:
        server.terminate()
        server.wait(40)


def test_the_workers_figures_are_added_up(running: Installation) -> None:
    for number in range(12):
        assert running.get(f"/nl/none-{number}/").status == 404
    found = running.figures()
    wanted = 'requests_total{method="GET",organisation="acme",status="404"} 12.0'
    assert wanted in found
    assert "privacysite_database_up 1.0" in found
    assert running.get("/metrics").status == 404


def test_the_log_is_json_and_names_no_visitor(running: Installation) -> None:
    running.get("/nl/none-at-all/?q=jan@example.org")

    def written() -> list[dict[str, object]]:
        lines = running.log.read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines]
        return [line for line in told if line.get("path") == "/nl/none-at-all/"]

    wait_for(written)
    assert written()[0]["organisation"] == "acme"
    assert "jan@" not in running.log.read_text(encoding="utf-8")


def test_while_the_database_is_away_every_answer_says_when_to_come_back(
    running: Installation,
) -> None:
    running.database.stop("immediate")
    try:
        for path, host in (
            ("/nl/privacy/v/1/", HOST), ("/nl/", "unknown.example"),
            ("/api/v1/policies", HOST), ("/", "localhost"),
        ):  # fmt: skip
            answer = running.get(path, host)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5"), path
            assert answer.headers["Cache-Control"] == "no-store"
        assert running.get("/healthz").status == 200
        wait_for(lambda: running.get("/readyz").status == 503)
        found = json.loads(running.body)
        assert found["checks"]["disk"] == "ok"
        assert found["checks"]["database"] in ("away", "late")
        assert "privacysite_database_up 0.0" in running.figures()
    finally:
        running.database.start()
    wait_for(lambda: running.get("/nl/privacy/v/1/").status == 200)
    wait_for(lambda: running.get("/readyz").status == 200)
    assert running.get("/api/v1/policies").status == 200
    assert "privacysite_database_up 1.0" in running.figures()


LIMIT = """
import os, runpy, psycopg2
if os.environ["ROLE"] == "server": runpy.run_path("gunicorn.conf.py")
cursor = psycopg2.connect(os.environ["DATABASE_URL"]).cursor()
cursor.execute("SHOW statement_timeout")
print(cursor.fetchone()[0])
"""


def test_a_visitor_s_statement_has_a_limit_and_a_command_s_has_none(
    running: Installation,
) -> None:
    def limit(role: str) -> str:
        environment = {
            "DATABASE_URL": running.database.url(), "DEMO": "1", "ROLE": role,
        }  # fmt: skip
        return subprocess.check_output(
            [sys.executable, "-c", LIMIT], cwd=ROOT, env=environment, text=True
        ).strip()

    assert limit("command") == "0"
    assert limit("server") == "30s"
