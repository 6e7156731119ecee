"""What holds for every test: the demo's settings, and no silent skip."""

from __future__ import annotations

import os

# Before Django reads its settings. What the shell says of the other variables must not
# change a test's outcome; the database may be chosen.
os.environ["DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "privacysite.settings"
# Tests of the page cache make one of their own; the others ask Django itself.
os.environ["PAGE_CACHE_BYTES"] = "0"
for _name in ("ADMIN_HOST", "BEHIND_PROXY", "DEBUG", "PORT", "SECRET_KEY"):
    os.environ.pop(_name, None)

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

pytest_plugins = ["tests.loud_skips", "tests.flushing", "tests.only_database"]


def pytest_configure() -> None:
    """Serve static files from their folders: tests need no collectstatic."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep SQLite in a file, as an installation does.

    In memory, threads share one cache and lock tables, so that tests of two editors at
    once would try something that no installation has.
    """
    from django.conf import settings

    database: dict[str, Any] = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        path = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)


@pytest.fixture(scope="module")
def loaded_demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo, loaded once for a module that leaves nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def source_documents() -> Path:
    """The folder with the organisations' own policy pages, from SOURCE_DOCUMENTS."""
    return _folder("SOURCE_DOCUMENTS")


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder with published test data (schemas, examples), from TEST_DATA."""
    return _folder("TEST_DATA")


def _folder(variable: str) -> Path:
    value = os.environ.get(variable, "")
    if not value:
        pytest.skip(f"{variable} is not set")
    folder = Path(value).resolve()
    if not folder.is_dir():
        pytest.fail(f"{variable} is not a folder: {value}")
    return folder
