"""A server of the release before runs on while the database is migrated."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.several.machines import ROOT
from tests.several.postgresql import Databases


def lint(databases: Databases, **more: str) -> subprocess.CompletedProcess[str]:
    """What the linter says of the SQL that each migration runs on PostgreSQL."""
    return subprocess.run(
        [sys.executable, "manage.py", "lintmigrations"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={
            **os.environ, "DEMO": "1", "DATABASE_URL": databases.primary.url(),
            "DJANGO_SETTINGS_MODULE": "tests.several.linting", **more,
        },
    )  # fmt: skip


def test_old_servers_run_on_every_new_migration(databases: Databases) -> None:
    # Mended in the migration: a column gets a default in the database (`db_default`) or
    # may be empty; what nobody reads any more is dropped a release later.
    linted = lint(databases)
    assert linted.returncode == 0, linted.stdout
    assert "(organisations, 0007_generations)... OK" in linted.stdout


def test_a_migration_that_old_servers_fail_on_is_found(databases: Databases) -> None:
    linted = lint(databases, LINT_ALL="1")
    assert linted.returncode == 1
    assert "(policies, 0011_anchors)... ERR\n\tNOT NULL constraint" in linted.stdout
