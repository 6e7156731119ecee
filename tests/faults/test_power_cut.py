"""The power goes while somebody publishes on SQLite: what the disk had by then.

A write that SQLite has asked to be safe (``fsync``) is there afterwards; of what it wrote
since then, any part may be missing. The processes that write are stopped in the middle
(SIGSTOP), and what the files say at that moment is copied, without the shared memory
(``-shm``), and with less and less of the journal (``-wal``). Each copy is then opened as
the product opens it after the start.
"""

from __future__ import annotations

import random
import shutil
import signal
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.faults.installation import Installation, Staff

PUBLICATIONS, CUTS = 16, 8
SECTOR, PAGE = 512, 4_096
JOURNAL_HEADER, FRAME_HEADER = 32, 24
SOUND = {"integrity": ["ok"], "foreign_keys": [], "amiss": []}


@dataclass(frozen=True)
class Moment:
    """The files when the power went, and how many publications were acknowledged."""

    database: Path
    acknowledged: int
    safe: (
        int  # bytes of the journal that the disk had before they went into the database
    )

    @property
    def journal(self) -> Path:
        """Where what was written last is."""
        return self.database.with_name(f"{self.database.name}-wal")


@pytest.fixture(scope="module")
def at(
    copied: Callable[[Path], str], tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    """No server: only who publishes, and who looks afterwards."""
    folder = tmp_path_factory.mktemp("power")
    return Installation(copied(folder), folder)


@pytest.fixture(scope="module")
def looking(at: Installation) -> Iterator[Staff]:
    """Who opens the copies."""
    made = Staff(at.environment)
    yield made
    made.leave()


@pytest.fixture(scope="module")
def moments(at: Installation, staff: Staff) -> list[Moment]:
    """What was on the disk at moments in the middle of sixteen publications."""
    found: list[Moment] = []
    staff.do("stay")
    acknowledged = len(staff.do("numbers"))

    def work() -> None:
        nonlocal acknowledged
        for number in range(PUBLICATIONS):
            staff.do("publish", f"poging{number}")
            acknowledged += 1

    chance = random.Random(8)
    working = threading.Thread(target=work)
    working.start()
    while working.is_alive():
        time.sleep(chance.uniform(0.005, 0.03))
        with stopped(staff):
            found.append(photographed(at.folder, len(found), acknowledged))
    working.join()
    found.append(photographed(at.folder, len(found), acknowledged))
    assert acknowledged == PUBLICATIONS + 1
    return found


@contextmanager
def stopped(staff: Staff) -> Iterator[None]:
    """While the block runs, nothing is written."""
    staff.process.send_signal(signal.SIGSTOP)
    stat = Path(f"/proc/{staff.process.pid}/stat")
    try:
        while stat.read_text(encoding="ascii").rpartition(") ")[2][0] not in "TZ":
            time.sleep(0.001)
        yield
    finally:
        staff.process.send_signal(signal.SIGCONT)


def photographed(folder: Path, number: int, acknowledged: int) -> Moment:
    """The files as they are."""
    shared = (folder / "site.sqlite3-shm").read_bytes()
    path = folder / f"moment-{number}.sqlite3"
    made = Moment(path, acknowledged, safe_length(shared))
    shutil.copy(folder / "site.sqlite3", made.database)
    shutil.copy(folder / "site.sqlite3-wal", made.journal)
    return made


def safe_length(shared: bytes) -> int:
    """How much of the journal SQLite has asked to be safe, at the least: a checkpoint asks
    for it before it copies a page into the database (``nBackfillAttempted``, 128 bytes into
    the shared memory: https://sqlite.org/walformat.html, 2.1)."""
    (frames,) = struct.unpack_from("=I", shared, 128)
    return JOURNAL_HEADER + frames * (FRAME_HEADER + PAGE) if frames else 0


def after(looking: Staff, moment: Moment, journal: bytes) -> dict[str, Any]:
    """What is found where the journal says this."""
    path = moment.database.with_name("found.sqlite3")
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    shutil.copy(moment.database, path)
    path.with_name(f"{path.name}-wal").write_bytes(journal)
    found: dict[str, Any] = looking.do("look", str(path))
    return found


def some(moments: list[Moment], wanted: int) -> list[Moment]:
    """About so many of them, from the first to the last."""
    return moments[:: max(1, len(moments) // wanted)]


def cuts(safe: int, length: int, chance: random.Random) -> list[int]:
    """Where the journal may end: where it is safe, at any byte from there, and whole."""
    anywhere = (chance.randrange(safe, length + 1) for _ in range(CUTS))
    return sorted([safe, *anywhere, length])


def test_every_connection_waits_until_the_disk_has_it(staff: Staff) -> None:
    """In this mode SQLite says that a transaction is done when it is safe; in the next
    lesser one, NORMAL, the last ones may be lost."""
    assert staff.do("journal") == ["wal", "FULL"]


def test_what_was_acknowledged_is_there_when_the_power_went(
    moments: list[Moment], looking: Staff
) -> None:
    """Whatever was being written at that moment; the database is whole."""
    amid = 0
    for moment in some(moments, 30):
        found = after(looking, moment, moment.journal.read_bytes())
        numbers = found.pop("numbers")
        assert found == SOUND, moment
        # One more may be there, whose answer was on its way.
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) - moment.acknowledged in {0, 1}
        amid += moment.acknowledged < PUBLICATIONS + 1
    assert amid >= PUBLICATIONS // 2, "hardly one moment lay in the middle"


def test_however_little_of_the_journal_was_safe_the_rest_is_whole(
    moments: list[Moment], looking: Staff
) -> None:
    """An older state, but one that there was: both chains hold, nothing is there by
    half, and with more of the journal there is never less."""
    chance, lost = random.Random(9), 0
    for moment in some(moments, 6):
        journal = moment.journal.read_bytes()
        there = []
        for cut in cuts(moment.safe, len(journal), chance):
            found = after(looking, moment, journal[:cut])
            there.append(len(found.pop("numbers")))
            assert found == SOUND, (moment, cut)
        assert all(less <= more for less, more in pairwise(there)), there
        lost += there[0] < there[-1]
    assert lost, "no cut took anything away, so none was tried"


def test_a_sector_that_was_not_written_ends_the_journal(
    moments: list[Moment], looking: Staff
) -> None:
    """A disk writes in an order of its own: what comes behind a gap is not believed."""
    chance = random.Random(10)
    for moment in some(moments, 12):
        journal = bytearray(moment.journal.read_bytes())
        if len(journal) <= moment.safe:
            continue
        gap = chance.randrange(moment.safe, len(journal)) // SECTOR * SECTOR
        gap = max(gap, moment.safe)
        journal[gap : gap + SECTOR] = bytes(len(journal[gap : gap + SECTOR]))
        found = after(looking, moment, bytes(journal))
        found.pop("numbers")
        assert found == SOUND, (moment, gap)


def test_a_checkpoint_that_was_cut_short_is_made_again(
    moments: list[Moment], looking: Staff
) -> None:
    """Any of the pages may be in the database already: the journal has them all."""
    chance = random.Random(11)
    moment = moments[-1]
    journal, before = moment.journal.read_bytes(), moment.database.read_bytes()
    path = moment.database.with_name("written.sqlite3")
    shutil.copy(moment.database, path)
    path.with_name(f"{path.name}-wal").write_bytes(journal)
    looking.do("look", str(path))
    looking.do("settle", str(path))
    written = path.read_bytes()
    size = PAGE
    assert written != before
    for _ in range(6):
        pages = [
            chance.choice((before[start : start + size], written[start : start + size]))
            or written[start : start + size]
            for start in range(0, len(written), size)
        ]
        moment.database.write_bytes(b"".join(pages))
        found = after(looking, moment, journal)
        assert len(found.pop("numbers")) == PUBLICATIONS + 1
        assert found == SOUND
