"""What a CDN is told on each answer, and what it is told to forget, by HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client

from organisations.models import Organisation, Rebranding
from privacysite import cdn
from privacysite.cdn.cloudflare import Cloudflare
from privacysite.cdn.fastly import Fastly
from privacysite.cdn.middleware import CdnMiddleware
from tests import world

MIDDLEWARE = ["privacysite.cdn.middleware.CdnMiddleware", *settings.MIDDLEWARE]


@dataclass
class Service:
    """A CDN's API on this machine: it notes what it is asked."""

    status: int = 200
    answer: bytes = b'{"success": true, "status": "ok"}'
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def service() -> Iterator[Service]:
    at = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            at.asked.append((self.path, headers, json.loads(body)))
            self.send_response(at.status)
            self.end_headers()
            self.wfile.write(at.answer)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    at.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield at
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fastly(settings: Any) -> None:
    settings.CDN, settings.CDN_SECONDS = "fastly", 300
    settings.FASTLY_SERVICE, settings.FASTLY_TOKEN = "service", "token"
    settings.MIDDLEWARE = MIDDLEWARE


@pytest.fixture
def cloudflare(settings: Any) -> None:
    settings.CDN, settings.CDN_SECONDS = "cloudflare", 300
    settings.CLOUDFLARE_ZONES, settings.CLOUDFLARE_TOKEN = ["zone"], "token"
    settings.MIDDLEWARE = MIDDLEWARE


@pytest.fixture
def acme(db: None) -> Organisation:
    made = world.organisation()
    world.published(world.policy(made))
    return made


def get(path: str, host: str = "acme.localhost", **headers: str) -> Any:
    return Client().get(path, headers={"host": host, **headers})


# Purging


def test_fastly_is_told_all_keys_at_once(service: Service) -> None:
    Fastly("abc", "secret", service.url).purge(["org-1", "org-2"])
    [(path, headers, body)] = service.asked
    assert path == "/service/abc/purge"
    assert headers["fastly-key"] == "secret"
    assert "fastly-soft-purge" not in headers
    assert body == {"surrogate_keys": ["org-1", "org-2"]}


def test_cloudflare_is_told_the_tags_in_each_zone(service: Service) -> None:
    Cloudflare(("one", "two"), "secret", service.url).purge(["org-1"])
    assert [path for path, _, _ in service.asked] == [
        "/zones/one/purge_cache",
        "/zones/two/purge_cache",
    ]
    assert service.asked[0][1]["authorization"] == "Bearer secret"
    assert service.asked[1][2] == {"tags": ["org-1"]}


@pytest.mark.parametrize(("adapter", "most"), [(Fastly, 256), (Cloudflare, 30)])
def test_no_more_keys_are_sent_than_the_service_takes(
    service: Service, adapter: Any, most: int
) -> None:
    account = "abc" if adapter is Fastly else ("abc",)
    adapter(account, "secret", service.url).purge([f"org-{n}" for n in range(most + 1)])
    sizes = [len(next(iter(body.values()))) for _, _, body in service.asked]
    assert sizes == [most, 1]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (401, b'{"msg": "Provided credentials are missing or invalid"}'),
        (503, b"<html>"),
        (200, b"<html>"),
        (302, b"{}"),
    ],
)
@pytest.mark.parametrize("adapter", [Fastly, Cloudflare])
def test_what_the_service_refuses_counts_as_not_purged(
    service: Service, adapter: Any, status: int, answer: bytes
) -> None:
    service.status, service.answer = status, answer
    account = "abc" if adapter is Fastly else ("abc",)
    with pytest.raises(cdn.PurgeFailed):
        adapter(account, "secret", service.url).purge(["org-1"])


def test_cloudflare_may_refuse_with_status_200(service: Service) -> None:
    service.answer = b'{"success": false, "errors": [{"code": 1000}]}'
    with pytest.raises(cdn.PurgeFailed, match=r"one: .*1000.*two: .*1000"):
        Cloudflare(("one", "two"), "secret", service.url).purge(["org-1"])
    assert len(service.asked) == 2


def test_a_service_that_is_away_counts_as_not_purged() -> None:
    with pytest.raises(cdn.PurgeFailed):
        Fastly("abc", "secret", "http://127.0.0.1:9").purge(["org-1"])


# Headers


