"""The archive: a zip file with a manifest, a file a table, media, and SHA256SUMS.

It is written and read as a stream, so that its size costs no memory. `unzip` and
`sha256sum --check SHA256SUMS` read it too.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

from privacysite.backup import BackupError
from privacysite.backup.tables import Row

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORMAT, VERSION = "privacysite backup", 1
BLOCK = 1 << 20
# What `zipfile` raises for damage: a ValueError for names that are no UTF-8, a
# RuntimeError for what looks encrypted or compressed in another way.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
    RuntimeError,
)  # fmt: skip


def table_name(label: str) -> str:
    """Where a table's rows are."""
    return f"tables/{label}.jsonl"


class Writer:
    """Puts files into an archive and keeps their digests."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._sums: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError, ValueError):  # of a file that is given up anyway
            self._zip.close()

    def add(self, name: str, blocks: Iterable[bytes]) -> None:
        """One file of the archive."""
        _check_name(name)
        digest = hashlib.sha256()
        with self._zip.open(name, "w", force_zip64=True) as member:
            for block in blocks:
                digest.update(block)
                member.write(block)
        self._sums[name] = digest.hexdigest()

    def add_rows(self, label: str, rows: Iterable[Row]) -> int:
        """A table, a line of JSON each row; how many there were."""
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            for row in rows:
                count += 1
                yield json.dumps(row, ensure_ascii=False).encode() + b"\n"

        self.add(table_name(label), lines())
        return count

    def finish(self, manifest: dict[str, Any]) -> None:
        """The manifest, and last the digests of everything."""
        self.add(
            MANIFEST, [json.dumps(manifest, indent=1, ensure_ascii=False).encode()]
        )
        sums = "".join(f"{digest}  {name}\n" for name, digest in self._sums.items())
        self._zip.writestr(SUMS, sums)
        self._zip.close()


class Archive:
    """An archive that is read. BackupError for what is damaged or not one of ours."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise BackupError(f"There is no file {path}.") from None
        except _BROKEN as error:
            raise BackupError(f"{path} is no whole archive: {error}.") from error
        self.names = [name for name in self._zip.namelist() if name != SUMS]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def check(self) -> None:
        """Recompute every digest. BackupError names the first file that is not right."""
        sums = self._sums()
        if len(set(self.names)) != len(self.names) or set(self.names) != set(sums):
            odd = sorted(set(self.names) ^ set(sums)) or sorted(self.names)
            raise BackupError(f"The archive and its list of files differ: {odd[0]}.")
        for name in self.names:
            _check_name(name)
            digest = hashlib.sha256()
            for block in self.blocks(name):
                digest.update(block)
            if digest.hexdigest() != sums[name]:
                raise BackupError(f"The archive is damaged: {name} is not what it was.")

    def manifest(self) -> dict[str, Any]:
        """What the archive says of itself."""
        try:
            found = json.loads(b"".join(self.blocks(MANIFEST)))
        except ValueError:
            found = None
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise BackupError("This is not a backup of privacysite.")
        if found.get("version") != VERSION:
            raise BackupError(
                f"The archive has format {found.get('version')}; this release reads "
                f"format {VERSION}. Install a later release, then restore."
            )
        return found

    def rows(self, label: str) -> Iterator[Row]:
        """A table's rows, one after another."""
        with self.open(table_name(label)) as file:
            for line in file:
                yield json.loads(line)

    def blocks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file."""
        with self.open(name) as file:
            while block := file.read(BLOCK):
                yield block

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A file of the archive, to read from."""
        try:
            with self._zip.open(name) as file:
                yield file
        except KeyError:
            raise BackupError(f"The archive lacks {name}.") from None
        except _BROKEN as error:
            raise BackupError(f"The archive is damaged at {name}: {error}.") from error

    def _sums(self) -> dict[str, str]:
        text = b"".join(self.blocks(SUMS)).decode(errors="replace")
        pairs = (line.partition("  ") for line in text.splitlines())
        return {name: digest for digest, _, name in pairs}


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there when it is whole, and not before. Nobody else may read it:
    it holds addresses and the digests of passwords."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)  # unlike a renaming, it never replaces a file
    except FileExistsError:
        raise BackupError(f"{path} exists already.") from None
    except OSError as error:
        raise BackupError(f"{path} can't be written: {error.strerror}.") from error
    finally:
        partial.unlink(missing_ok=True)


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\n" in name or "\\" in name:
        raise BackupError(f"{name!r} can't be the name of a file in an archive.")
