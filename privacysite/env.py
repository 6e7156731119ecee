"""Small typed readers of the environment. A wrong value stops the start by name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Of libpq: how soon a PostgreSQL is given up that does not answer. Seconds; a connection
# that went dead unnoticed is found out within ten.
_PATIENCE: dict[str, object] = {
    "connect_timeout": 2,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,  # in milliseconds
}
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A yes or no, written as 1/0, true/false, yes/no or on/off."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def integer(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be a whole number, not {value!r}."
        ) from None


def choice(name: str, options: Sequence[str]) -> str:
    """One of the words; the first is the default."""
    value = os.environ.get(name, "").strip().lower() or options[0]
    if value not in options:
        raise ImproperlyConfigured(
            f"{name} must be {', '.join(options[:-1])} or {options[-1]}, not {value!r}."
        )
    return value


def optional_secret(name: str) -> str:
    """A secret as `secret` reads it, or "" when neither variable is set."""
    wanted = os.environ.get(name) or os.environ.get(f"{name}_FILE")
    return secret(name) if wanted else ""


def secret(name: str) -> str:
    """A secret from the variable, or from the file that ``NAME_FILE`` points at.

    There is no default: nothing secret stands in the code.
    """
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {error}.") from None
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"Set the environment variable {name}, or {name}_FILE to a file with it."
        )
    return value


def database(name: str, default: str) -> dict[str, object]:
    """A Django database setting from ``sqlite:///path`` or ``postgresql://…``.

    SQLite runs in WAL mode with foreign keys on, and takes its write lock when a
    transaction begins, so that two writers wait for each other instead of failing.
    A PostgreSQL that can't be reached fails within two seconds. How long a statement
    may take is the server's limit, not a command's: gunicorn.conf.py sets it.
    """
    url = text(name, default)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        path = unquote(parts.path[1:]) if parts.path.startswith("/") else ""
        if not path:
            raise ImproperlyConfigured(f"{name}: sqlite:/// needs a path.")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;"
                    "PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(_PATIENCE),
        }
    raise ImproperlyConfigured(
        f"{name} must start with sqlite:/// or postgresql://, not {parts.scheme!r}."
    )
