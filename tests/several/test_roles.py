"""The two roles as ``compose.yaml`` makes them, in a real PostgreSQL."""

from __future__ import annotations

import os
import subprocess

import pytest
import yaml

from tests.postgresql_server import Cluster, cluster
from tests.programs import program
from tests.several.machines import ROOT

TABLES = ("policies_version", "policies_withdrawal", "policies_manuscript",
          "organisations_auditentry", "policies_draft")  # fmt: skip


def services() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(
        (ROOT / "compose.yaml").read_text(encoding="utf-8")
    )["services"]
    return found


def psql(made: Cluster, user: str, database: str, *arguments: str) -> None:
    """As the image of PostgreSQL runs a file of its folder, or a service its own."""
    done = subprocess.run(
        [program("psql"), "--no-psqlrc", *arguments],
        env={
            **os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(made.port),
            "PGUSER": user, "PGDATABASE": database,
            "OWNER_PASSWORD": "owner", "APP_PASSWORD": "app",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def files(service: str, folder: str) -> list[str]:
    """What is mounted there, in the order of the names that it has there."""
    mounts = [volume.split(":") for volume in services()[service]["volumes"]]
    ours = [(mount[1], mount[0]) for mount in mounts if mount[1].startswith(folder)]
    return [str(ROOT / source) for _, source in sorted(ours)]


@pytest.fixture(scope="module")
def held() -> str:
    """What the server's role may do, after the files that the services run."""
    with cluster() as made:
        for file in files("database", "/docker-entrypoint-initdb.d/"):
            psql(made, "privacysite", "postgres", "--file", file)
        create = "; ".join(f"CREATE TABLE {name} ()" for name in TABLES)
        psql(made, "privacysite_owner", "privacysite", "--command", create)
        [once] = files("written-once", "/written-once.sql")
        psql(made, "privacysite_owner", "privacysite", "--file", once)
        rights = [
            f"has_table_privilege('privacysite_app', '{table}', '{right}')"
            for table, right in (
                ("policies_version", "INSERT"), ("policies_version", "UPDATE"),
                ("organisations_auditentry", "DELETE"), ("policies_draft", "UPDATE"),
            )
        ]  # fmt: skip
        rights.append("has_schema_privilege('privacysite_app', 'public', 'CREATE')")
        asked = f"SELECT concat_ws('|', {', '.join(rights)})"
        return str(made.ask(asked, "privacysite"))


def test_who_serves_may_not_change_what_is_written_once(held: str) -> None:
    assert held == "t|f|f|t|f"
