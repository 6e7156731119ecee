"""The drill: the demo moves to the other kind of database and back, and nothing is lost."""

from __future__ import annotations

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.operations.managing import manage, output, python
from tests.postgresql_server import Cluster

# A restore is written in the audit trail; nothing else differs.
TRAIL = {"organisations.auditentry": 1, "organisations.audithead": 0}


def says(url: str) -> Any:
    """Everything that an installation says to everybody."""
    return json.loads(output(python(url, "-m", "tests.operations.fingerprint")))


def tables(archive: Path) -> dict[str, list[str]]:
    """The rows of each table in an archive."""
    with zipfile.ZipFile(archive) as file:
        return {
            name.removeprefix("tables/").removesuffix(".jsonl"): [
                json.dumps(json.loads(line), sort_keys=True)
                for line in file.read(name).decode().split("\n")[:-1]
            ]
            for name in file.namelist()
            if name.startswith("tables/")
        }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the archives are."""
    return tmp_path_factory.mktemp("drill")


@pytest.fixture(scope="module")
def here(demo_database: Path) -> str:
    """The demo as it was made, on SQLite."""
    return f"sqlite:///{demo_database}"


@pytest.fixture(scope="module")
def there(here: str, postgresql: Cluster, folder: Path) -> str:
    """The demo restored on PostgreSQL, in a database that had no table."""
    url = postgresql.create("drill")
    manage(here, "backup", str(folder / "first.zip"))
    manage(url, "restore", str(folder / "first.zip"))
    return url


@pytest.fixture(scope="module")
def back(there: str, folder: Path) -> str:
    """And from there on SQLite again."""
    url = f"sqlite:///{folder / 'back.sqlite3'}"
    manage(there, "backup", str(folder / "second.zip"))
    manage(url, "restore", str(folder / "second.zip"))
    manage(url, "backup", str(folder / "third.zip"))
    return url


def test_every_version_and_public_page_is_the_same_to_the_byte(
    here: str, there: str
) -> None:
    with ThreadPoolExecutor() as both:
        before, after = both.map(says, (here, there))
    assert len(before["versions"]) > 10
    assert after["versions"] == before["versions"]
    pages = before["pages"]
    assert len(pages) > 100
    assert {page.partition(" ")[0] for page in pages.values()} == {"200"}
    assert after["pages"].keys() == pages.keys()
    assert [path for path in pages if after["pages"][path] != pages[path]] == []


@pytest.mark.parametrize("later", ["second", "third"])
def test_every_row_is_what_it_was(back: str, folder: Path, later: str) -> None:
    first, other = (tables(folder / f"{name}.zip") for name in ("first", later))
    assert other.keys() == first.keys()
    differing = {name for name in first if other[name] != first[name]}
    assert differing == TRAIL.keys()
    trail = "organisations.auditentry"
    assert other[trail][: len(first[trail])] == first[trail]


@pytest.mark.parametrize("command", ["verify_versions", "verify_audit"])
def test_both_chains_hold_after_the_way_there_and_back(back: str, command: str) -> None:
    assert "chain intact" in manage(back, command)
