"""Uploaded files: whatever lies in the storage of uploads, by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files import File
from django.core.files.storage import default_storage

from privacysite.backup import BackupError
from privacysite.backup.archive import BLOCK, Archive

FOLDER = "media/"


def names(folder: str = "") -> Iterator[str]:
    """The name of each file, folder by folder."""
    if not (folder or default_storage.exists("")):
        return  # nobody has uploaded anything yet
    with _reading(folder):
        folders, files = default_storage.listdir(folder)
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from names(f"{folder}{name}/")


def blocks(name: str) -> Iterator[bytes]:
    """The bytes of an uploaded file."""
    with _reading(name), default_storage.open(name) as file:
        while block := file.read(BLOCK):
            yield bytes(block)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(
            f"Among the uploads, {name or 'their folder'} can't be read: "
            f"{error.strerror}. Put it right or delete it, then run the command again."
        ) from error


class Returning:
    """Puts an archive's files back; ``undo`` takes away those that it put there."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._put: list[str] = []

    def check(self) -> None:
        """BackupError when another file has the name of one of them."""
        for name in self._names():
            if default_storage.exists(name) and not self._same(name):
                raise BackupError(
                    f"Among the uploads is another file of the name {name}. Move the "
                    "folder of uploads away, then restore."
                )

    def put(self) -> int:
        """Write what is not there yet; how many files the archive has."""
        count = 0
        for name in self._names():
            count += 1
            if not default_storage.exists(name):
                self._put.append(name)
                self._write(name)
        return count

    def undo(self) -> None:
        """As if nothing had been put."""
        for name in self._put:
            default_storage.delete(name)

    def _names(self) -> Iterator[str]:
        for name in self._archive.names:
            if name.startswith(FOLDER):
                yield name.removeprefix(FOLDER)

    def _write(self, name: str) -> None:
        with self._archive.open(FOLDER + name) as file:
            default_storage.save(name, File(file))

    def _same(self, name: str) -> bool:
        return _digest(blocks(name)) == _digest(self._archive.blocks(FOLDER + name))


def _digest(found: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for block in found:
        digest.update(block)
    return digest.hexdigest()
