"""Replayed traffic: what is asked, and what is told of the answers."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from privacysite.traffic import mix, report
from privacysite.traffic.client import replay
from privacysite.traffic.mix import Mix, Site
from privacysite.traffic.sites import sites
from tests import world

PATHS = {
    kind: {code: [f"/{code}/{kind}/"] for code in mix.LANGUAGES}
    for kind in (mix.CURRENT, mix.PAST, mix.FILES, mix.SITE)
}
SITES = [Site(f"h{n}.example", PATHS) for n in range(100)]


def test_most_ask_for_a_text_in_force_and_the_first_host_most_often() -> None:
    replayed = Mix(SITES)
    asked = [replayed.next() for _ in range(4000)]
    kinds, hosts = Counter(a.kind for a in asked), Counter(a.host for a in asked)
    assert 0.82 < kinds[mix.CURRENT] / len(asked) < 0.88
    assert set(kinds) == set(mix.SHARES)
    assert hosts["h0.example"] > 1.5 * hosts["h1.example"] > 1.5 * hosts["h4.example"]
    assert {a.method for a in asked} == {"GET", "HEAD"}
    assert any(a.again for a in asked)


def test_the_same_seed_asks_the_same() -> None:
    one, other = Mix(SITES, 3), Mix(SITES, 3)
    assert [one.next() for _ in range(50)] == [other.next() for _ in range(50)]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("privacysite; hit", "hit"),
        ("privacysite; hit; detail=stale", "stale"),
        ("privacysite; fwd=miss", "miss"),
        ("cdn; hit, privacysite; fwd=miss", "miss"),
        ("cdn; hit", ""),
        ("", ""),
    ],
)
def test_the_page_cache_says_what_it_did(header: str, said: str) -> None:
    assert report.result(header) == said


def test_a_robot_may_get_404_and_a_visitor_may_not() -> None:
    found = report.Report(seconds=2)
    found.add(mix.UNKNOWN, 404, 0.001, "")
    found.add(mix.CURRENT, 200, 0.002, "privacysite; hit")
    assert not found.errors
    found.add(mix.CURRENT, 404, 0.003, "privacysite; hit")
    lines = "\n".join(found.lines())
    assert found.errors == {"current: status 404": 1}
    assert "3 answers in 2.0 s: 2 a second" in lines
    assert "100.0 % hits (2 × hit)" in lines


def test_percentiles_are_times_that_were_measured() -> None:
    times = [n / 1000 for n in range(100, 0, -1)]
    assert [report.of(times, p) for p in (50, 90, 99)] == [0.05, 0.09, 0.099]
    assert report.of([], 99) == 0


async def _answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that sends its bodies in three ways, and closes now and then."""
    count = 0
    while head := await reader.readuntil(b"\r\n\r\n"):
        count += 1
        if b"If-None-Match" in head:
            writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n')
        elif head.startswith(b"HEAD"):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
        elif count % 3:
            writer.write(
                b'HTTP/1.1 200 OK\r\nETag: "a"\r\nContent-Length: 5\r\n\r\nhello'
            )
        else:
            writer.write(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
            )
        await writer.drain()


def test_answers_are_read_to_their_end_whatever_their_form() -> None:
    async def measured() -> report.Report:
        server = await asyncio.start_server(_answers, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        found = await replay(f"http://127.0.0.1:{port}", Mix(SITES), 0.5, 3)
        server.close()
        return found

    found = asyncio.run(measured())
    assert not found.errors
    assert set(found.statuses) == {200, 304}


def test_a_server_that_is_away_is_told_as_an_error() -> None:
    found = asyncio.run(replay("http://127.0.0.1:9", Mix(SITES), 0.1, 1))
    assert found.errors
    assert found.answered == 0


@pytest.mark.django_db
def test_hosts_with_something_to_read_are_asked() -> None:
    policy = world.policy(world.organisation())
    world.organisation("bolt")
    world.published(policy, "2020-01-01")
    world.rewrite(policy, "tweede")
    world.published(policy, "2021-01-01")
    (found,) = sites()
    assert found.host == "acme.localhost"
    assert found.paths[mix.CURRENT]["nl"] == ["/nl/privacy/"]
    assert "/nl/privacy/wijzigingen/1..2/" in found.paths[mix.PAST]["nl"]
