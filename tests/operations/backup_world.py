"""An installation with something to lose, and archives of it."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from policies.actions.withdraw import withdraw
from policies.models import Version
from privacysite.backup import writing
from tests import world

Parts = dict[str, bytes]


def made(folder: Path) -> Path:
    """An archive of two versions, one of them withdrawn, and of an upload."""
    policy = world.policy(world.organisation())
    world.published(policy, "2024-01-01")
    world.rewrite(policy, "tweede")
    second = world.published(policy, "2025-01-01")
    withdraw(None, second, {"nl": "Vergissing.", "en": "A mistake."})
    default_storage.save("brieven/één.txt", ContentFile(b"Een brief."))
    path = folder / "backup.zip"
    writing.write(path)
    return path


def digests() -> dict[int, str]:
    """Each version's number and the digest of what it says, from its document."""
    return {
        row.number: hashlib.sha256(row.canonical.encode()).hexdigest()
        for row in Version.objects.order_by("number")
    }


def rebuilt(path: Path, change: Callable[[Parts], None]) -> Path:
    """The archive with another content and checksums that fit it: a forgery."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    change(parts)
    parts.pop("SHA256SUMS")
    sums = [
        f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in parts.items()
    ]
    forged = path.with_name("forged.zip")
    with zipfile.ZipFile(forged, "w") as file:
        for name, body in parts.items():
            file.writestr(name, body)
        file.writestr("SHA256SUMS", "".join(sums))
    return forged


def with_manifest(**facts: Any) -> Callable[[Parts], None]:
    """Let the manifest say something else."""

    def change(parts: Parts) -> None:
        manifest = json.loads(parts["manifest.json"])
        parts["manifest.json"] = json.dumps(manifest | facts).encode()

    return change


def with_rows(
    label: str, change: Callable[[list[Any]], list[Any]]
) -> Callable[[Parts], None]:
    """Let a table have other rows."""

    def applied(parts: Parts) -> None:
        name = f"tables/{label}.jsonl"
        rows = [json.loads(line) for line in parts[name].splitlines()]
        lines = [json.dumps(row).encode() + b"\n" for row in change(rows)]
        parts[name] = b"".join(lines)

    return applied
