"""The log: a line an event, as words or as JSON, without personal data.

Free of Django, because gunicorn writes its own lines the same way (gunicorn.conf.py).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from privacysite.redacting import TRUNCATED, redacted

FORMATS = ("line", "json")
LEVELS = ("info", "debug", "warning", "error", "critical")

Facts = Mapping[str, Any]
# What is known of the request that runs, asked when something is written.
context: ContextVar[Callable[[], Facts] | None] = ContextVar("request", default=None)

# While the database is away each request meets it; one line says as much as a traceback.
_SAID_SHORTLY = {"OperationalError", "InterfaceError"}


class LineFormatter(logging.Formatter):
    """For people: moment, level, logger, message, and the request's id."""

    def __init__(self, addresses: str = TRUNCATED) -> None:
        super().__init__()
        self.addresses = addresses

    def format(self, record: logging.LogRecord) -> str:
        """One line, and a traceback after it where there is one."""
        facts = _facts(record)
        message = redacted(record.getMessage(), self.addresses)
        words = [
            _moment(record), record.levelname, record.name, message.replace("\n", "\\n"),
            *(f"{name}={value}" for name, value in facts.items() if value != ""),
        ]  # fmt: skip
        trace = _trace(self, record)
        return " ".join(words) + (
            f"\n{redacted(trace, self.addresses)}" if trace else ""
        )


class JsonFormatter(logging.Formatter):
    """For machines: one JSON object a line."""

    def __init__(self, addresses: str = TRUNCATED) -> None:
        super().__init__()
        self.addresses = addresses

    def format(self, record: logging.LogRecord) -> str:
        """One line whatever is in it."""
        told: dict[str, Any] = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(record.getMessage(), self.addresses),
            **_facts(record),
        }
        if trace := _trace(self, record):
            told["exception"] = redacted(trace, self.addresses)
        return json.dumps(told, ensure_ascii=False, default=str)


def configuration(form: str, addresses: str) -> dict[str, Any]:
    """Django's LOGGING: what fails goes to standard error, for the platform to collect."""
    return {
        **_base(form, addresses),
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            # One line a request, when LOG_REQUESTS asks for it (privacysite.tracing).
            "privacysite.requests": {"level": "INFO"},
        },
    }


def of_the_server(form: str, addresses: str, level: str) -> dict[str, Any]:
    """gunicorn's own lines, written the same way."""
    own = {"handlers": ["console"], "level": level.upper(), "propagate": False}
    return {
        **_base(form, addresses),
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"gunicorn.error": own},
    }


def _base(form: str, addresses: str) -> dict[str, Any]:
    formatter = JsonFormatter if form == "json" else LineFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": {"()": formatter, "addresses": addresses}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "told"}
        },
    }


def _facts(record: logging.LogRecord) -> Facts:
    """The request's facts; ``extra={"facts": …}`` adds what the line itself knows.

    Of an answer that is a fault Django writes when the request is over already; such a
    line brings its request along.
    """
    request = getattr(record, "request", None)
    ask = context.get() or getattr(request, "log_facts", None)
    status = getattr(record, "status_code", None)
    known = {"status": status} if status else {}
    return {**(ask() if ask else {}), **known, **getattr(record, "facts", {})}


def _moment(record: logging.LogRecord) -> str:
    moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    error = record.exc_info[1]
    if _SAID_SHORTLY & {known.__name__ for known in type(error).__mro__}:
        return f"{type(error).__name__}: {error}".strip()
    return formatter.formatException(record.exc_info)
