"""A pytest plugin: with ``--only-database``, the tests that use the database.

The others say the same whatever the database is. CI runs everything on SQLite, and these
on PostgreSQL besides.
"""

from __future__ import annotations

import pytest

FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run the tests that use the database, and no others",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out what does not touch the database; pytest says how many."""
    if not config.getoption("only_database"):
        return
    left = [item for item in items if not uses_database(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if uses_database(item)]


def uses_database(item: pytest.Item) -> bool:
    """Whether the test, or a fixture that it takes, has the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & FIXTURES)
