"""One installation for all tests of this folder: making it takes half a minute."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.several.machines import Installation
from tests.several.postgresql import Cluster, program


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A primary, its replica and a pooler."""
    for name in ("initdb", "pgbouncer"):
        program(name)
    # Not in pytest's own folder: the database's user may not enter that one.
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    made = Cluster(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def installation(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Two servers behind nginx on that cluster."""
    program("nginx")
    made = Installation(cluster, tmp_path_factory.mktemp("installation"))
    try:
        made.start()
        yield made
    finally:
        made.stop()
