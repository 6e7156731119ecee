"""Two servers, a primary with a replica, PgBouncer between, nginx before."""

from __future__ import annotations

import http.client
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.programs import wait_for
from tests.several.machines import HOST, Installation, get

PAGE = "/en/privacy/"


@dataclass
class Load:
    """Visitors who read all the time, each on a connection of their own."""

    port: int
    answers: int = 0
    failures: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def running(self, visitors: int = 4) -> Iterator[None]:
        """While the block runs."""
        threads = [
            threading.Thread(target=self._visit, args=[number])
            for number in range(visitors)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _visit(self, visitor: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        # Every other visitor asks what no cache has.
        asked = 0
        while not self._over.is_set():
            asked += 1
            path = PAGE if visitor % 2 else f"/en/search/?q=words{visitor}x{asked}"
            try:
                connection.request("GET", path, headers={"Host": HOST})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.failures.append(f"{path}: {answer.status}")
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(f"{path}: {error!r}")
                connection.close()
            self.answers += 1


def words(port: int, path: str = PAGE) -> str:
    """The words by which the versions differ."""
    found = re.search(r"Text (\w+)\.", get(port, path)[1])
    assert found is not None, path
    return found[1]


def everywhere(at: Installation, wanted: str) -> bool:
    """Whether both servers, and the proxy, show the text with these words."""
    ports = [at.port, *(server.port for server in at.servers)]
    return all(words(port) == wanted for port in ports)


@pytest.fixture(autouse=True)
def caught_up(installation: Installation) -> None:
    """Each test begins with a replica that has everything."""
    installation.catch_up()


def test_what_is_published_on_one_machine_is_shown_by_all(
    installation: Installation,
) -> None:
    wait_for(lambda: everywhere(installation, "eerste"))
    installation.do("publish", "tweede")
    wait_for(lambda: everywhere(installation, "tweede"))


def test_with_remote_apply_nobody_waits_for_the_replica(
    installation: Installation,
) -> None:
    databases = installation.databases
    databases.primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
    databases.primary.ask("ALTER SYSTEM SET synchronous_commit = remote_apply")
    databases.primary.ask("SELECT pg_reload_conf()")
    try:
        installation.do("publish", "tegelijk")
        last = "SELECT max(number) FROM organisations_generation"
        assert databases.replica.ask(last) == databases.primary.ask(last)
    finally:
        databases.primary.ask("ALTER SYSTEM RESET ALL")
        databases.primary.ask("SELECT pg_reload_conf()")
    wait_for(lambda: everywhere(installation, "tegelijk"))


def test_public_pages_are_read_from_the_replica(installation: Installation) -> None:
    databases = installation.databases
    before = words(installation.port)
    databases.replica.ask("SELECT pg_wal_replay_pause()")
    try:
        installation.do("publish", "ingehaald")
        for server in installation.servers:
            assert words(server.port) == before
            # One that nobody has asked for yet, so that it comes from no cache.
            assert words(server.port, "/en/privacy/policy.txt") == before
    finally:
        databases.replica.ask("SELECT pg_wal_replay_resume()")
    # The old page was not kept under the new number: it goes when the replica is there.
    wait_for(lambda: everywhere(installation, "ingehaald"))


def test_a_rolling_restart_loses_no_request(installation: Installation) -> None:
    load = Load(installation.port)
    with load.running():
        for server in installation.servers:
            before = load.answers
            server.stop()
            server.start()
            wait_for(lambda floor=before: load.answers > floor + 20)  # type: ignore[misc]
    assert load.failures == []
    assert load.answers > 40


def test_workers_replaced_by_a_signal_lose_no_request(
    installation: Installation,
) -> None:
    load = Load(installation.port)
    with load.running():
        for server in installation.servers:
            assert server.process is not None
            before = load.answers
            server.process.send_signal(signal.SIGHUP)
            wait_for(lambda floor=before: load.answers > floor + 20)  # type: ignore[misc]
    assert load.failures == []


def test_commands_read_long_lists_through_the_pooler(
    installation: Installation,
) -> None:
    # Each iterates over a table, which by a cursor of the server would fail.
    assert "intact" in installation.manage("verify_versions")
    assert "intact" in installation.manage("verify_audit")