def test_fastly_keeps_a_page_under_its_organisations_key(
    fastly: None, acme: Organisation
) -> None:
    page = get("/en/privacy/")
    assert page["Surrogate-Key"] == f"all org-{acme.pk}"
    assert page["Surrogate-Control"] == (
        "max-age=300, stale-while-revalidate=60, stale-if-error=86400"
    )
    # A browser asks each time, with and without a CDN.
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_the_notice_of_an_old_host_is_kept_under_the_new_ones_key(
    fastly: None, acme: Organisation
) -> None:
    Rebranding.objects.create(old_host="old.localhost", old_name="O", organisation=acme)
    notice = Client().get("/whatever/", headers={"host": "old.localhost"})
    assert notice["Surrogate-Key"] == f"all org-{acme.pk}"


def test_cloudflare_keeps_a_page_under_its_organisations_tag(
    cloudflare: None, acme: Organisation
) -> None:
    page = get("/en/privacy/")
    assert page["Cache-Tag"] == f"all,org-{acme.pk}"
    assert page["CDN-Cache-Control"] == (
        "max-age=300, stale-while-revalidate=60, stale-if-error=86400"
    )


def test_an_unchanged_page_is_kept_on(fastly: None, acme: Organisation) -> None:
    etag = get("/en/privacy/")["ETag"]
    unchanged = get("/en/privacy/", **{"if-none-match": etag})
    assert unchanged.status_code == 304
    assert unchanged["Surrogate-Key"] == f"all org-{acme.pk}"
    assert "max-age=300" in unchanged["Surrogate-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/",  # by Accept-Language
        "/en/nothing/",
        "/en/subscribe/confirm/what/",
        "/healthz",
    ],
)
def test_what_differs_by_visitor_or_is_no_page_is_kept_by_nobody(
    cloudflare: None, acme: Organisation, path: str
) -> None:
    assert get(path)["CDN-Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["localhost", "stranger.example"])
def test_the_admin_and_unknown_hosts_are_kept_by_nobody(
    fastly: None, acme: Organisation, host: str
) -> None:
    for path in ("/", "/admin/login/", "/en/privacy/"):
        assert get(path, host)["Surrogate-Control"] == "max-age=0"


def test_an_answer_with_a_cookie_is_kept_by_nobody(fastly: None) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        request.is_admin_host = False  # type: ignore[attr-defined]
        response = HttpResponse(headers={"Cache-Control": "public"})
        response.set_cookie("a", "b")
        return response

    assert CdnMiddleware(answer)(HttpRequest())["Surrogate-Control"] == "max-age=0"


def test_files_with_a_hash_in_their_name_stay_as_they_are(fastly: None) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "max-age=1, public, immutable"})

    assert "Surrogate-Key" not in CdnMiddleware(answer)(HttpRequest())


def test_without_a_cdn_no_answer_speaks_of_one(acme: Organisation) -> None:
    page = get("/en/privacy/")
    named = {"Surrogate-Key", "Surrogate-Control", "Cache-Tag", "CDN-Cache-Control"}
    assert named & set(page.headers) == set()


# The command


def test_the_keys_of_some_organisations_are_purged_by_hand(
    fastly: None, acme: Organisation, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cdn, "configured", lambda: Fastly("abc", "x", service.url))
    said = StringIO()
    call_command("purge_cdn", organisation=["acme"], stdout=said)
    assert said.getvalue() == f"Purged: org-{acme.pk}\n"
    assert service.asked[0][2] == {"surrogate_keys": [f"org-{acme.pk}"]}


def test_an_unknown_organisation_is_named(fastly: None, acme: Organisation) -> None:
    with pytest.raises(CommandError, match="No such organisation: nobody"):
        call_command("purge_cdn", organisation=["nobody", "acme"])


def test_without_a_cdn_the_command_says_so(db: None) -> None:
    with pytest.raises(CommandError, match="CDN is not set"):
        call_command("purge_cdn", all=True)


def test_a_refusal_is_an_exit_status(
    service: Service, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    service.status = 401
    monkeypatch.setattr(cdn, "configured", lambda: Fastly("abc", "x", service.url))
    with pytest.raises(CommandError, match="Not purged: 401"):
        call_command("purge_cdn", all=True)


# Settings


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"CDN": "akamai"}, "CDN must be none, fastly or cloudflare"),
        ({"CDN": "fastly", "FASTLY_SERVICE": "abc"}, "FASTLY_TOKEN"),
        ({"CDN": "cloudflare", "CLOUDFLARE_TOKEN": "abc"}, "CLOUDFLARE_ZONES"),
    ],
)
def test_what_is_missing_or_wrong_stops_the_start_by_name(
    variables: dict[str, str], named: str
) -> None:
    started = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR, env={"DEMO": "1", **variables}, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert started.returncode != 0
    assert named in started.stderr.splitlines()[-1]
