"""Lines of the log: one an event, with the request's facts, without personal data."""

from __future__ import annotations

import json
import logging
import logging.config
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError

from privacysite import logs
from privacysite.redacting import FULL

FACTS = {"request_id": "abc", "organisation": "acme", "path": "/nl/", "address": ""}


@pytest.fixture
def in_a_request() -> Iterator[None]:
    token = logs.context.set(lambda: FACTS)
    yield
    logs.context.reset(token)


def record(message: str, *arguments: Any, **more: Any) -> logging.LogRecord:
    made = logging.LogRecord(
        "test", logging.WARNING, __file__, 1, message, arguments, more.pop("exc", None)
    )
    vars(made).update(more)
    return made


def told(made: logging.LogRecord) -> dict[str, Any]:
    line = logs.JsonFormatter().format(made)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def raised(error: Exception) -> Any:
    try:
        raise error
    except type(error):
        return sys.exc_info()


@pytest.mark.usefixtures("in_a_request")
def test_a_line_has_the_facts_of_the_request() -> None:
    found = told(record("Lost %s", "a row"))
    assert found["message"] == "Lost a row"
    assert found["level"] == "warning"
    assert found["time"].endswith("Z")
    assert {name: found[name] for name in FACTS} == FACTS


def test_outside_a_request_a_line_has_none() -> None:
    assert "request_id" not in told(record("Started"))


def test_a_fault_written_after_its_request_still_has_its_facts() -> None:
    class Request:
        log_facts = staticmethod(lambda: FACTS)

    found = told(record("Not Found", request=Request(), status_code=404))
    assert (found["request_id"], found["status"]) == ("abc", 404)


@pytest.mark.parametrize("formatter", [logs.JsonFormatter, logs.LineFormatter])
def test_personal_data_is_taken_out_of_messages_and_tracebacks(
    formatter: type[logging.Formatter],
) -> None:
    said = "jan@example.org from 203.0.113.77"
    line = formatter().format(record(said, exc=raised(ValueError(said))))
    assert "Traceback" in line
    assert "jan@" not in line
    assert "203.0.113.77" not in line


def test_whole_addresses_are_written_where_that_is_wanted() -> None:
    line = logs.LineFormatter(FULL).format(record("from 203.0.113.77"))
    assert "203.0.113.77" in line


def test_no_visitor_can_begin_a_line() -> None:
    line = logs.LineFormatter().format(record("Not Found: %s", "/x\n2026 ERROR forged"))
    assert "\n" not in line


def test_a_database_that_is_away_is_said_without_a_traceback() -> None:
    found = told(record("Failed", exc=raised(OperationalError("refused"))))
    assert found["exception"] == "OperationalError: refused"


@pytest.mark.parametrize("form", logs.FORMATS)
def test_the_configuration_is_one_that_python_takes(form: str) -> None:
    for made in (
        logs.configuration(form, FULL),
        logs.of_the_server(form, FULL, "info"),
    ):
        logging.config.DictConfigurator(made).configure_formatter(
            made["formatters"]["told"]
        )
        assert made["handlers"]["console"]["formatter"] == "told"
