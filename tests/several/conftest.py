"""One installation for all tests of this folder: making it takes half a minute."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgresql_server import scratch
from tests.programs import program
from tests.several.machines import Installation
from tests.several.postgresql import Databases


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A primary, its replica and a pooler."""
    for name in ("initdb", "pgbouncer"):
        program(name)
    with scratch() as folder:
        made = Databases(folder)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def installation(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Two servers behind nginx on that cluster."""
    program("nginx")
    made = Installation(databases, tmp_path_factory.mktemp("installation"))
    try:
        made.start()
        yield made
    finally:
        made.stop()
