"""Restoring an archive: all of it is there and right, or nothing was changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from organisations import audit
from organisations.generations import triggers as generations
from policies import log
from policies.searching import index
from privacysite.backup import BackupError, keys, schema, tables, triggers
from privacysite.backup.archive import Archive
from privacysite.backup.media import Returning
from privacysite.backup.writing import Report, digest, heads

RESTORED = "restore backup"


def check(path: Path) -> dict[str, Any]:
    """The manifest of an archive that is whole; BackupError for any other."""
    with Archive(path) as archive:
        archive.check()
        return archive.manifest()


def restore(path: Path, *, replace: bool, report: Report = lambda line: None) -> bool:
    """Put the archive into the database; whether that is now of this very release.

    The database has no rows but those of `migrate`, or ``replace`` says that they may
    go. BackupError when something is not right; then nothing was changed.
    """
    with Archive(path) as archive:
        archive.check()
        manifest = archive.manifest()
        migrations = {(app, name) for app, name in manifest["migrations"]}
        schema.make_fit(migrations)
        uploads = Returning(archive)
        uploads.check()
        try:
            with transaction.atomic():
                apps = schema.apps_at(migrations)
                _rows(archive, manifest, apps, replace, report)
                if current := schema.is_current(migrations):
                    _finish(manifest, digest(path))
                report(f"uploads: {uploads.put()}")
        except BaseException as error:
            uploads.undo()
            if isinstance(error, DatabaseError):
                raise BackupError(f"The database refused: {error}".strip()) from error
            raise
    return current


def _rows(
    archive: Archive,
    manifest: dict[str, Any],
    apps: Apps,
    replace: bool,
    report: Report,
) -> None:
    every, archived = tables.every(apps), tables.archived(apps)
    if missing := {tables.label(m) for m in archived} ^ set(manifest["tables"]):
        raise BackupError(f"The archive's tables are not ours: {min(missing)}.")
    if not replace:
        _must_be_empty(every)
    if connection.vendor == "postgresql":
        _run("SET LOCAL statement_timeout = 0")  # the limit is for web requests
    with triggers.aside(every):
        for model in every:
            if tables.label(model) != "organisations.generation":  # it only ever grows
                _run(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
        for model in archived:
            label = tables.label(model)
            about = manifest["tables"][label]
            count = tables.fill(model, archive.rows(label))
            if count != about["rows"]:
                raise BackupError(f"{label} has {count} rows, not {about['rows']}.")
            keys.go_on_from(model, about["last_key"])
            if count:
                report(f"{label}: {count}")


def _must_be_empty(models: list[tables.Model]) -> None:
    for model in models:
        if tables.label(model) in tables.MADE_BY_MIGRATE:
            continue
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                raise BackupError(
                    f"The database is in use: {tables.label(model)} has rows. Name an "
                    "empty one in DATABASE_URL, or replace what is there (--replace)."
                )


def _finish(manifest: dict[str, Any], archive_digest: str) -> None:
    """Verify, make anew what archives leave out, and say in the trail what happened."""
    amiss = [*log.verify(), *audit.verify()]
    if heads() != manifest["heads"]:
        amiss.append("the log or the trail does not end where the archive says")
    if amiss:
        raise BackupError("The archive does not verify: " + "; ".join(amiss[:10]))
    index.clear()
    # Nothing is left to migrate: what it does at its end is wanted, which is rights, the
    # search index, and triggers where missing.
    call_command("migrate", verbosity=0, interactive=False)
    generations.raise_everybodys()
    audit.record(
        audit.SYSTEM, RESTORED, manifest["made_at"],
        archive=archive_digest, versions=manifest["tables"]["policies.version"]["rows"],
    )  # fmt: skip


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
