"""The page on which visitors check a file or a fingerprint, and the command of staff."""

from __future__ import annotations

import datetime as dt
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from organisations.models import Organisation
from policies import conditions
from policies.actions import naming
from policies.actions.withdraw import withdraw
from policies.models import Policy
from policies.paths import OWN_WORDS
from policies.views import verifying
from tests import world
from tests.flushing import triggers_aside
from tests.policies import evidence_world as saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return saved.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    made = saved.policy(organisation)
    world.published(made, "2018-05-25")
    saved.rewrite(made, "tweede")
    world.published(made, "2022-10-26")
    return made


def send(content: bytes | str, path: str = "/nl/controleren/", **more: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("policy.html", data, "text/html")
    host = more.pop("host", saved.HOST)
    return Client(enforce_csrf_checks=True).post(
        path, {"file": file}, headers={"host": host}
    )


def shown(page: Any) -> str:
    """The outcome on the page; "" when there is none."""
    found = re.search(r'class="verdict is-(\w+)"', page.text)
    return found[1] if found else ""


def ask(query: str, path: str = "/nl/controleren/", host: str = saved.HOST) -> Any:
    return Client().get(f"{path}{query}", headers={"host": host})


@pytest.mark.parametrize(
    "path", ["/nl/controleren/", "/en/verify/", "/en/controleren/"]
)
def test_the_page_explains_and_asks(policy: Policy, path: str) -> None:
    page = ask("", path)
    assert page.status_code == 200
    assert page["Content-Language"] == path[1:3]
    assert 'enctype="multipart/form-data"' in page.text
    assert "jq -cjS .document policy.json | sha256sum" in page.text
    assert "<script" not in page.text
    assert not page.cookies
    assert ask("", "/fr/verify/").status_code == 404


def test_a_genuine_file_is_told_so(policy: Policy) -> None:
    page = send(saved.get("/nl/privacy/v/1/"))
    assert page.status_code == 200
    assert shown(page) == "genuine"
    assert saved.version(policy, 1).digest in page.text
    assert 'href="/nl/privacy/v/1/"' in page.text
    assert 'href="/nl/privacy/v/1/evidence.zip"' in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert not page.cookies


def test_an_altered_file_is_shown_with_what_differs(policy: Policy) -> None:
    html = saved.get("/en/privacy/v/1/").decode().replace("Tax.", "<b>Tex</b>.")
    page = send(html, "/en/verify/")
    assert page.status_code == 200
    assert shown(page) == "altered"
    assert "<strong>Periods</strong>" in page.text
    assert "<mark>Tax.</mark>" in page.text
    assert "<mark>Tex.</mark>" in page.text


def test_what_a_file_says_is_never_markup(policy: Policy) -> None:
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    page = send(saved.get("/en/privacy/v/1/").decode().replace("Tax.", evil))
    assert shown(page) == "altered"
    assert "<script" not in page.text


def test_only_versions_of_this_organisation_are_known(policy: Policy) -> None:
    world.published(world.policy(world.organisation("bolt")), "2020-01-01")
    page = send(saved.get("/nl/privacy/v/1/"), host="bolt.localhost")
    assert shown(page) == "unknown"
    assert "Acme" not in page.text
    digest = saved.version(policy, 1).digest
    assert digest not in ask(f"?digest={'0' * 64}", host="bolt.localhost").text
    assert shown(ask(f"?digest={digest}", host="bolt.localhost")) == "unknown"


def test_a_fingerprint_is_looked_up_however_it_was_copied(policy: Policy) -> None:
    version = saved.version(policy, 1)
    spaced = " ".join(version.digest[n : n + 8] for n in range(0, 64, 8)).upper()
    for given in (
        version.digest,
        spaced,
        f"SHA256:{version.digest}",
        version.record_digest,
    ):
        page = ask(f"?digest={given}")
        assert page.status_code == 200
        assert 'href="/nl/privacy/v/1/"' in page.text
        assert "no-store" not in page["Cache-Control"]
    assert shown(ask(f"?digest={'0' * 64}")) == "unknown"
    wrong = ask("?digest=%3Cb%3E1")
    assert 'aria-invalid="true"' in wrong.text
    assert "&lt;b&gt;1" in wrong.text


def test_a_withdrawn_version_is_recognised_but_not_shown(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    withdraw(None, saved.version(policy, 1), {"nl": "Het klopte niet.", "en": "Wrong."})
    page = send(html)
    assert shown(page) == "genuine"
    assert "Het klopte niet." in page.text
    assert 'href="/nl/privacy/v/1/"' not in page.text
    page = send(html.replace("Na afspraak.", "Zonder afspraak."))
    assert shown(page) == "altered"
    assert "Bezoek" in page.text
    assert "Na afspraak" not in page.text
    assert "<mark>" not in page.text


def test_a_cancelled_version_is_not_known_and_a_scheduled_one_is(
    policy: Policy,
) -> None:
    saved.rewrite(policy, "derde")
    version = world.published(policy, timezone.now() + dt.timedelta(days=30))
    content = saved.get("/nl/privacy/v/3/policy.json")
    assert shown(send(content)) == "genuine"
    withdraw(None, version, {"nl": "Toch niet.", "en": "After all not."})
    page = send(content)
    assert shown(page) != "genuine"
    assert "Toch niet" not in page.text
    assert shown(ask(f"?digest={version.digest}")) == "unknown"


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"<p>Niets</p>"]
)
def test_a_file_that_cannot_be_read_is_said_so(policy: Policy, content: bytes) -> None:
    page = send(content)
    assert page.status_code in (400, 422)
    assert shown(page) == "unreadable" or 'role="alert"' in page.text


def test_an_evidence_package_has_to_be_unpacked_first(policy: Policy) -> None:
    page = send(saved.get("/nl/privacy/v/1/evidence.zip"))
    assert page.status_code == 422
    assert "policy.json" in page.text


