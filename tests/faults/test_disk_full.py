"""The disk is full: under the database, kept pages, uploads and a static site."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.faults.conftest import Install
from tests.faults.editor import Editor
from tests.faults.installation import PAGE, Installation, Staff

SIZE = "32m"
READ = (PAGE, "/nl/privacy/", "/en/", "/en/privacy/versions/")
COLD = ("/nl/privacy/versies/", "/nl/")
SORRY = "Not available for a moment"


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path_factory.mktemp("disk")
    options = f"size={SIZE},mode=755"
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk may be mounted here, so none was full: {done.stderr}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def at(
    disk: Path, install: Install, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    (disk / "tmp").mkdir()
    # Formats lie elsewhere: made once, they need not be made for each static site.
    formats = str(tmp_path_factory.mktemp("formats"))
    yield from install(
        "sqlite", folder=disk, TMPDIR=str(disk / "tmp"), FORMATS_FOLDER=formats,
        WEB_CONCURRENCY="1",
    )  # fmt: skip


@pytest.fixture(scope="module")
def editor(at: Installation, staff: Staff) -> Editor:
    return Editor(at, staff.do("policy"))


@contextmanager
def full(at: Installation) -> Iterator[None]:
    """While the block runs, not a byte is free."""
    with closing(sqlite3.connect(at.folder / "site.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # room of its own
    ballast = at.folder / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            for size in (65_536, 4_096, 1):
                try:
                    while file.write(b"0" * size):
                        pass
                except OSError:
                    continue
        yield
    finally:
        ballast.unlink()


def everything_is_read(at: Installation) -> None:
    """Pages that were read before, and others."""
    for path in (*READ, *COLD, "/en/search/?q=text"):
        answer = at.get(path)
        assert answer.status == 200, answer
        assert answer.text.rstrip().endswith("</html>")


def test_a_static_site_on_a_full_disk_stays_the_one_it_was(
    at: Installation, staff: Staff
) -> None:
    """The operator reads in one line why nothing was written; visitors go on reading
    the site before. The next run, with room, publishes the new text."""
    site = at.folder / "static"
    command = ("publish_static", "--to", str(site), "--organisation", "acme")
    staff.do("publish", "statisch")
    done = at.manage(*command)
    assert done.returncode == 0, done.stderr
    assert shown(site) == "statisch"
    staff.do("publish", "nieuwer")
    with full(at):
        done = at.manage(*command)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "No space left" in done.stderr
        assert shown(site) == "statisch"
    done = at.manage(*command)
    assert done.returncode == 0, done.stderr
    assert shown(site) == "nieuwer"


def shown(site: Path) -> str:
    """Which words the site's page has."""
    trees = (site / "sites" / "acme" / "current" / "tree").rglob("en/privacy/*.html")
    texts = [page.read_text(encoding="utf-8") for page in trees]
    words = [each for each in ("statisch", "nieuwer") if f"Text {each}." in texts[0]]
    return " ".join(words)


def test_who_publishes_onto_a_full_disk_is_told_and_can_do_it_later(
    at: Installation, staff: Staff, editor: Editor
) -> None:
    """The editor gets 503 with when to come back, and the version is not published by
    half. Visitors go on reading, pages that nobody has read yet too. When there is room
    again, the same button works, without a restart."""
    for path in READ:
        at.get(path)
    staff.do("write", "vol")
    form, before = editor.form(), staff.do("numbers")
    with full(at):
        answer = editor.publish(form)
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert SORRY in answer.text
        everything_is_read(at)
        assert staff.do("numbers") == before
        assert at.get("/readyz").status == 503
    assert editor.publish(form).status == 302
    assert staff.do("numbers") == [*before, before[-1] + 1]
    assert staff.do("amiss") == []
    assert "Text vol." in at.get().text


def test_who_uploads_onto_a_full_disk_is_told_and_can_do_it_later(
    at: Installation, staff: Staff, editor: Editor
) -> None:
    """A text that is imported, and a file that is too large for memory: 503. The draft
    is what it was."""
    path = f"/admin/policies/policy/{staff.do('policy')}/draft/import/"
    text = b"# Privacy\n\n## One\n\nUploaded words.\n"
    large, sent = b"words " * 600_000, {"language": "en", "replace": "on"}
    # Larger than a policy may be, as it says; and from now on it knows where to.
    assert editor.upload(path, "text.txt", large, **sent).status == 422
    with full(at):
        answer = editor.upload(path, "text.md", text, **sent)
        assert (answer.status, SORRY in answer.text) == (503, True)
        answer = editor.upload(path, "text.txt", large, **sent)
        assert (answer.status, SORRY in answer.text) == (503, True)
        everything_is_read(at)
    answer = editor.upload(path, "text.md", text, **sent)
    assert answer.status == 200, answer.text
    assert staff.do("amiss") == []


def test_nothing_of_it_was_an_accident(at: Installation) -> None:
    """Every refusal was foreseen: the log has no traceback of Django's."""
    assert "Internal Server Error" not in at.log
