"""An archive of an earlier release comes back with its tables, and is then brought up."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.operations.managing import attempt, manage

# The release of that migration knew neither webhooks nor a search.
THEN = ("policies", "0008_subscriptions")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an installation of then, with a user in it."""
    folder = tmp_path_factory.mktemp("earlier")
    url = f"sqlite:///{folder / 'then.sqlite3'}"
    manage(url, "migrate", *THEN, "--verbosity", "0")
    manage(url, "migrate", "auth", "--verbosity", "0")
    with closing(sqlite3.connect(folder / "then.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO auth_user (id, password, is_superuser, username, first_name, "
            "last_name, email, is_staff, is_active, date_joined) "
            "VALUES (41, '!', 0, 'wilma', '', '', '', 1, 1, '2024-01-01 00:00:00')"
        )
    manage(url, "backup", str(folder / "then.zip"))
    return folder / "then.zip"


def test_it_has_the_tables_of_then(archive: Path) -> None:
    with zipfile.ZipFile(archive) as file:
        names = set(json.loads(file.read("manifest.json"))["tables"])
    assert "policies.subscription" in names
    assert "policies.webhook" not in names


def test_it_comes_back_into_a_bare_database_and_migrates(
    archive: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'now.sqlite3'}"
    said = manage(url, "restore", str(archive))
    assert "as of an earlier release. Now run migrate" in said
    manage(url, "migrate", "--verbosity", "0")
    with closing(sqlite3.connect(tmp_path / "now.sqlite3")) as database:
        found = database.execute("SELECT id, username FROM auth_user").fetchall()
        triggers = database.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' "
            "AND name LIKE 'policies_version_%'"
        ).fetchone()
    assert found == [(41, "wilma")]
    assert triggers[0] >= 3
    assert "chain intact" in manage(url, "verify_versions")


def test_a_database_of_this_release_is_left_alone(
    archive: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'full.sqlite3'}"
    manage(url, "migrate", "--verbosity", "0")
    done = attempt(url, "restore", str(archive))
    assert done.returncode == 1
    assert "The archive is of an earlier release" in done.stderr
