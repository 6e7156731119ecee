"""A backup is whole, of one moment, and readable by nobody else."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import subprocess
import threading
import zipfile
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from policies.models import Policy
from privacysite.backup import BackupError, archive, reading, tables, writing
from tests import world
from tests.operations import backup_world as backups


@pytest.fixture
def made(transactional_db: None, tmp_path: Path, settings: Any) -> Path:
    """An archive."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return backups.made(tmp_path)


def test_the_usual_programs_can_check_it(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made) as file:
        file.extractall(tmp_path / "out")
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path / "out", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    assert "media/brieven/één.txt: OK" in checked.stdout
    assert "tables/policies.version.jsonl: OK" in checked.stdout


def test_it_says_what_it_has(made: Path) -> None:
    said = StringIO()
    call_command("restore", made, check=True, stdout=said)
    assert "1 organisations, 2 versions" in said.getvalue()
    assert "The log ends at 3: " in said.getvalue()
    assert "1 uploads" in said.getvalue()


def test_nobody_else_may_read_it(made: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_there_is_not_overwritten(made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", made)
    assert made.read_bytes() == before
    assert [p.name for p in made.parent.glob(".*")] == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_fails_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.Writer, "finish", full)
    with pytest.raises(CommandError, match="can't be written: No space left"):
        call_command("backup", tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_an_archive_that_cannot_be_read_again_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(writer: archive.Writer, *_: object) -> None:
        writer.add("manifest.json", [b"{}"])

    monkeypatch.setattr(archive.Writer, "finish", lost)
    with pytest.raises(CommandError, match=r"lacks SHA256SUMS"):
        call_command("backup", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_cannot_be_read_is_named(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = settings.MEDIA_ROOT / "logos"
    folder.mkdir(parents=True)
    (folder / "logo.png").symlink_to("/nonexistent")
    says = r"Among the uploads, logos/logo\.png can't be read: No such file"
    with pytest.raises(CommandError, match=says):
        call_command("backup", tmp_path / "backup.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["media"]


@pytest.mark.django_db(transaction=True)
def test_a_folder_of_uploads_that_cannot_be_read_is_named(
    tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.write_text("no folder")
    with pytest.raises(CommandError, match="their folder can't be read: Not a dir"):
        call_command("backup", tmp_path / "backup.zip")


@pytest.mark.parametrize("options", [{}, {"keep": 2}])
@pytest.mark.parametrize("file", ["", "backup.zip"])
def test_a_folder_that_is_missing_is_named(
    tmp_path: Path, file: str, options: dict[str, int]
) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(CommandError, match=f"There is no folder {missing}. Make it"):
        call_command("backup", missing / file, **options)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_the_newest_are_kept_and_other_files_stay(tmp_path: Path) -> None:
    for name in (
        "privacysite-20250101T000000Z.zip",
        "privacysite-20250102T000000Z.zip",
    ):
        (tmp_path / name).touch()
    (tmp_path / "letter.zip").touch()
    call_command("backup", tmp_path, keep=2, stdout=StringIO())
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names[:2] == ["letter.zip", "privacysite-20250102T000000Z.zip"]
    assert len(names) == 3


@pytest.mark.parametrize("keep", [0, -1])
def test_keeping_less_than_the_new_one_is_refused(tmp_path: Path, keep: int) -> None:
    with pytest.raises(CommandError, match="--keep must be 1 or more"):
        call_command("backup", tmp_path, keep=keep)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_is_in_the_next_one(tmp_path: Path) -> None:
    policy = world.policy(world.organisation())
    world.published(policy, "2024-01-01")
    published: list[threading.Thread] = []

    def publish() -> None:
        mine = Policy.objects.get()
        world.rewrite(mine, "tweede")
        world.published(mine)
        connection.close()

    def meanwhile(line: str) -> None:
        if not published:
            published.append(threading.Thread(target=publish))
            published[0].start()
            published[0].join()

    writing.write(tmp_path / "backup.zip", meanwhile)
    assert len(backups.digests()) == 2
    manifest = reading.check(tmp_path / "backup.zip")
    assert manifest["tables"]["policies.version"]["rows"] == 1
    assert manifest["heads"]["log"]["sequence"] == 1


@pytest.mark.django_db
def test_rows_are_read_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abcde":
        world.person(name)
    monkeypatch.setattr(tables, "BATCH", 2)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        rows = list(tables.read(apps.get_model("auth.user")))
    assert [row["username"] for row in rows] == list("abcde")
    assert len(queries) == 4
    assert all("LIMIT 2" in query["sql"] for query in queries)


def test_every_table_is_in_it_or_left_out_for_a_reason() -> None:
    names = {tables.label(model) for model in tables.every(apps)}
    assert tables.LEFT_OUT.keys() <= names
    kept = {tables.label(model) for model in tables.archived(apps)}
    assert names - kept == tables.LEFT_OUT.keys()
    assert {"policies.version", "auth.user", "organisations.auditentry"} <= kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.DateTimeField(), dt.datetime(2026, 3, 29, 1, 30, 0, 123456, dt.UTC)),
        (models.DateField(), dt.date(9999, 12, 31)),
        (models.TimeField(), dt.time(23, 59, 59, 999999)),
        (models.DurationField(), dt.timedelta(days=-3, microseconds=1)),
        (models.DecimalField(max_digits=9, decimal_places=3), Decimal("1.100")),
        (models.UUIDField(), UUID("12345678-1234-5678-1234-567812345678")),
        (models.JSONField(), {"é": [1, None, {"b": 0.1}]}),
        (models.TextField(), "regel\n\u2028 é 😀 \\ \" '"),
        (models.BooleanField(), False),
        (models.IntegerField(null=True), None),
    ],
)
def test_a_value_comes_back_as_it_was(field: Any, value: Any) -> None:
    written = json.loads(json.dumps(tables.plain(value), ensure_ascii=False))
    assert field.to_python(written) == value


def test_a_damaged_archive_is_refused_or_whole(made: Path) -> None:
    """A bit turned over anywhere is found, or was in what nobody reads (a time stamp)."""
    whole = made.read_bytes()
    content = contents(made)
    broken = made.with_name("broken.zip")
    refused = 0
    for place in [*range(60), *range(60, len(whole), 179)]:
        for bit in range(8):
            broken.write_bytes(turned(whole, place, 1 << bit))
            try:
                reading.check(broken)
            except BackupError:
                refused += 1
            else:
                assert contents(broken) == content
    assert refused > 900


def turned(data: bytes, place: int, bit: int) -> bytes:
    """The data with a bit turned over."""
    return data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]


@pytest.mark.parametrize("local", [True, False])
def test_a_damaged_name_is_refused(made: Path, local: bool) -> None:
    data = made.read_bytes()
    name = "media/brieven/één.txt".encode()
    place = (data.index if local else data.rindex)(name) + name.index("é".encode())
    made.write_bytes(turned(data, place, 0x80))
    with pytest.raises(BackupError, match=r"damaged at media|no whole archive"):
        reading.check(made)


def test_what_seems_encrypted_is_refused(made: Path) -> None:
    """Bit 0 of an entry's flags (APPNOTE.TXT 4.4.4), which are its bytes 8 and 9."""
    data = made.read_bytes()
    made.write_bytes(turned(data, data.index(b"PK\x01\x02") + 8, 1))
    with pytest.raises(BackupError, match="encrypted"):
        reading.check(made)


@pytest.mark.parametrize("manifest", [b"", b"\xff", b"[]", b'{"format": "other"}'])
def test_another_archive_is_refused(tmp_path: Path, manifest: bytes) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(archive.MANIFEST, manifest)
        digest = hashlib.sha256(manifest).hexdigest()
        file.writestr(archive.SUMS, f"{digest}  {archive.MANIFEST}\n")
    with pytest.raises(BackupError, match="not a backup of privacysite"):
        reading.check(path)


def test_sums_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(archive.MANIFEST, "{}")
        file.writestr(archive.SUMS, b"\xff\xfe")
    with pytest.raises(BackupError, match="differ"):
        reading.check(path)


@pytest.mark.parametrize("kept", [0, 1, 22, 1000, -1, -100])
def test_a_truncated_archive_is_refused(made: Path, kept: int) -> None:
    made.write_bytes(made.read_bytes()[:kept])
    with pytest.raises(BackupError, match="no whole archive"):
        reading.check(made)


def test_a_file_that_is_not_listed_is_refused(made: Path) -> None:
    with zipfile.ZipFile(made, "a") as file:
        file.writestr("media/extra.txt", "x")
    with pytest.raises(BackupError, match=r"differ: media/extra\.txt"):
        reading.check(made)


@pytest.mark.parametrize("name", ["media/../../etc/passwd", "/etc/passwd"])
def test_a_name_that_leads_elsewhere_is_refused(made: Path, name: str) -> None:
    forged = backups.rebuilt(made, lambda parts: parts.update({name: b"x"}))
    with pytest.raises(BackupError, match="can't be the name of a file"):
        reading.check(forged)


def test_no_file_and_another_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no file"):
        reading.check(tmp_path / "none.zip")
    shutil.copy(__file__, tmp_path / "text.zip")
    with pytest.raises(BackupError, match="no whole archive"):
        reading.check(tmp_path / "text.zip")


def contents(path: Path) -> dict[str, bytes]:
    """What a reader takes from an archive."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}
