"""Clocks that jump, and the second at which a scheduled version takes effect."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.faults.conftest import Install
from tests.faults.installation import STAGE, Installation, Staff

DAY = 86_400


@pytest.fixture(scope="module")
def at(install: Install) -> Iterator[Installation]:
    yield from install("sqlite", STAGE)


@pytest.fixture(autouse=True)
def right_clock(at: Installation) -> Iterator[None]:
    at.set_clock(0)
    yield
    at.set_clock(0)


def says(at: Installation, words: str) -> bool:
    """Whether every worker shows that text."""
    return all(f"Text {words}." in each.text for each in at.by_each_worker().values())


def test_a_scheduled_version_takes_effect_at_its_second_in_every_worker(
    at: Installation, staff: Staff
) -> None:
    """A visitor who asks before the moment reads the old text, and who asks from it on
    the new one, although nobody does anything at that moment."""
    staff.do("publish", "nu")
    moment = staff.do("schedule", "straks")
    assert says(at, "nu")
    ahead = moment - 3 - time.time()
    at.set_clock(ahead)
    before, after = 0, set[str]()
    while len(after) < 2:
        asked = time.time() + ahead
        answer = at.get()
        answered = time.time() + ahead
        if answered < moment:
            assert "Text nu." in answer.text
            before += 1
        elif asked >= moment:
            assert "Text straks." in answer.text
            after.add(answer.headers["x-worker"])
    assert before
    at.set_clock(ahead + 3 * DAY)
    assert says(at, "straks")


def test_a_clock_that_was_ahead_for_a_moment_leaves_nothing_behind(
    at: Installation, staff: Staff
) -> None:
    """While it is wrong, a visitor may read tomorrow's text. When it is put right,
    today's, at once and in every worker; and tomorrow's when it is time."""
    staff.do("replace", "vandaag")
    staff.do("schedule", "morgen")
    assert says(at, "vandaag")
    at.set_clock(2 * DAY)
    assert says(at, "morgen")
    at.set_clock(0)
    assert says(at, "vandaag")
    at.set_clock(3_700)
    assert says(at, "morgen")


def test_versions_keep_their_order_when_the_clock_is_put_back(
    at: Installation, staff: Staff
) -> None:
    """What was published by a clock that was a day ahead holds from that day, and is
    scheduled until then; who publishes again has to say what becomes of it. Numbers
    follow the order of publishing, and both chains hold."""
    staff.do("replace", "gewoon")
    first = staff.do("numbers")[-1]
    at.set_clock(DAY)
    staff.do("replace", "vooruit")
    assert says(at, "vooruit")
    at.set_clock(0)
    assert says(at, "gewoon")
    refused = staff.attempt("publish", "erna")
    assert "Unmet" in refused["failed"]
    staff.do("replace", "erna")
    assert says(at, "erna")
    at.set_clock(2 * DAY)
    assert says(at, "erna")
    assert staff.do("numbers")[-2:] == [first + 1, first + 2]
    assert staff.do("amiss") == []
