"""Killed at any moment, a run leaves a whole site behind, and the next one goes on."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from privacysite.staticsite.folder import Folder
from privacysite.staticsite.places import Busy
from tests.staticsite import writing

ROOT = Path(__file__).resolve().parents[2]
KILLS = 15


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.staticsite.writing", str(folder)]
    return subprocess.Popen(command, cwd=ROOT)


def wait_for_more(place: Folder, process: subprocess.Popen[bytes], than: int) -> None:
    """Until it published something, so that the kill comes in the middle of its work."""
    for _ in range(2_000):
        found = place.manifest("acme")
        if found is not None and found.generation > than:
            return
        assert process.poll() is None
        time.sleep(0.01)
    raise AssertionError("nothing was published")


def read(folder: Path) -> int:
    """What a reader finds: every page whole and of one release, whose number it is."""
    tree = (folder / "sites/acme/current").resolve()
    found = Folder(folder).manifest("acme")
    assert found is not None
    assert found.release == tree.name
    expected = writing.pages(found.generation)
    assert set(found.addresses) == set(expected)
    for address, entry in found.addresses.items():
        path = tree / "tree" / entry.file
        assert path.read_bytes() == expected[address]
        assert gzip.decompress(Path(f"{path}.gz").read_bytes()) == expected[address]
        assert Path(f"{path}.br").stat().st_mtime == path.stat().st_mtime
    return found.generation


def test_a_reader_never_sees_half_a_site_whenever_the_run_is_killed(
    tmp_path: Path,
) -> None:
    place, reached = Folder(tmp_path), 0
    chance = random.Random(5)
    for _ in range(KILLS):
        process = start(tmp_path)
        wait_for_more(place, process, reached)
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.wait()
        now = read(tmp_path)
        assert now > reached
        reached = now


def test_what_a_killed_run_left_is_tidied_up_by_the_next_one(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    writing.publish(place, 1)
    half = place.begin("acme")
    half.add("nl/half/index.html", "f" * 64, b"half", writing.HEADERS)
    part = tmp_path / "sites/acme/current.new"
    part.symlink_to("nowhere")
    writing.publish(place, 2)
    assert read(tmp_path) == 2
    assert not (tmp_path / "sites/acme/releases/000002/tree/nl/half").exists()


def test_what_nothing_names_any_more_is_removed(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    for number in range(1, 6):
        writing.publish(place, number)
    releases = sorted(
        each.name for each in (tmp_path / "sites/acme/releases").iterdir()
    )
    assert releases == ["000004", "000005"]
    kept = {path.name for path in (tmp_path / "store").glob("*/*") if not path.suffix}
    named = place.manifest("acme")
    assert named is not None
    assert named.digests() <= kept
    # Of each of the two releases its own pages; those that both have, once.
    assert len(kept) == 2 * writing.PAGES + 2


def test_two_runs_do_not_meet(tmp_path: Path) -> None:
    first, second = Folder(tmp_path), Folder(tmp_path)
    with first.locked(), pytest.raises(Busy), second.locked():
        pass
    with second.locked():
        pass
