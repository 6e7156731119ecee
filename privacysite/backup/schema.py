"""Which migrations a database and an archive stand at, and models that fit them.

An archive of an earlier release is restored with the tables of that release, and then
migrated as that installation would have been.
"""

from __future__ import annotations

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from privacysite.backup import BackupError

Migration = tuple[str, str]  # the app and the migration's name


def applied() -> set[Migration]:
    """The migrations that the database has, of those that this release knows."""
    return set(MigrationRecorder(connection).applied_migrations()) & _known()


def is_current(migrations: set[Migration]) -> bool:
    """Whether that is all of this release."""
    return migrations == _known()


def apps_at(migrations: set[Migration]) -> Apps:
    """The models as of these migrations."""
    if is_current(migrations):
        return current_apps
    state = MigrationLoader(connection).project_state(sorted(migrations))
    return state.apps


def make_fit(migrations: set[Migration]) -> None:
    """Let the database stand at these migrations: a bare one is given its tables.

    Raises BackupError for one that stands elsewhere, or an archive of a later release.
    """
    if unknown := sorted(migrations - _known()):
        raise BackupError(
            "The archive is of a later release, which has the migration "
            f"{'.'.join(unknown[0])}. Install that release, then restore."
        )
    found = applied()
    if not found:
        executor = MigrationExecutor(connection)
        executor.migrate(_ends(migrations))
    elif lacking := sorted(migrations - found):
        raise BackupError(
            f"The database lacks the migration {'.'.join(lacking[0])}. "
            "Run migrate, then restore."
        )
    elif found != migrations:
        raise BackupError(
            "The archive is of an earlier release. Name a database without any table in "
            "DATABASE_URL: it is given the tables of that release, and migrate then "
            "brings it up to this one."
        )


def _known() -> set[Migration]:
    return set(MigrationLoader(None).graph.nodes)


def _ends(migrations: set[Migration]) -> list[Migration]:
    graph = MigrationLoader(None).graph
    inner = {parent.key for m in migrations for parent in graph.node_map[m].parents}
    return sorted(migrations - inner)
