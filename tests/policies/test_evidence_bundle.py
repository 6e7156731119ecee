"""The evidence of a version: checked with jq, sha256sum and its own program alone."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from django.conf import settings
from django.test import Client

from organisations.models import Organisation
from policies.actions.withdraw import withdraw
from policies.evidence.check import canonical
from policies.models import Policy, Version
from tests import world
from tests.policies import evidence_world as saved

pytestmark = pytest.mark.django_db
PATH = "/nl/privacy/v/2/evidence.zip"


@pytest.fixture
def organisation() -> Organisation:
    return saved.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    """Two versions, and between them a version of somebody else's."""
    made = saved.policy(organisation)
    world.published(made, "2018-05-25")
    world.published(
        world.policy(world.organisation("bolt"), words="geheim"), "2019-01-01"
    )
    saved.rewrite(made, "tweede")
    world.published(made, "2022-10-26")
    return made


@pytest.fixture
def version(policy: Policy) -> Version:
    return saved.version(policy, 2)


@pytest.fixture(scope="module")
def downloads() -> list[tuple[Version, bytes]]:
    """What was downloaded already: the files don't change, and take seconds to make."""
    return []


@pytest.fixture
def package(
    downloads: list[tuple[Version, bytes]], request: pytest.FixtureRequest
) -> tuple[Version, bytes]:
    """A version and its package, which is all that a stranger has of it."""
    if not downloads:
        version = request.getfixturevalue("version")
        downloads.append((version, saved.get(PATH)))
    return downloads[0]


@pytest.fixture
def folder(package: tuple[Version, bytes], tmp_path: Path) -> Path:
    """The package, unpacked."""
    with zipfile.ZipFile(io.BytesIO(package[1])) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a stranger's shell says; our own Python is not there."""
    assert shutil.which("jq"), "jq is needed: apt-get install jq"
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=folder, text=True,
        capture_output=True, check=False, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def program(folder: Path) -> subprocess.CompletedProcess[str]:
    """The package's own program, with nothing but the standard library."""
    return subprocess.run(
        [sys.executable, "-I", "-S", "check.py"], cwd=folder, text=True,
        capture_output=True, check=False, env={},
    )  # fmt: skip


def test_it_holds_what_is_needed_and_nothing_of_others(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "CHECK.en.md", "CHECK.nl.md", "SHA256SUMS", "chain.json", "check.py",
        "document.json", "page-en.html", "page-nl.html", "policy-en.pdf",
        "policy-nl.pdf", "policy.json", "record.json",
    }  # fmt: skip
    rows = json.loads((folder / "chain.json").read_text())
    assert [sorted(row) for row in rows] == [
        ["digest", "previous", "record", "sequence"],
        ["digest", "previous", "sequence"],
        ["digest", "previous", "record", "sequence"],
    ]
    for path in folder.iterdir():
        assert b"geheim" not in path.read_bytes(), path.name
        assert b"Bolt" not in path.read_bytes(), path.name