def test_a_broken_or_empty_form_is_said_so(policy: Policy) -> None:
    for body, kind in (
        (b"", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"file=x", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
    ):
        page: Any = Client().post(
            "/nl/controleren/", body, content_type=kind, headers={"host": saved.HOST}
        )
        assert page.status_code == 400, (body, kind)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(policy: Policy) -> None:
    page: Any = Client().generic(
        "POST", "/nl/controleren/", b"", "multipart/form-data; boundary=x",
        headers={"host": saved.HOST}, CONTENT_LENGTH=str(21 * 1024 * 1024),
    )  # fmt: skip
    assert page.status_code == 413
    assert "20 MB" in page.text


def test_who_comes_during_a_check_is_asked_to_come_back_at_once(
    policy: Policy,
) -> None:
    """Nobody waits: who waits takes one of the few threads that answer everybody."""
    with verifying.reading:
        page = send(saved.get("/nl/privacy/v/1/"))
    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    assert send(saved.get("/nl/privacy/v/1/")).status_code == 200


def test_the_form_says_how_large_a_file_may_be(policy: Policy) -> None:
    for path in ("/nl/controleren/", "/en/verify/"):
        hint = re.search(r'id="file-hint">(.*?)</p>', ask("", path).text)
        assert hint is not None
        assert re.findall(r"(\d+) MB", hint[1]) == ["20", "8"]


def test_a_forged_line_under_the_title_is_named(policy: Policy) -> None:
    html = saved.get("/en/privacy/v/1/").decode()
    page = send(html.replace("</h1>", "</h1><p>We sell it.</p>", 1), "/en/verify/")
    assert shown(page) == "altered"
    assert "<strong>Under the title</strong>" in page.text
    assert "<mark>We sell it.</mark>" in page.text


def test_false_notices_beside_the_article_are_not_shown_without_end(
    policy: Policy,
) -> None:
    html = saved.get("/en/privacy/v/1/").decode()
    links = "".join(f"<a>link {n}</a>" for n in range(300))
    page = send(html.replace("<article", f"{links}<article", 1), "/en/verify/")
    assert shown(page) == "genuine"
    assert page.text.count('class="remark"') < 30


def test_nothing_of_a_file_is_kept(policy: Policy) -> None:
    tables = connection.introspection.table_names()

    def counts() -> dict[str, int]:
        with connection.cursor() as cursor:
            found = {}
            for table in tables:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
        return found

    before = counts()
    assert shown(send(saved.get("/nl/privacy/v/1/"))) == "genuine"
    assert counts() == before


def test_checking_costs_few_queries(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    content = saved.get("/nl/privacy/v/1/")
    with django_assert_max_num_queries(5):
        ask("")
    with django_assert_max_num_queries(40):
        send(content)


def test_no_policy_can_take_the_address_of_a_page_of_our_own(
    organisation: Organisation,
) -> None:
    for words in OWN_WORDS.values():
        for code, word in words.items():
            with pytest.raises(conditions.Unmet):
                naming.check_given(organisation, {code: word})
    for word in ("api", "feed", "embed"):
        with pytest.raises(conditions.Unmet):
            naming.check_given(organisation, {"nl": word})
    free = naming.slugs(organisation, {}, {"nl": "Controleren"}, {})
    assert free["nl"] == "controleren-2"


# The command.


def run(*files: Path) -> tuple[int, str]:
    """The exit status and what was printed."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_policy", *map(str, files), stdout=out, stderr=err)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{err.getvalue()}{error}\n"
    return 0, out.getvalue() + err.getvalue()


def test_the_command_tells_of_each_file(policy: Policy, tmp_path: Path) -> None:
    files = {}
    for name, path in {
        "page.html": "/nl/privacy/v/1/",
        "policy.json": "/nl/privacy/v/2/policy.json",
        "policy.pdf": "/en/privacy/v/1/policy.pdf",
    }.items():
        files[name] = tmp_path / name
        files[name].write_bytes(saved.get(path))
    status, says = run(*files.values())
    assert status == 0
    assert says.count("Genuine: version 1 of “Privacy policy” of Acme, unaltered.") == 2
    assert "It was in force from 25 May 2018 until 26 October 2022" in says
    assert "The log is intact up to row 2." in says
    forged = files["page.html"].read_text().replace("Na afspraak.", "Op afspraak.")
    files["page.html"].write_text(forged)
    status, says = run(*files.values())
    assert status == 1
    assert "Altered: it differs from version 1" in says
    assert "in “Bezoek”: … Bezoek [Op] stands where [Na] was published" in says


def test_the_command_says_what_it_cannot_read(policy: Policy, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert run(tmp_path / "empty")[0] == 2
    assert run(tmp_path / "nothing")[0] == 2
    assert run(tmp_path)[0] == 2
    other = tmp_path / "other.json"
    other.write_text('{"sections": []}')
    status, says = run(other)
    assert (status, "Unknown" in says) == (1, True)
    status, says = run(other, tmp_path / "empty", tmp_path / "nothing")
    assert says.endswith("Altered or unknown: 1 of 3. Not readable: 2 of 3.\n")


def test_the_command_finds_a_log_that_was_tampered_with(
    policy: Policy, tmp_path: Path
) -> None:
    file = tmp_path / "policy.json"
    file.write_bytes(saved.get("/nl/privacy/v/2/policy.json"))
    with triggers_aside("default"), connection.cursor() as cursor:
        changes = "UPDATE policies_version SET material = NOT material"
        cursor.execute(f"{changes} WHERE number = 1")
    status, says = run(file)
    assert status == 1
    assert "the record was changed" in says
    assert says.endswith("The log is not as it was written.\n")
