"""A policy as a file: where it is, what the headers say, and that costly ones are kept."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from organisations.models import Organisation
from policies import downloads, editions, keeping
from policies.actions.publish import Publication, publish
from policies.actions.withdraw import withdraw
from policies.edition import Edition
from policies.exporters import Format, Unmade, formats, kept
from policies.management.commands import make_files
from policies.models import Policy, Version
from policies.views import formats as views
from tests import world

pytestmark = pytest.mark.django_db


def plain(edition: Edition, language: str) -> bytes:
    return f"{edition.number} {language} {edition.document.title[language]}".encode()


PAPER = Format("paper", "Paper", "application/x-paper", plain, costly=True)
LINES = Format("lines", "Lines", "text/x-lines; charset=utf-8", plain)
WHOLE = Format("whole.json", "Whole", "application/json", plain, all_languages=True)
GONE = Format("gone", "Gone", "application/x-gone", plain, available=lambda: False)


@pytest.fixture(autouse=True)
def few_formats(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Formats that tests understand, and a folder of their own for what is kept."""
    few = {form.name: form for form in (LINES, GONE, PAPER, WHOLE)}
    monkeypatch.setattr(views, "formats", lambda: few)
    monkeypatch.setattr(downloads, "formats", lambda: few)
    settings.CACHES = {
        **settings.CACHES,
        "formats": {**settings.CACHES["formats"], "LOCATION": str(tmp_path)},
    }


@pytest.fixture
def organisation() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    """In force since 2018, changed in 2022."""
    made = world.policy(organisation)
    world.published(made, "2018-05-25")
    world.rewrite(made, "tweede")
    world.published(made, "2022-10-26")
    return made


def get(path: str, **headers: str) -> Any:
    return Client().get(path, headers={"host": "acme.localhost", **headers})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/nl/privacy/policy.lines", "2 nl Privacybeleid"),
        ("/en/privacy/policy.lines", "2 en Privacy policy"),
        ("/en/privacy/v/1/policy.paper", "1 en Privacy policy"),
        ("/nl/privacy/op/2022-10-25/policy.lines", "1 nl Privacybeleid"),
        ("/en/privacy/on/2022-10-26/policy.whole.json", "2 en Privacy policy"),
    ],
)
def test_a_file_lies_beside_the_text_in_force_a_version_and_a_day(
    policy: Policy, path: str, text: str
) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert answer.content.decode() == text


@pytest.mark.parametrize(
    "path",
    [
        "/nl/privacy/policy.exe",
        "/nl/privacy/policy.lines/",
        "/nl/privacy/v/3/policy.lines",
        "/nl/privacy/v/3/policy",
        "/nl/privacy/op/2018-05-24/policy.lines",
        "/nl/privacy/op/2018-02-30/policy",
        "/nl/nothing/policy.lines",
        "/de/privacy/policy.lines",
    ],
)
def test_what_is_not_there_is_not_found(policy: Policy, path: str) -> None:
    assert get(path).status_code == 404


def test_the_headers_tell_what_the_file_is(policy: Policy) -> None:
    answer = get("/en/privacy/policy.lines")
    assert answer["Content-Type"] == "text/x-lines; charset=utf-8"
    assert answer["Content-Language"] == "en"
    assert (
        answer["Content-Disposition"] == 'inline; filename="acme-privacy-v2-en.lines"'
    )
    assert answer["Link"] == '<http://acme.localhost:8000/en/privacy/>; rel="canonical"'
    assert answer["Last-Modified"].endswith(" GMT")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "X-Robots-Tag" not in answer
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_fixed_address_is_kept_out_of_search_engines(policy: Policy) -> None:
    for path in (
        "/en/privacy/v/2/policy.lines",
        "/en/privacy/on/2022-10-26/policy.lines",
    ):
        answer = get(path)
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Link"].startswith("<http://acme.localhost:8000/en/privacy/v/2/>")


def test_a_file_of_every_language_names_them_all(policy: Policy) -> None:
    answer = get("/en/privacy/policy.whole.json")
    assert answer["Content-Language"] == "nl, en"
    assert 'filename="acme-privacy-v2.whole.json"' in answer["Content-Disposition"]


