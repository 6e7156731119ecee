"""The demo, and a PostgreSQL, for the tests of running an installation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import prepare
from tests.postgresql_server import Cluster, cluster


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, loaded once."""
    path = tmp_path_factory.mktemp("demo") / "template.sqlite3"
    prepare(path)
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A server for all tests of this folder; each takes databases of its own."""
    with cluster() as found:
        yield found
