"""A request waits for the database for so long and no longer."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from privacysite.patience import Patience
from tests import world


class Clock:
    """Each look at it is a second later."""

    now = 0.0

    def monotonic(self) -> float:
        """Seconds."""
        self.now += 1
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement takes a second."""
    monkeypatch.setattr("privacysite.patience.time", Clock())


@pytest.mark.django_db
def test_statements_share_the_time_of_their_request() -> None:
    with connection.execute_wrapper(Patience(2)), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 2")
        with pytest.raises(OperationalError, match="too slow for this request"):
            cursor.execute("SELECT 3")


@pytest.mark.django_db
def test_a_statement_that_fails_took_its_time_too() -> None:
    patience = Patience(1)
    with pytest.raises(ZeroDivisionError):
        patience(lambda *asked: 1 / 0, "SELECT 1", (), False, {})
    assert patience.left == 0


@pytest.mark.django_db
def test_who_waited_long_enough_is_told_when_to_come_back(settings: Any) -> None:
    world.published(world.policy(world.organisation()))
    settings.DATABASE_REQUEST_SECONDS = 1
    answer = read()
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    settings.DATABASE_REQUEST_SECONDS = 100
    assert read().status_code == 200


@pytest.mark.django_db
def test_without_a_limit_nobody_counts(settings: Any) -> None:
    world.published(world.policy(world.organisation()))
    settings.DATABASE_REQUEST_SECONDS = 0
    assert read().status_code == 200


def read() -> Any:
    """An answer of a server with these settings."""
    client = Client(raise_request_exception=False)
    return client.get("/nl/", headers={"Host": "acme.localhost"})
