"""Sites in a folder, for a web server that reads files.

::

    store/ab/abc…  .gz  .br         each content once, by its digest
    sites/<site>/releases/000007/   manifest.json, tree/ of hard links into the store
    sites/<site>/current            symbolic link to the release that is read
    sites/<site>/retired            the same link, of a site that has no host any more

A run that is killed leaves contents, which the next one finds, and half a release,
which nobody reads: the link is renamed into its place when all of it is on the disk.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from privacysite.staticsite import manifest, packing
from privacysite.staticsite.manifest import Manifest
from privacysite.staticsite.places import Busy, Nowhere

MANIFEST = "manifest.json"


class FolderRelease:
    """A release in a folder: hard links to what the store has."""

    def __init__(self, store: Path, folder: Path) -> None:
        self.name, self.folder, self._store = folder.name, folder, store

    def add(self, file: str, digest: str, body: bytes, headers: dict[str, str]) -> bool:
        """Keep the content in the store if it is new, and link it into the tree."""
        kept = self._store / digest[:2] / digest
        new = not kept.exists()
        if new:
            _keep(kept, digest, body, headers.get("Content-Type", ""))
        path = self.folder / "tree" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        for ending in ("", ".gz", ".br"):
            source = kept.with_name(kept.name + ending)
            if source.exists():
                _link(source, path.with_name(path.name + ending))
        return new


class Folder:
    """The folder that `manage.py publish_static --to DIR` writes into."""

    faults = (OSError,)

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._store = self.path / "store"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """A lock of the system: it ends with the process, however that ends."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise Nowhere(f"{self.path} is no folder: a file is in its way") from None
        with (self.path / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(str(self.path)) from None
            yield

    def manifest(self, site: str) -> Manifest | None:
        """That of the current release; None for a new site or a damaged manifest."""
        return _manifest(self.site(site) / "current")

    def site(self, site: str) -> Path:
        """The folder of a site."""
        return self.path / "sites" / site

    def sites(self) -> list[str]:
        """Every site that is published here."""
        return sorted(each.parent.name for each in self.path.glob("sites/*/current"))

    def retired(self) -> list[str]:
        """Every site that was published here and is served no longer."""
        return sorted(each.parent.name for each in self.path.glob("sites/*/retired"))

    def begin(self, site: str) -> FolderRelease:
        """A release with the next number."""
        releases = self.site(site) / "releases"
        current = self._current(site)
        for half in _releases(releases):
            if half.name > current:
                shutil.rmtree(half)
        folder = releases / f"{int(current or 0) + 1:06}"
        (folder / "tree").mkdir(parents=True)
        return FolderRelease(self._store, folder)

    def switch(self, manifest: Manifest) -> None:
        """Write the manifest, then rename the link ``current`` into its place."""
        folder = self.site(manifest.site)
        target = Path("releases", manifest.release)
        _write(folder / target / MANIFEST, manifest.written())
        os.sync()  # so that after a power cut the link leads to what is on the disk
        fresh = folder / "current.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        fresh.replace(folder / "current")
        (folder / "retired").unlink(missing_ok=True)
        _flush(folder)

    def retire(self, site: str) -> bool:
        """Rename the link ``current`` away: its releases stay, unread."""
        folder = self.site(site)
        try:
            (folder / "current").replace(folder / "retired")
        except FileNotFoundError:
            return False
        _flush(folder)
        return True

    def tidy(self, site: str, keep: int) -> None:
        """Keep the current release and some before it."""
        current = self._current(site)
        past = [r for r in _releases(self.site(site) / "releases") if r.name <= current]
        for folder in past[: max(len(past) - keep, 0)]:
            old = _manifest(folder)
            shutil.rmtree(folder)
            self._drop(old.digests() if old else ())

    def _drop(self, digests: Iterable[str]) -> None:
        """Remove the contents that no tree has a link to any more."""
        for digest in digests:
            kept = self._store / digest[:2] / digest
            if kept.exists() and kept.stat().st_nlink == 1:
                for ending in ("", ".br", ".gz"):
                    kept.with_name(kept.name + ending).unlink(missing_ok=True)

    def _current(self, site: str) -> str:
        """The number of the release that is read, or was before the site retired."""
        links = [self.site(site) / name for name in ("current", "retired")]
        return next((each.readlink().name for each in links if each.is_symlink()), "")


def _releases(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _manifest(folder: Path) -> Manifest | None:
    try:
        return manifest.read((folder / MANIFEST).read_bytes())
    except (OSError, manifest.Unreadable):
        return None


def _keep(kept: Path, digest: str, body: bytes, media_type: str) -> None:
    """The plain one last: where that is, the others are."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    files = {**packing.variants(body, media_type), "": body}
    for ending, content in files.items():
        moment = packing.moment_of(digest)
        _write(kept.with_name(kept.name + ending), content, moment)


def _write(path: Path, content: bytes, moment: int | None = None) -> None:
    """All of it, or nothing under that name."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if moment is not None:
        os.utime(part, (moment, moment))
    part.replace(path)


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # too many links to one file, or a file system without them
        shutil.copy2(source, target)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
