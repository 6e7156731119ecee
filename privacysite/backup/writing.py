"""Making an archive: one moment of the database, and the uploads."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import connection
from django.utils import timezone

from organisations.models import AuditHead
from policies.models import LogHead
from privacysite.backup import keys, media, schema, tables
from privacysite.backup.archive import BLOCK, FORMAT, VERSION, Writer, new_file
from privacysite.backup.snapshot import snapshot

Report = Callable[[str], object]
HEADS = {"log": LogHead, "trail": AuditHead}


def write(path: Path, report: Report = lambda line: None) -> str:
    """Write everything into a new file and return its SHA-256. It appears when whole."""
    with new_file(path) as file, Writer(file) as writer:
        with snapshot():
            migrations = schema.applied()
            found = schema.apps_at(migrations)
            manifest = _about(migrations) | {"tables": _tables(writer, found, report)}
        manifest["media"] = _media(writer, report)
        writer.finish(manifest)
    return digest(path)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def heads() -> dict[str, dict[str, Any]]:
    """Where the log of versions and the audit trail end."""
    return {
        name: {"sequence": head.sequence, "digest": head.digest}
        for name, model in HEADS.items()
        for head in model._default_manager.filter(pk=1)
    }


def _about(migrations: set[schema.Migration]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": tables.plain(timezone.now()),
        "database": connection.vendor,
        "migrations": [list(migration) for migration in sorted(migrations)],
        "heads": heads(),
        "left_out": tables.LEFT_OUT,
    }


def _tables(writer: Writer, apps: Apps, report: Report) -> dict[str, dict[str, int]]:
    about = {}
    for model in tables.archived(apps):
        label = tables.label(model)
        rows = writer.add_rows(label, tables.read(model))
        about[label] = {"rows": rows, "last_key": keys.last(model)}
        if rows:
            report(f"{label}: {rows}")
    return about


def _media(writer: Writer, report: Report) -> int:
    """After the rows: what they name is there, and a file too many does no harm."""
    count = 0
    for name in media.names():
        writer.add(f"{media.FOLDER}{name}", media.blocks(name))
        count += 1
    report(f"uploads: {count}")
    return count
