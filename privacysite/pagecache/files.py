"""Pages kept in a folder that all processes of a machine share.

A worker that starts finds what others have made, and what does not fit into memory is
read from here. Every file is written beside and renamed, so that nobody reads half of
one. Losing the folder costs time, nothing else.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import logging
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from privacysite.pagecache import kept
from privacysite.pagecache.asked import Asked
from privacysite.pagecache.kept import Page

LOG = logging.getLogger(__name__)
# So many pages in flight don't wait for each other without need.
_STRIPES = 256
_A_DAY = 86_400
# What a file takes at the least, in bytes.
_BLOCK = 4_096
# So many bytes are read at once: most pages are smaller.
_AT_ONCE = 65_536
# How long somebody waits for a page that is being made, while another thread of this
# process waits for one already: the others are for pages that are there. In seconds.
_BRIEFLY = 3.0


class Files:
    """The folder of one release: other code makes other pages."""

    def __init__(self, folder: Path, release: str, size: int = 1 << 30) -> None:
        """``size``: how many bytes stay when the folder is tidied."""
        self._all, self.folder, self.size = folder, folder / release, size
        self._full = threading.Event()
        self._written = 0  # bytes, since this process tidied last
        self._tidying = threading.Lock()
        self._patient = threading.BoundedSemaphore(1)

    def page(self, asked: Asked) -> Page | None:
        """What is known of a page."""
        place = self._place(asked)
        data = _read(f"{place}.page")
        try:
            page = kept.loaded(data) if data else None
        except ValueError:
            return None
        if page is not None:
            page.place = f"{place}.{page.tag}"
        return page

    def body(self, page: Page, encoding: str) -> bytes | None:
        """The page's body in that encoding, where it was made."""
        body = _read(f"{page.place}.{encoding}")
        # A power cut can leave a file without its bytes.
        return body if body or not page.size else None

    def put(self, asked: Asked, page: Page, body: bytes) -> bool:
        """Keep a page, its body encoded as ``page.stored``. The body first: who knows of
        the page finds it whole.

        False where the disk refuses.
        """
        before, place = self.page(asked), self._place(asked)
        page.place = f"{place}.{page.tag}"
        if not self.put_body(page, page.stored, body):
            return False
        if not self._write(Path(f"{place}.page"), page.dumped()):
            return False
        if before is not None and before.tag != page.tag:
            for old in Path(place).parent.glob(f"{Path(before.place).name}.*"):
                old.unlink(missing_ok=True)
        return True

    def put_body(self, page: Page, encoding: str, body: bytes) -> bool:
        """Keep a body in an encoding; False where the disk refuses."""
        return self._write(Path(f"{page.place}.{encoding}"), body)

    @contextlib.contextmanager
    def alone(self, asked: Asked, patience: float) -> Iterator[None]:
        """Let one at a time make a page, among all threads and processes.

        After ``patience`` seconds it goes on regardless: a page made twice is better
        than none. One thread of a process waits that long, the others not.
        """
        stripe = int(self._digest(asked)[:8], 16) % _STRIPES
        try:
            lock = os.open(self._lock_file(stripe), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield
            return
        try:
            self._wait_for(lock, patience)
            yield
        finally:
            os.close(lock)

    def _wait_for(self, lock: int, patience: float) -> None:
        if _taken(lock):
            return
        patient = self._patient.acquire(blocking=False)
        try:
            _wait_for(lock, patience if patient else min(patience, _BRIEFLY))
        finally:
            if patient:
                self._patient.release()

    def remember(self, numbers: dict[int, int]) -> None:
        """Note the generations, for a worker that starts while the database is away."""
        self._write(self.folder / "generations.json", json.dumps(numbers).encode())

    def remembered(self) -> tuple[dict[int, int], float]:
        """The generations last noted, and when (Unix time; 0: never)."""
        file = self.folder / "generations.json"
        try:
            noted = {
                int(key): int(n) for key, n in json.loads(file.read_bytes()).items()
            }
            return noted, file.stat().st_mtime
        except (OSError, ValueError, AttributeError):
            return {}, 0.0

    def tidy(self) -> None:
        """Remove what other releases left a day ago, and the oldest beyond ``size``."""
        if not self._tidying.acquire(blocking=False):
            return
        try:
            self._written = 0
            yesterday = time.time() - _A_DAY
            for release in self._all.glob("*"):
                if release != self.folder and _facts(release)[0] < yesterday:
                    for file in release.glob("**/*"):
                        if file.is_file():
                            file.unlink(missing_ok=True)
            pages = self.folder.glob("[0-9a-f][0-9a-f]/*")
            found = [(*_facts(file), file) for file in pages]
            over = sum(size for _, size, _ in found) - self.size
            for _, size, file in sorted(found):
                if over <= 0:
                    break
                file.unlink(missing_ok=True)
                over -= size
        except OSError:
            LOG.exception("%s can't be tidied: see PAGES_FOLDER", self._all)
        finally:
            self._tidying.release()

    def _note(self, size: int) -> None:
        """An eighth more than was there when it was tidied last: time to do so again."""
        self._written += max(size, _BLOCK)
        if self._written > self.size // 8:
            self._written = 0
            threading.Thread(target=self.tidy, name="tidy", daemon=True).start()

    def _digest(self, asked: Asked) -> str:
        # Paths come decoded as Latin-1 (PEP 3333), so any of them can be encoded.
        words = "\0".join((asked.host, asked.path, str(asked.secure)))
        return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()

    def _place(self, asked: Asked) -> str:
        digest = self._digest(asked)
        return f"{self.folder}/{digest[:2]}/{digest[2:34]}"

    def _lock_file(self, stripe: int) -> Path:
        folder = self.folder / "locks"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{stripe:02x}"

    def _write(self, path: Path, data: bytes) -> bool:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(name, path)
            except OSError:
                os.unlink(name)
                raise
        except OSError:
            if not self._full.is_set():  # once, not at every page
                LOG.exception("pages can't be kept in %s: see PAGES_FOLDER", self._all)
                self._full.set()
            return False
        self._full.clear()
        self._note(len(data))
        return True


def _facts(path: Path) -> tuple[float, int]:
    """When it was written, and how much of the disk it takes; another process may have
    removed it meanwhile."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return 0.0, 0
    return stat.st_mtime, max(stat.st_size, _BLOCK)


def _read(path: str) -> bytes | None:
    # By the system's own calls: Python's files make twice as many, and at each of them
    # another thread may take over.
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        parts = [os.read(file, _AT_ONCE)]
        while len(parts[-1]) == _AT_ONCE:
            parts.append(os.read(file, _AT_ONCE))
    except OSError:
        return None
    finally:
        os.close(file)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _wait_for(lock: int, patience: float) -> None:
    until = time.monotonic() + patience
    while not _taken(lock) and time.monotonic() <= until:
        time.sleep(0.005)


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