def test_sha256sum_and_the_program_find_everything_right(folder: Path) -> None:
    done = shell("sha256sum -c SHA256SUMS", folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK\n") == 11
    done = program(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "WRONG" not in done.stdout
    assert done.stdout.endswith("Everything is right.\n")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_instructions_do_what_they_say(
    folder: Path, package: tuple[Version, bytes], language: str
) -> None:
    version, _ = package
    text = (folder / f"CHECK.{language}.md").read_text(encoding="utf-8")
    fingerprints, record, chain, records, everything = re.findall(
        r"```sh\n(.*?)```", text, re.DOTALL
    )
    sums = [line[:64] for line in shell(fingerprints, folder).stdout.splitlines()]
    assert sums == [version.digest] * 3
    assert shell(record, folder).stdout.split() == [
        version.record_digest, "-", version.digest,
    ]  # fmt: skip
    assert shell(chain, folder).stdout == "true\n"
    said = [line[:64] for line in shell(records, folder).stdout.splitlines()]
    assert len(said) == 4
    assert said[:2] == said[2:]
    assert said[1] == version.record_digest
    done = shell(everything.replace("python3", sys.executable), folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert version.digest in text
    assert version.record_digest in text
    assert f"/{language}/privacy/v/2/" in text
    assert "$" not in text.replace('"$record"', "")


def test_the_documented_recipe_does_what_it_says(
    folder: Path, package: tuple[Version, bytes]
) -> None:
    version, _ = package
    text = (Path(settings.BASE_DIR) / "docs/evidence.md").read_text(encoding="utf-8")
    scripts = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    download, policy, digest, everything, document, record, chain = scripts
    assert download.endswith("/v/3/policy.json\n")
    for script in (policy, digest, document):
        assert shell(script, folder).stdout[:64] == version.digest
    assert shell(record, folder).stdout[:64] == version.record_digest
    assert shell(chain, folder).stdout == "true\n"
    done = shell(everything.replace("python3", sys.executable), folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_same_evidence_has_the_same_bytes(version: Version) -> None:
    assert saved.get(PATH) == saved.get(PATH.replace("/nl/", "/en/"))


@pytest.mark.parametrize(
    "name",
    [
        "CHECK.en.md", "chain.json", "check.py", "document.json", "page-nl.html",
        "policy-en.pdf", "policy.json", "record.json",
    ],
)  # fmt: skip
def test_a_file_that_was_tampered_with_is_found(folder: Path, name: str) -> None:
    path = folder / name
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle] ^= 1
    path.write_bytes(content)
    done = shell("sha256sum -c SHA256SUMS", folder)
    assert done.returncode == 1
    assert f"{name}: FAILED" in done.stdout
    if name != "check.py":
        assert program(folder).returncode == 1


FORGERIES: list[tuple[str, Any]] = [
    ("document.json", lambda d: d["title"].update(nl="Privacybelied")),
    ("policy.json", lambda d: d["document"]["title"].update(nl="Privacybelied")),
    ("policy.json", lambda d: d.update(version=3)),
    ("policy.json", lambda d: d["log"].update(sequence=9)),
    ("record.json", lambda d: d.update(effective_from="2022-10-25")),
    ("record.json", lambda d: d.update(digest="0" * 64)),
    ("chain.json", lambda d: d[0]["record"].update(number=7)),
    ("chain.json", lambda d: d[1].update(digest="0" * 64)),
    ("chain.json", lambda d: d.pop(1)),
]


@pytest.mark.parametrize(("name", "forge"), FORGERIES)
def test_fitting_sums_do_not_hide_a_forgery_from_the_program(
    folder: Path, name: str, forge: Any
) -> None:
    data = json.loads((folder / name).read_text())
    forge(data)
    (folder / name).write_text(
        json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    )
    names = " ".join(p.name for p in folder.iterdir() if p.name != "SHA256SUMS")
    assert shell(f"sha256sum {names} > SHA256SUMS", folder).returncode == 0
    assert shell("sha256sum -c SHA256SUMS", folder).returncode == 0
    done = program(folder)
    assert done.returncode == 1, done.stdout
    assert "WRONG" in done.stdout


def test_the_program_writes_json_as_rfc_8785_does(version: Version) -> None:
    document = version.document
    assert canonical(document.as_dict()) == document.canonical()
    strange: dict[str, Any] = {
        "é": '\u2028\x7f"\\/\n\x01',
        "\U0001f600": 1.0,
        "ﬀ": [True, None, -3],
    }

    assert canonical(strange) == rfc8785.dumps(strange)


def test_the_program_is_short_and_needs_nothing() -> None:
    text = (Path(settings.BASE_DIR) / "policies/evidence/check.py").read_text()
    assert len(text.splitlines()) < 100
    found = re.findall(r"^\s*(?:from|import) (\S+)", text, re.MULTILINE)
    standard = {name.split(".")[0] for name in found} <= {*sys.stdlib_module_names}
    assert standard


def test_the_answer_is_a_download_that_search_engines_leave_alone(
    version: Version, django_assert_max_num_queries: Any
) -> None:
    saved.get(PATH)
    with django_assert_max_num_queries(30):
        answer: Any = Client().get(PATH, headers={"host": saved.HOST})
    assert answer["Content-Type"] == "application/zip"
    name = "acme-privacy-v2-evidence.zip"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Robots-Tag"] == "noindex"
    assert "must-revalidate" in answer["Cache-Control"]
    again = Client().get(
        PATH, headers={"host": saved.HOST, "if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_of_a_withdrawn_version_there_is_no_evidence_but_it_stays_in_the_chain(
    policy: Policy, version: Version
) -> None:
    withdraw(None, saved.version(policy, 1), {"nl": "Fout.", "en": "Wrong."})
    answer: Any = Client().get(
        "/nl/privacy/v/1/evidence.zip", headers={"host": saved.HOST}
    )
    assert answer.status_code == 410
    with zipfile.ZipFile(io.BytesIO(saved.get(PATH))) as archive:
        rows = json.loads(archive.read("chain.json"))
    assert [row["record"]["number"] for row in rows if "record" in row] == [1, 2]


@pytest.mark.parametrize(
    "path", ["/nl/privacy/v/3/evidence.zip", "/nl/niets/v/1/evidence.zip"]
)
def test_what_does_not_exist_has_no_evidence(policy: Policy, path: str) -> None:
    assert Client().get(path, headers={"host": saved.HOST}).status_code == 404
    bolt: Any = Client().get(
        "/nl/privacy/v/2/evidence.zip", headers={"host": "bolt.localhost"}
    )
    assert bolt.status_code == 404
