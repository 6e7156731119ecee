"""The databases of an installation: one, or a primary with a replica and a pooler."""

from __future__ import annotations

from typing import Any

from privacysite import env

REPLICA = "replica"

Database = dict[str, Any]


def several(primary: Database) -> dict[str, Database]:
    """The primary and, where ``DATABASE_REPLICA_URL`` names one, the replica."""
    found = {"default": primary}
    if env.text("DATABASE_REPLICA_URL", ""):
        replica: Database = {**env.database("DATABASE_REPLICA_URL", "")}
        # Tests have one database; the replica is another name of it.
        found[REPLICA] = {**replica, "TEST": {"MIRROR": "default"}}
    if env.flag("DATABASE_POOLED"):
        return {alias: _pooled(database) for alias, database in found.items()}
    return found


def _pooled(database: Database) -> Database:
    """As a pooler by transaction wants it (PgBouncer): no cursor outlives its own."""
    return {**database, "DISABLE_SERVER_SIDE_CURSORS": True}
