"""Which database a request reads: the replica for public pages, else the primary."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from organisations import generations
from organisations.models import Organisation
from privacysite import databases
from privacysite.replica import PublicReads, PublicReadsMiddleware

PRIMARY = {"ENGINE": "django.db.backends.postgresql", "NAME": "privacysite"}
router = PublicReads()


def read_during(method: str, host: str, then: Any = None) -> str:
    """Which database a query of such a request would read."""
    asked: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        if then is not None:
            then()
        asked.append(router.db_for_read(Organisation))
        return HttpResponse()

    request = RequestFactory().generic(method, "/", HTTP_HOST=host)
    PublicReadsMiddleware(answer)(request)
    return asked[0]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("host", ["acme.localhost", "unknown.example", "not a host"])
def test_public_pages_read_the_replica(method: str, host: str) -> None:
    assert read_during(method, host) == "replica"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000"])
def test_the_admin_reads_the_primary(host: str) -> None:
    assert read_during("GET", host) == "default"


def test_what_a_visitor_sends_reads_the_primary() -> None:
    assert read_during("POST", "acme.localhost") == "default"


def test_commands_read_the_primary() -> None:
    assert router.db_for_read(Organisation) == "default"


def test_after_a_request_nothing_of_it_remains() -> None:
    read_during("GET", "acme.localhost")
    assert router.db_for_read(Organisation) == "default"

    def fail(request: HttpRequest) -> HttpResponse:
        raise ValueError

    request = RequestFactory().get("/", HTTP_HOST="acme.localhost")
    with pytest.raises(ValueError):  # noqa: PT011
        PublicReadsMiddleware(fail)(request)
    assert router.db_for_read(Organisation) == "default"


def test_what_was_written_is_read_where_it_was_written() -> None:
    def write() -> None:
        assert router.db_for_write(Organisation) == "default"

    assert read_during("GET", "acme.localhost", write) == "default"


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_read_where_it_is_open() -> None:
    asked: list[str] = []

    def open_one() -> None:
        with transaction.atomic():
            asked.append(router.db_for_read(Organisation))

    assert read_during("GET", "acme.localhost", open_one) == "replica"
    assert asked == ["default"]


def test_tables_are_made_on_the_primary_alone() -> None:
    assert router.allow_migrate("default", "policies")
    assert not router.allow_migrate(databases.REPLICA, "policies")


def test_the_page_cache_asks_the_same_database_as_the_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(
        "DATABASE_REPLICA_URL", "postgresql://reader@replica/privacysite"
    )
    found = databases.several(dict(PRIMARY))
    monkeypatch.setattr(generations, "settings", SimpleNamespace(DATABASES=found))
    assert generations.read_alias() == databases.REPLICA == "replica"


def test_without_the_variables_there_is_one_database() -> None:
    assert databases.several(dict(PRIMARY)) == {"default": PRIMARY}


def test_a_pooler_gets_no_cursor_that_outlives_its_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(
        "DATABASE_REPLICA_URL", "postgresql://reader@replica/privacysite"
    )
    monkeypatch.setenv("DATABASE_POOLED", "1")
    found = databases.several(dict(PRIMARY))
    assert {
        alias: one["DISABLE_SERVER_SIDE_CURSORS"] for alias, one in found.items()
    } == {
        "default": True,
        "replica": True,
    }
    assert found["replica"]["HOST"] == "replica"
    assert found["replica"]["TEST"] == {"MIRROR": "default"}
