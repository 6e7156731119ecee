"""What a backup has comes back, or nothing is touched."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from organisations import audit
from organisations.models import AuditEntry, Organisation
from policies import log
from policies.models import Policy, Version
from privacysite.backup import BackupError, reading, writing
from tests import world
from tests.operations import backup_world as backups
from tests.operations.backup_world import with_manifest, with_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def archive(tmp_path: Path, settings: Any) -> Path:
    """An archive of this database, in which things then happen."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return backups.made(tmp_path)


def replace(path: Path) -> None:
    """Restore over what is there."""
    reading.restore(path, replace=True)


def test_everything_is_again_as_it_was(archive: Path) -> None:
    before = backups.digests()
    page = Client().get("/nl/privacy/v/1/", headers={"host": "acme.localhost"})
    policy = Policy.objects.get()
    world.rewrite(policy, "derde")
    world.published(policy)
    Organisation.objects.update(trade_name="Vergissing")
    default_storage.delete("brieven/één.txt")

    replace(archive)

    assert backups.digests() == before
    assert Version.objects.get(number=2).withdrawn is not None
    assert Organisation.objects.get().trade_name == "Acme"
    assert default_storage.open("brieven/één.txt").read() == b"Een brief."
    again = Client().get("/nl/privacy/v/1/", headers={"host": "acme.localhost"})
    assert again.content == page.content
    assert [*log.verify(), *audit.verify()] == []


def test_the_trail_tells_of_the_restore(archive: Path) -> None:
    replace(archive)
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.actor, entry.action) == ("system", "restore backup")
    assert entry.details["versions"] == 2
    assert len(entry.details["archive"]) == 64


def test_publishing_goes_on_after_it(archive: Path) -> None:
    replace(archive)
    policy = Policy.objects.get()
    world.rewrite(policy, "derde")
    assert world.published(policy).number == 3
    assert list(log.verify()) == []


def test_texts_are_found_again(tmp_path: Path) -> None:
    world.published(world.policy(world.organisation()), "2024-01-01")
    path = tmp_path / "backup.zip"
    writing.write(path)
    replace(path)
    page = Client().get("/nl/zoeken/?q=eerste", headers={"host": "acme.localhost"})
    assert "<mark>eerste</mark>" in page.text


def test_written_once_holds_again_after_it(archive: Path) -> None:
    replace(archive)
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE policies_version SET note = 'anders'")


def test_the_number_of_somebody_who_left_is_not_given_out_again(
    tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    left = world.person("left")
    number = left.pk
    left.delete()
    archive = backups.made(tmp_path)
    replace(archive)
    assert world.person("new").pk > number


def test_nobody_stays_signed_in(archive: Path) -> None:
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now())
    replace(archive)
    assert not Session.objects.exists()


def test_a_database_in_use_is_left_alone(archive: Path) -> None:
    with pytest.raises(BackupError, match=r"in use: .* has rows"):
        reading.restore(archive, replace=False)
    assert not AuditEntry.objects.filter(action="restore backup").exists()


def test_replacing_needs_the_name_of_the_database(archive: Path) -> None:
    with pytest.raises(CommandError, match=r"The database is called .*, not wrong"):
        call_command("restore", archive, replace="wrong")
    name = Path(str(connection.settings_dict["NAME"])).name
    said = StringIO()
    call_command("restore", archive, replace=name, stdout=said)
    assert "every version and audit entry is verified" in said.getvalue()


def other_words(rows: list[Any]) -> list[Any]:
    """Somebody wrote another text into the archive."""
    return [
        row | {"canonical": row["canonical"].replace("eerste", "laatste")}
        for row in rows
    ]


def without_last(rows: list[Any]) -> list[Any]:
    """Somebody left a row out."""
    return rows[:-1]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (with_rows("policies.version", other_words), "the document was changed"),
        (with_rows("policies.version", without_last), "has 1 rows, not 2"),
        (with_rows("policies.policy", lambda rows: []), "has 0 rows, not 1"),
        (with_manifest(heads={}), "does not end where the archive says"),
        (with_manifest(version=2), "Install a later release"),
        (with_manifest(format="other"), "not a backup of privacysite"),
        (with_manifest(migrations=[["policies", "0999_later"]]), "of a later release"),
        (with_manifest(migrations=[["policies", "0001_initial"]]), "earlier release"),
    ],
)
def test_a_forged_or_foreign_archive_changes_nothing(
    archive: Path, change: Any, says: str
) -> None:
    forged = backups.rebuilt(archive, change)
    default_storage.delete("brieven/één.txt")
    world.person("after")
    before = backups.digests(), AuditEntry.objects.count()
    with pytest.raises(BackupError, match=says):
        replace(forged)
    assert (backups.digests(), AuditEntry.objects.count()) == before
    assert get_user_model().objects.filter(username="after").exists()
    assert not default_storage.exists("brieven/één.txt")


def test_a_row_that_refers_to_nothing_changes_nothing(archive: Path) -> None:
    def elsewhere(rows: list[Any]) -> list[Any]:
        return [row | {"organisation_id": 999_999} for row in rows]

    forged = backups.rebuilt(archive, with_rows("organisations.host", elsewhere))
    with pytest.raises(BackupError, match="The database refused"):
        replace(forged)
    assert Organisation.objects.get().hosts.count() == 1


def test_another_upload_of_the_same_name_is_not_overwritten(archive: Path) -> None:
    default_storage.delete("brieven/één.txt")
    default_storage.save("brieven/één.txt", ContentFile(b"Een andere."))
    with pytest.raises(BackupError, match="another file of the name"):
        replace(archive)
    assert default_storage.open("brieven/één.txt").read() == b"Een andere."
