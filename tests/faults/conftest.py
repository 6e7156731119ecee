"""Databases for the tests of this folder, made once: on PostgreSQL with the whole demo."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.installation import STAGE, Installation, Staff
from tests.postgresql_server import DURABLE, Cluster, cluster
from tests.programs import wait_for


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    """PostgreSQL with the demo, and with Acme, in the database ``template``."""
    with cluster() as found:
        url = found.create("template")
        furnish(Installation(url, found.folder / "no"), demo=True)
        found.stop()
        # A crash must not lose what was acknowledged, as in production.
        found.settings = DURABLE
        found.start()
        yield found


def furnish(at: Installation, *, demo: bool) -> None:
    """Tables, and who and what the tests are about."""
    commands = [["migrate", "--verbosity", "0"], *([["load_demo"]] if demo else [])]
    for command in commands:
        done = at.manage(*command)
        assert done.returncode == 0, done.stderr
    staff = Staff(at.environment)
    staff.do("begin", "eerste")
    staff.leave()


@pytest.fixture(scope="session")
def database(server: Cluster) -> Callable[[str], str]:
    """A new database like that, by name."""

    def make(name: str) -> str:
        # File by file, which makes a checkpoint. Page by page, PostgreSQL would give out
        # numbers of sequences that a crash soon afterwards lets it give out again.
        server.ask(f'CREATE DATABASE "{name}" TEMPLATE template STRATEGY file_copy')
        return server.url(name)

    return make


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with Acme alone, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    furnish(Installation(f"sqlite:///{path}", path.parent), demo=False)
    return path


@pytest.fixture(scope="session")
def copied(sqlite: Path) -> Callable[[Path], str]:
    """That file's copy in a folder; its address."""

    def copy(folder: Path) -> str:
        for part in sqlite.parent.glob(f"{sqlite.name}*"):  # what SQLite put beside it
            shutil.copy(part, folder / part.name.replace("template", "site"))
        return f"sqlite:///{folder / 'site.sqlite3'}"

    return copy


Install = Callable[..., Iterator[Installation]]


@pytest.fixture(scope="module")
def install(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Install:
    """Start a server on a database of its own, ``postgresql`` or ``sqlite``; it stops
    when the fixture that got it from here ends. ``through``: a way round to it."""

    def started(
        kind: str,
        application: str = "",
        folder: Path | None = None,
        through: Callable[[str], str] = str,
        **more: str,
    ) -> Iterator[Installation]:
        folder = folder or tmp_path_factory.mktemp(
            request.module.__name__.rpartition("test_")[2]
        )
        if kind == "postgresql":
            url = request.getfixturevalue("database")(folder.name)
        else:
            url = request.getfixturevalue("copied")(folder)
        made = Installation(through(url), folder, more, application)
        try:
            made.start()
            if application == STAGE:
                wait_for(lambda: made.by_each_worker("/healthz"), 60)
            yield made
        finally:
            made.stop()

    return started


@pytest.fixture(scope="module")
def staff(at: Installation) -> Iterator[Staff]:
    """Who writes and publishes there; ``at`` is each module's own."""
    made = Staff(at.environment)
    yield made
    made.leave()