def test_an_unchanged_file_is_not_sent_again(policy: Policy) -> None:
    first = get("/en/privacy/policy.paper")
    again = get("/en/privacy/policy.paper", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert get("/nl/privacy/policy.paper")["ETag"] != first["ETag"]


def test_head_has_the_headers_and_no_text(policy: Policy) -> None:
    full = get("/en/privacy/policy.paper")
    head = Client().head("/en/privacy/policy.paper", headers={"host": "acme.localhost"})
    assert head.content == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Last-Modified"):
        assert head[name] == full[name]
    assert (
        Client()
        .post("/en/privacy/policy.paper", headers={"host": "acme.localhost"})
        .status_code
        == 405
    )


def test_a_withdrawn_version_has_no_file(
    policy: Policy, organisation: Organisation
) -> None:
    row = Version.objects.get(policy=policy, number=2)
    withdraw(None, row, {"nl": "Vergissing.", "en": "Mistake."})
    for path in ("/en/privacy/v/2/policy.lines", "/en/privacy/v/2/policy"):
        answer = get(path)
        assert answer.status_code == 410
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "Mistake." in answer.text


def test_what_this_machine_cannot_make_says_so_and_is_not_offered(
    policy: Policy,
) -> None:
    answer = get("/en/privacy/policy.gone")
    assert answer.status_code == 503
    assert "cannot make Gone files" in answer.text
    assert answer["Cache-Control"] == "no-store"
    page = get("/en/privacy/")
    assert "policy.gone" not in page.text
    assert "policy.gone" not in page["Link"]


@pytest.mark.parametrize(
    ("accept", "leads_to"),
    [
        ("*/*", "/en/privacy/"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "/en/privacy/"),
        ("application/json", "/en/privacy/policy.whole.json"),
        ("text/html;q=0.5, application/x-paper", "/en/privacy/policy.paper"),
        ("application/x-gone, text/x-lines;q=0.1", "/en/privacy/policy.lines"),
    ],
)
def test_the_bare_address_leads_to_what_is_preferred(
    policy: Policy, accept: str, leads_to: str
) -> None:
    for path, base in (
        ("/en/privacy/policy", "/en/privacy/"),
        ("/en/privacy/v/1/policy", "/en/privacy/v/1/"),
        ("/en/privacy/on/2020-01-01/policy", "/en/privacy/on/2020-01-01/"),
    ):
        answer = get(path, accept=accept)
        assert answer.status_code == 303
        assert answer["Location"] == leads_to.replace("/en/privacy/", base)
        assert "Accept" in answer["Vary"]


def test_a_wish_that_nothing_meets_gets_the_list(policy: Policy) -> None:
    answer = get("/en/privacy/policy", accept="image/png")
    assert answer.status_code == 406
    assert "application/json: /en/privacy/policy.whole.json" in answer.text
    assert "application/x-gone" not in answer.text
    assert "Accept" in answer["Vary"]


def test_the_page_leads_to_its_formats(policy: Policy) -> None:
    for path in ("/en/privacy/", "/en/privacy/v/1/", "/en/privacy/on/2020-01-01/"):
        page = get(path)
        assert '<policy.lines>; rel="alternate"; type="text/x-lines"' in page["Link"]


def test_the_record_of_a_version_offers_its_files(policy: Policy) -> None:
    page = get("/nl/privacy/")
    record = re.search(r'<footer class="record">.*?</footer>', page.text, re.DOTALL)
    assert record
    assert 'href="/nl/privacy/v/2/policy.lines"' in record[0]
    assert 'href="/nl/privacy/v/2/policy.whole.json"' in record[0]


def test_a_file_costs_at_most_five_queries(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(5):
        get("/nl/privacy/policy.lines")


class Counting:
    """A costly format that counts how often it is made."""

    def __init__(self, during: Callable[[], None] = lambda: None) -> None:
        self.made = 0
        self.during = during
        self.form = Format("slow", "Slow", "text/x-slow", self.write, costly=True)

    def write(self, edition: Edition, language: str) -> bytes:
        self.made += 1
        self.during()
        return plain(edition, language)


def test_a_costly_file_is_made_once(policy: Policy) -> None:
    row = Version.objects.get(policy=policy, number=2)
    slow, edition = Counting(), editions.of(row)
    made = [kept.content(edition, slow.form, "nl") for _ in range(3)]
    assert set(made) == {plain(edition, "nl")}
    assert slow.made == 1
    kept.content(edition, slow.form, "en")
    assert slow.made == 2


def test_a_costly_file_that_many_want_at_once_is_made_once(policy: Policy) -> None:
    """One waits for it; the others come again, and hold up nobody."""
    row = Version.objects.get(policy=policy, number=2)
    slow, edition = Counting(lambda: time.sleep(0.2)), editions.of(row)
    with ThreadPoolExecutor(4) as pool:
        tasks = [pool.submit(kept.content, edition, slow.form, "nl") for _ in range(4)]
    faults = [task.exception() for task in tasks]
    made = {task.result() for task in tasks if task.exception() is None}
    assert made == {plain(edition, "nl")}
    assert 1 <= faults.count(None) <= 4
    assert all(isinstance(fault, Unmade) for fault in faults if fault is not None)
    assert slow.made == 1


def test_files_are_made_ahead_of_the_text_in_force_and_of_those_to_come(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Counting()
    monkeypatch.setattr(make_files, "formats", lambda: {"slow": slow.form})
    for _ in range(2):
        assert made_ahead() == "2 files are there.\n"
        assert slow.made == 2
    assert made_ahead(all=True) == "4 files are there.\n"
    world.rewrite(policy, "derde")
    ahead = timezone.now() + dt.timedelta(days=9)
    publish(None, policy, Publication(effective_from=ahead, note=world.NOTE))
    assert made_ahead() == "4 files are there.\n"
    assert slow.made == 6


def test_a_file_that_can_not_be_made_ahead_is_named(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise Unmade

    slow = Counting(fail)
    monkeypatch.setattr(make_files, "formats", lambda: {"slow": slow.form})
    with pytest.raises(CommandError, match="Slow, nl"):
        made_ahead()
    assert slow.made == 2


def made_ahead(**options: Any) -> str:
    out = StringIO()
    call_command("make_files", stdout=out, **options)
    return out.getvalue()


def test_what_makes_a_file_is_part_of_what_it_is_kept_under(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Version.objects.get(policy=policy, number=2)
    slow = Counting()
    kept.content(editions.of(row), slow.form, "nl")
    monkeypatch.setattr(keeping, "fingerprint", lambda: "the next release")
    kept.content(editions.of(row), slow.form, "nl")
    policy.organisation.accent = "#123456"
    row.policy = policy
    kept.content(editions.of(row), slow.form, "nl")
    assert slow.made == 3


def test_a_folder_that_cannot_be_written_costs_time_only(
    policy: Policy, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.CACHES = {
        **settings.CACHES,
        "formats": {
            **settings.CACHES["formats"],
            "LOCATION": str(tmp_path / "file" / "below"),
        },
    }
    assert get("/nl/privacy/policy.paper").content == b"2 nl Privacybeleid"


def test_a_damaged_kept_file_is_made_anew(policy: Policy, tmp_path: Path) -> None:
    first = get("/nl/privacy/policy.paper").content
    (file,) = tmp_path.glob("*.djcache")
    file.write_bytes(b"\x80\x04damaged")
    assert get("/nl/privacy/policy.paper").content == first
    caches["formats"].clear()


def test_who_waits_too_long_is_asked_to_come_back(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PATIENCE", 0.01)
    with kept._making:
        answer = get("/en/privacy/policy.paper")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert get("/en/privacy/policy.paper").status_code == 200


def test_the_names_of_all_formats_fit_their_addresses() -> None:
    for name, form in formats().items():
        assert re.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+)*", name)
        assert re.match(r"[a-z]+/[a-z0-9.+-]+", form.media_type)
