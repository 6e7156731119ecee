"""Django's command line, which says in a line what the database lacks.

An operator reads it, or a timer's log: a traceback there says no more than that. Any
other error keeps its own.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import Error, InterfaceError, OperationalError, connections

from privacysite import starting

NO_TABLES = (
    "The database has no tables of this release yet: run manage.py migrate first."
)


def run(arguments: Sequence[str]) -> None:
    """Runs the command; ends with status 1 when the database stands in its way."""
    with starting.plainly():
        # Django would go on without settings, and fail later for another reason.
        _ = settings.INSTALLED_APPS
    try:
        execute_from_command_line(list(arguments))
    except Error as error:
        if reason := _reason(error):
            sys.exit(reason)
        raise


def _reason(error: Error) -> str:
    """What the database lacks, or "" where the fault is another one."""
    for alias in connections:
        connection = connections[alias]
        connection.close()  # in whatever state the command left it
        try:
            connection.ensure_connection()
        except (OperationalError, InterfaceError) as away:
            first = str(away).strip().partition("\n")[0]
            return f"The database can't be reached ({alias}): {first}"
    if _names_what_is_missing(error) and _waits_for_migrations():
        return NO_TABLES
    return ""


def _names_what_is_missing(error: Error) -> bool:
    """A table or a column: SQLite says so in words, PostgreSQL by a code."""
    code = getattr(error.__cause__, "pgcode", None)
    return code in {"42P01", "42703"} or str(error).startswith("no such ")


def _waits_for_migrations() -> bool:
    from privacysite import health

    return health.migrations() == health.PENDING
