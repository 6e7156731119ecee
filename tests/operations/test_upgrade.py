"""An installation with versions gets the tables of this release: not a byte of them
changes, and servers of the release before run on meanwhile.

The demo is taken back to the tables of an earlier release, and then upgraded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.operations.managing import manage, output, python

THEN = ("policies.0008_subscriptions", "organisations.0006_notices")
# The last ones before there were several servers, and what came before the last of them.
BEFORE = ("organisations.0006_notices", "policies.0011_anchors", "cookies.0001_initial")
LONG_BEFORE = (BEFORE[0], "policies.0010_search", BEFORE[2])
# What is written once; the trail is longer by nothing, since migrations are no deeds.
WRITTEN = ("policies_version", "policies_manuscript", "policies_withdrawal",
           "policies_loghead", "organisations_auditentry",
           "organisations_audithead")  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Upgraded:
    """The database's address, and its rows before, then and now."""

    url: str
    before: Rows
    then: Rows
    now: Rows


@pytest.fixture(scope="module")
def upgraded(demo_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    """The demo, back to then and up again."""
    path = tmp_path_factory.mktemp("upgrade") / "demo.sqlite3"
    for part in demo_database.parent.glob(f"{demo_database.name}*"):
        shutil.copy(part, f"{path}{part.name.removeprefix(demo_database.name)}")
    url, before = f"sqlite:///{path}", rows(path)
    for each in THEN:
        manage(url, "migrate", *each.split("."), "--verbosity", "0")
    then = rows(path)
    manage(url, "migrate", "--verbosity", "0")
    return Upgraded(url, before, then, rows(path))


def rows(path: Path) -> Rows:
    """Every row of what is written once, with the columns that there are."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in database.execute(f"SELECT * FROM {table}")]
            for table in WRITTEN
        }


def known_then(upgraded: Upgraded, later: Rows) -> Rows:
    """Later rows, with the columns of then."""
    return {
        table: [{name: row[name] for name in then} for row in later[table]]
        for table, found in upgraded.then.items()
        for then in [found[0] if found else {}]
    }


def test_an_upgrade_changes_no_byte_of_what_is_written_once(upgraded: Upgraded) -> None:
    versions = upgraded.now["policies_version"]
    assert len(versions) > 10
    assert len(upgraded.then["organisations_auditentry"]) > 10
    assert known_then(upgraded, upgraded.now) == upgraded.then
    assert known_then(upgraded, upgraded.before) == upgraded.then
    for row in versions:
        assert hashlib.sha256(row["canonical"].encode()).hexdigest() == row["digest"]


@pytest.mark.parametrize("command", ["verify_versions", "verify_audit"])
def test_both_chains_hold_after_an_upgrade(upgraded: Upgraded, command: str) -> None:
    assert "chain intact" in manage(upgraded.url, command)


def test_what_is_written_once_still_is_after_an_upgrade(upgraded: Upgraded) -> None:
    path = upgraded.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database:
        for table in ("policies_version", "organisations_auditentry"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                database.execute(f"DELETE FROM {table}")


def earlier(url: str, migrations: tuple[str, ...]) -> dict[str, Any]:
    """What models of an earlier release are told by the database of this one."""
    said = output(python(url, "-m", "tests.operations.earlier_code", *migrations))
    found: dict[str, Any] = json.loads(said)
    return found


def test_code_of_the_release_before_reads_and_writes_the_new_tables(
    upgraded: Upgraded,
) -> None:
    found = earlier(upgraded.url, BEFORE)
    assert found["refused"] == []
    assert found["read"]["policies.Version"] == len(upgraded.now["policies_version"])


def test_code_that_does_not_know_a_column_that_must_be_filled_is_refused(
    upgraded: Upgraded,
) -> None:
    """So the test before can fail: this one is from before there were two servers."""
    refused = earlier(upgraded.url, LONG_BEFORE)["refused"]
    assert [each for each in refused if "NOT NULL" in each]
