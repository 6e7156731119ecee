"""A policy's past for programs: the Memento protocol (RFC 7089).

Read with a parser of links that takes nothing but what RFC 8288 allows, and with a
client that others wrote.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from memento_client import MementoClient

from policies.actions.withdraw import withdraw
from policies.models import Policy
from tests import world
from tests.policies import history_world
from tests.policies.history_world import get

pytestmark = pytest.mark.django_db

HOST = "http://acme.localhost:8000"
TEXT = f"{HOST}/nl/privacy/"
FIRST = "Thu, 24 May 2018 22:00:00 GMT"  # midnight in Amsterdam
SECOND = "Sun, 28 Feb 2021 23:00:00 GMT"
THIRD = "Tue, 25 Oct 2022 22:00:00 GMT"
_LINK = re.compile(r'<([^<>\s]+)>((?:; [a-z]+="[^"]*")+)')


@dataclass(frozen=True)
class Link:
    """One link of a ``Link`` header or of a TimeMap."""

    address: str
    rel: tuple[str, ...]
    more: dict[str, str]


def links(written: str) -> list[Link]:
    """The links of a header, or of a document in link format; nothing may be left."""
    assert _LINK.sub("", written).strip(", \n") == ""
    found = []
    for address, parameters in _LINK.findall(written):
        more = dict(re.findall(r'([a-z]+)="([^"]*)"', parameters))
        found.append(Link(address, tuple(more.pop("rel").split()), more))
    return found


def by_rel(answer: Any) -> dict[str, Link]:
    """The links about the past, by each of their relations."""
    found = links(answer["Link"])
    return {rel: link for link in found for rel in link.rel if rel != "alternate"}


@pytest.fixture
def policy() -> Policy:
    return history_world.policy()


def gate(moment: str | None = None, path: str = "/nl/privacy/timegate/") -> Any:
    return get(path, **({} if moment is None else {"accept-datetime": moment}))


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (None, 3),
        (FIRST, 1),
        ("Thu, 24 May 2018 21:59:59 GMT", 1),
        ("Sun, 28 Feb 2021 22:59:59 GMT", 1),
        (SECOND, 2),
        ("Tue, 25 Oct 2022 21:59:59 GMT", 2),
        (THIRD, 3),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3),
        ("Mon, 01 Jan 1900 00:00:00 GMT", 1),
    ],
)
def test_the_timegate_leads_to_the_version_of_a_moment(
    policy: Policy, moment: str | None, number: int
) -> None:
    answer = gate(moment)
    assert answer.status_code == 302
    assert answer["Location"] == f"{TEXT}v/{number}/"
    assert answer["Vary"].lower() == "accept-datetime"
    assert "Memento-Datetime" not in answer
    assert by_rel(answer)["original"].address == TEXT


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "2022-10-26", "Wed, 32 Oct 2022 00:00:00 GMT", "0"]
)
def test_a_moment_that_cannot_be_read_is_refused(policy: Policy, moment: str) -> None:
    answer = gate(moment)
    assert answer.status_code == 400
    assert answer["Vary"].lower() == "accept-datetime"
    assert "Accept-Datetime" in answer.text


def test_the_timemap_lists_every_version(policy: Policy) -> None:
    answer = get("/nl/privacy/timemap/")
    assert answer["Content-Type"] == "application/link-format"
    found = links(answer.text)
    assert [(link.address, link.rel) for link in found] == [
        (TEXT, ("original",)),
        (f"{TEXT}timegate/", ("timegate",)),
        (f"{TEXT}timemap/", ("self",)),
        (f"{TEXT}v/1/", ("first", "memento")),
        (f"{TEXT}v/2/", ("memento",)),
        (f"{TEXT}v/3/", ("last", "memento")),
    ]
    assert [link.more["datetime"] for link in found[3:]] == [FIRST, SECOND, THIRD]
    own = found[2].more
    assert own == {"type": "application/link-format", "from": FIRST, "until": THIRD}


def test_the_english_text_has_a_past_of_its_own(policy: Policy) -> None:
    assert gate(path="/en/privacy/timegate/")["Location"] == f"{HOST}/en/privacy/v/3/"
    assert links(get("/en/privacy/timemap/").text)[0].address == f"{HOST}/en/privacy/"


def test_a_version_says_when_it_was_the_text_and_what_stands_beside_it(
    policy: Policy,
) -> None:
    answer = get("/nl/privacy/v/2/")
    assert answer["Memento-Datetime"] == SECOND
    assert "Vary" not in answer
    found = by_rel(answer)
    assert found["original"].address == TEXT
    assert found["timegate"].address == f"{TEXT}timegate/"
    assert found["timemap"].address == f"{TEXT}timemap/"
    assert found["timemap"].more == {"type": "application/link-format"}
    assert found["first"] == found["prev"]
    assert (found["prev"].address, found["prev"].more["datetime"]) == (
        f"{TEXT}v/1/",
        FIRST,
    )
    assert found["next"] == found["last"]
    assert found["next"].address == f"{TEXT}v/3/"


def test_the_text_of_a_day_is_a_memento_too(policy: Policy) -> None:
    answer = get("/nl/privacy/op/2021-06-01/")
    assert answer["Memento-Datetime"] == SECOND
    assert by_rel(answer)["original"].address == TEXT


def test_the_text_in_force_leads_to_its_past_and_is_no_memento(policy: Policy) -> None:
    answer = get("/nl/privacy/")
    assert "Memento-Datetime" not in answer
    assert "Vary" not in answer
    found = by_rel(answer)
    assert found["timegate"].address == f"{TEXT}timegate/"
    assert (found["first"].address, found["last"].address) == (
        f"{TEXT}v/1/",
        f"{TEXT}v/3/",
    )


def test_a_withdrawn_version_is_no_memento(policy: Policy) -> None:
    withdraw(None, policy.versions.get(number=2), {"nl": "Fout.", "en": "Wrong."})
    assert "/v/2/" not in get("/nl/privacy/timemap/").text
    assert gate(SECOND)["Location"] == f"{TEXT}v/1/"
    assert by_rel(get("/nl/privacy/v/1/"))["next"].address == f"{TEXT}v/3/"
    assert "Memento-Datetime" not in get("/nl/privacy/v/2/")


def test_what_lies_ahead_is_no_memento_yet(policy: Policy) -> None:
    history_world.scheduled(policy)
    assert "/v/4/" not in get("/nl/privacy/timemap/").text
    assert gate("Fri, 31 Dec 9999 23:59:59 GMT")["Location"] == f"{TEXT}v/3/"
    answer = get("/nl/privacy/v/4/")
    assert answer.status_code == 200
    assert "Memento-Datetime" not in answer
    assert "timegate" not in answer["Link"]


def test_without_any_text_there_is_no_past() -> None:
    made = world.policy(world.organisation())
    for path in ("timegate/", "timemap/"):
        assert get(f"/nl/privacy/{path}").status_code == 404
    world.published(made, timezone.now() + dt.timedelta(days=1))
    for path in ("timegate/", "timemap/"):
        assert get(f"/nl/privacy/{path}").status_code == 404


def test_another_organisations_past_is_not_found(policy: Policy) -> None:
    world.organisation("bolt")
    assert get("/nl/privacy/timemap/", host="bolt.localhost").status_code == 404
    assert gate(path="/nl/other/timegate/").status_code == 404


def test_the_past_costs_a_few_queries_however_long_it_is(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        world.rewrite(policy, f"woord{number}")
        world.published(policy)
    with django_assert_max_num_queries(5):
        assert len(links(get("/nl/privacy/timemap/").text)) == 14
    with django_assert_max_num_queries(6):
        assert gate(SECOND)["Location"] == f"{TEXT}v/2/"


class Wire:
    """What the client takes for its connection: it asks the tests' own host."""

    def head(self, address: str, headers: dict[str, str], allow_redirects: bool) -> Any:
        history: list[Any] = []
        while True:
            path = address.removeprefix(HOST)
            answer: Any = Client().head(
                path, headers={**headers, "host": "acme.localhost"}
            )
            answer.url, answer.history = address, list(history)
            answer.request = type("Asked", (), {"method": "HEAD", "url": address})
            answer.request.headers = headers
            if not (allow_redirects and "Location" in answer):
                return answer
            history.append(answer)
            address = answer["Location"]

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("asked", "number", "moment"),
    [
        (dt.datetime(2020, 1, 1), 1, FIRST),  # noqa: DTZ001 the client's own way
        (dt.datetime(2022, 1, 1), 2, SECOND),  # noqa: DTZ001
        (dt.datetime(2026, 1, 1), 3, THIRD),  # noqa: DTZ001
    ],
)
def test_a_client_that_others_wrote_finds_the_version_of_a_moment(
    policy: Policy, asked: dt.datetime, number: int, moment: str
) -> None:
    client = MementoClient(session=Wire())
    found = client.get_memento_info(TEXT, asked)
    assert found["original_uri"] == TEXT
    assert found["timegate_uri"] == f"{TEXT}timegate/"
    closest = found["mementos"]["closest"]
    assert closest["uri"] == [f"{TEXT}v/{number}/"]
    assert closest["datetime"] == MementoClient.convert_to_datetime(moment)
    assert found["mementos"]["first"]["uri"] == [f"{TEXT}v/1/"]
    assert found["mementos"]["last"]["uri"] == [f"{TEXT}v/3/"]
    assert client.is_memento(
        f"{TEXT}v/2/", response=Wire().head(f"{TEXT}v/2/", {}, False)
    )
