"""What a database lacks is said in a line; any other fault keeps its traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import ProgrammingError, connection

from privacysite import command_line
from tests.postgresql_server import cluster
from tests.privacysite.test_production import ENVIRONMENT, start
from tests.programs import free_port

COMMANDS = (
    ["verify_versions"],
    ["send_notices"],
    ["backup", "{folder}/archive.zip"],
    ["publish_static", "--to", "{folder}/static"],
    ["export_organisation", "cpro"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_a_database_without_tables_is_named(tmp_path: Path, command: list[str]) -> None:
    url = f"sqlite:///{tmp_path}/empty.sqlite3"
    code, output = start(
        {**ENVIRONMENT, "DATABASE_URL": url},
        *(part.format(folder=tmp_path) for part in command),
    )
    assert (code, output) == (1, f"{command_line.NO_TABLES}\n")


def test_postgresql_without_tables_is_named_too() -> None:
    with cluster() as database:
        url = {"DATABASE_URL": database.url()}
        code, output = start({**ENVIRONMENT, **url}, "verify_versions")
    assert (code, output) == (1, f"{command_line.NO_TABLES}\n")


def test_a_database_that_cannot_be_reached_is_named() -> None:
    url = f"postgresql://app:hush@127.0.0.1:{free_port()}/policies"
    for command in ("verify_audit", "migrate"):
        code, output = start({**ENVIRONMENT, "DATABASE_URL": url}, command)
        assert code == 1
        (line,) = output.splitlines()
        assert line.startswith("The database can't be reached (default): ")
        assert "hush" not in line


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/nowhere/db.sqlite3"
    code, output = start({**ENVIRONMENT, "DATABASE_URL": url}, "verify_audit")
    assert (code, output.splitlines()) == (
        1, ["The database can't be reached (default): unable to open database file"],
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """All migrations have run: a table that is missing then is nobody's oversight."""

    def fails(_arguments: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM no_table_of_ours")

    monkeypatch.setattr(command_line, "execute_from_command_line", fails)
    with pytest.raises(Exception, match="no_table_of_ours"):
        command_line.run(["manage.py"])


@pytest.mark.django_db(transaction=True)
def test_tables_of_an_earlier_release_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_arguments: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_column FROM organisations_organisation")

    monkeypatch.setattr(command_line, "execute_from_command_line", fails)
    monkeypatch.setattr("privacysite.health.migrations", lambda: "pending")
    with pytest.raises(SystemExit, match=r"run manage\.py migrate first"):
        command_line.run(["manage.py"])


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_another_kind_keeps_its_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(_arguments: list[str]) -> None:
        raise ProgrammingError("syntax error")

    monkeypatch.setattr(command_line, "execute_from_command_line", fails)
    monkeypatch.setattr("privacysite.health.migrations", lambda: "pending")
    with pytest.raises(ProgrammingError, match="syntax error"):
        command_line.run(["manage.py"])
