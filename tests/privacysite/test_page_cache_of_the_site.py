"""The page cache around the product itself, on the database that the tests have."""

from __future__ import annotations

import datetime as dt
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf
from django.utils import timezone

from organisations.models import Organisation, Rebranding
from policies.actions.withdraw import withdraw
from policies.models import Policy
from privacysite.pagecache import PageCache
from privacysite.pagecache.files import Files
from privacysite.pagecache.watch import PostgresWatch, SqliteWatch, Watch
from tests import world
from tests.test_public_addresses import QUICK, at

pytestmark = pytest.mark.django_db(transaction=True)
REASON = {"nl": "Onjuist.", "en": "Wrong."}


class Reader:
    """The layer around Django, and somebody who reads."""

    def __init__(self, folder: Path) -> None:
        self.files = Files(folder, "release")
        self.watch = _watch()
        self.asked_django = 0
        self._django = WSGIHandler()
        self.cache = PageCache(self._inner, self.watch, self.files, size=10_000_000)

    def _inner(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked_django += 1
        return self._django(environ, start_response)

    def get(self, path: str, host: str = "acme.localhost", **more: str) -> Any:
        """(status, headers, text) of an address."""
        begun: list[Any] = []
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query,
            "HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "80",
            "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), **more,
        }  # fmt: skip
        parts = self.cache(environ, lambda *start: begun.append(start))
        body = b"".join(parts)
        if isinstance(parts, HttpResponse):
            parts.close()  # as servers do: Django ends the request then
        return (
            int(begun[-1][0][:3]),
            dict(begun[-1][1]),
            body.decode("utf-8", "replace"),
        )

    def text(self, path: str) -> str:
        """The text, once this process knows of every change so far."""
        self.hear()
        return str(self.get(path)[2])

    def hear(self) -> None:
        """Wait for the database's word; SQLite is asked at once."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(number) FROM organisations_generation")
            last = cursor.fetchone()[0]
        for _ in range(500):
            self.watch.look()
            if self.watch.position >= last:
                return
            time.sleep(0.01)
        raise AssertionError("the change was never heard of")


def _watch() -> Watch:
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return SqliteWatch(str(facts["NAME"]))
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    known = {name: facts[ours] for name, ours in names.items() if facts[ours]}
    return PostgresWatch({**known, "password": facts["PASSWORD"] or "-"})


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    made = Reader(tmp_path)
    yield made
    made.watch.close()


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    made = world.policy(acme)
    world.published(made, "2020-01-01")
    return made


def test_a_page_that_was_read_costs_no_query(reader: Reader, policy: Policy) -> None:
    first = reader.get("/nl/privacy/")
    with CaptureQueriesContext(connection) as queries:
        second = reader.get("/nl/privacy/")
    assert len(queries) == 0
    assert reader.asked_django == 1
    assert (
        first[2]
        == second[2]
        == Client(HTTP_HOST="acme.localhost").get("/nl/privacy/").content.decode()
    )


def test_a_new_version_is_read_as_soon_as_it_is_published(
    reader: Reader, policy: Policy
) -> None:
    assert "Tekst eerste" in reader.text("/nl/privacy/")
    versions = reader.text("/nl/privacy/versies/")
    world.rewrite(policy, "tweede")
    assert "Tekst eerste" in reader.text("/nl/privacy/")
    world.published(policy)
    assert "Tekst tweede" in reader.text("/nl/privacy/")
    assert reader.text("/nl/privacy/versies/") != versions
    assert "Tekst eerste" in reader.text("/nl/privacy/v/1/")


def test_publishing_leaves_the_neighbours_pages(reader: Reader, policy: Policy) -> None:
    bolt = world.policy(world.organisation("bolt"))
    world.published(bolt, "2020-01-01")
    reader.get("/nl/privacy/", host="bolt.localhost")
    world.rewrite(policy, "tweede")
    world.published(policy)
    reader.hear()
    asked = reader.asked_django
    reader.get("/nl/privacy/", host="bolt.localhost")
    assert reader.asked_django == asked


def test_a_withdrawn_version_answers_410_at_once(
    reader: Reader, policy: Policy
) -> None:
    reader.get("/nl/privacy/v/1/")
    withdraw(None, policy.versions.get(), REASON)
    reader.hear()
    status, _, text = reader.get("/nl/privacy/v/1/")
    assert status == 410
    assert "Onjuist." in text
    assert "Tekst eerste" not in text


def test_a_page_made_while_somebody_published_is_not_kept(
    reader: Reader, policy: Policy
) -> None:
    django = reader._django

    def slow(environ: dict[str, Any], start_response: Any) -> Any:
        made = django(environ, start_response)
        set_urlconf(None)  # that of staff, who publish from another thread
        world.rewrite(policy, "tweede")
        world.published(policy)
        return made

    reader._django = slow  # type: ignore[assignment]
    assert "Tekst eerste" in reader.get("/nl/privacy/")[2]
    reader._django = django
    assert "Tekst tweede" in reader.text("/nl/privacy/")


def test_a_scheduled_version_is_read_from_its_second_on(
    reader: Reader, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timezone.now() + dt.timedelta(seconds=100)
    world.rewrite(policy, "tweede")
    world.published(policy, day)
    assert "Tekst eerste" in reader.text("/nl/privacy/")
    for late, words in ((-0.5, "eerste"), (0.0, "tweede")):
        now = day + dt.timedelta(seconds=late)
        reader.cache.clock = now.timestamp
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert f"Tekst {words}" in reader.text("/nl/privacy/")


def test_an_old_host_hears_of_its_rebranding(reader: Reader, policy: Policy) -> None:
    from organisations.models import Host

    Host.objects.create(name="old.localhost", organisation=policy.organisation)
    assert reader.get("/nl/privacy/", host="old.localhost")[0] == 200
    Host.objects.filter(name="old.localhost").delete()
    reader.hear()
    assert reader.get("/nl/privacy/", host="old.localhost")[0] == 404


def test_the_notice_of_an_old_host_is_kept_where_its_paths_have_an_end(
    reader: Reader, policy: Policy, tmp_path: Path
) -> None:
    acme = policy.organisation
    moved = Rebranding.objects.create(
        old_host="old.localhost", old_name="Old", organisation=acme,
        paths="/privacy /nl/privacy/",
    )  # fmt: skip
    reader.hear()
    for path in ("/", "/privacy", *(f"/{number}/" for number in range(9))):
        assert reader.get(path, host="old.localhost")[0] == 200
    assert len(list(tmp_path.rglob("*.page"))) == 2
    moved.old_name = "Older"
    moved.save()
    reader.hear()
    assert "Older" in reader.get("/", host="old.localhost")[2]


def test_what_does_not_exist_is_not_kept(
    reader: Reader, policy: Policy, tmp_path: Path
) -> None:
    for number in range(20):
        assert reader.get(f"/nl/{number}/")[0] == 404
        assert reader.get("/nl/privacy/", host=f"x{number}.localhost")[0] == 404
        assert reader.get("/nl/privacy/", host=f"acme.localhost{'.' * (number + 1)}")[0]
    assert list(tmp_path.rglob("*.page")) == []


def test_a_query_without_meaning_makes_the_same_page(
    reader: Reader, policy: Policy, tmp_path: Path
) -> None:
    """Every address, asked plainly and with a campaign's name: the same bytes."""
    for path in dict.fromkeys(at(path, policy, n=1) for path in QUICK):
        if "?" in path:
            continue
        plain = Client(HTTP_HOST="acme.localhost").get(path)
        status, _, text = reader.get(f"{path}?utm_source=Nieuwsbrief")
        assert status == plain.status_code
        assert "Nieuwsbrief" not in text, path
        again = reader.get(f"{path}?utm_source=Andere")
        assert again[2] == text, path
    kept = len(list(tmp_path.rglob("*.page")))
    for path in ("/nl/privacy/?a=1", "/nl/privacy/versies/?b=2"):
        assert reader.get(path)[1]["Cache-Status"] == "privacysite; hit"
    assert len(list(tmp_path.rglob("*.page"))) == kept


@pytest.mark.parametrize(
    "path",
    ["/nl/privacy/versies/?page=1", "/nl/zoeken/?q=tekst", "/nl/zoeken/?q=niets"],
)
def test_a_query_that_means_something_is_answered_each_time(
    reader: Reader, policy: Policy, path: str
) -> None:
    reader.get(path.partition("?")[0])
    asked = reader.asked_django
    reader.get(path), reader.get(path)
    assert reader.asked_django == asked + 2
