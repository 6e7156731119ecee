"""Small typed readers of the environment. A wrong value stops the start by name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

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
# One address, by itself or behind a name: "Policies, Acme" <policies@example.org>.
_AT = r'[^\s@<>"(),:;]+@[^\s@<>"(),:;]+'
_MAILBOX = re.compile(rf'{_AT}|(?:"[^"\r\n]*"|[^@<>"(),:;\r\n]*) *<{_AT}>')
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


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number within its bounds."""
    value = os.environ.get(name, str(default))
    try:
        number = int(value)
    except ValueError:
        number = least - 1
    if number < least or (most is not None and number > most):
        bounds = f"of {least} or more" if most is None else f"from {least} to {most}"
        raise ImproperlyConfigured(
            f"{name} must be a whole number {bounds}, not {value!r}."
        )
    return number


def port(name: str, default: int) -> int:
    """The number of a port."""
    return integer(name, default, least=1, most=65_535)


def address(name: str) -> str:
    """A host and a port to listen on, or "" where there is none."""
    value = text(name, "")
    found = re.fullmatch(r"([^\s:/]+|\[[0-9a-fA-F:]+\]):(\d{1,5})", value)
    if value and not (found and 0 < int(found[2]) < 65_536):
        raise ImproperlyConfigured(
            f"{name} must be an address with a port, such as 127.0.0.1:9464, "
            f"not {value!r}."
        )
    return value


def host(name: str, default: str) -> str:
    """An IP address to listen on, or localhost, as it stands before a port."""
    value = text(name, default)
    try:
        found = value if value == "localhost" else str(ip_address(value.strip("[]")))
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be an IP address of this machine, such as 127.0.0.1, or "
            f"localhost, not {value!r}."
        ) from None
    return f"[{found}]" if ":" in found else found


def mailbox(name: str, default: str) -> str:
    """An e-mail address, with a name before it or without."""
    value = text(name, default)
    if name in os.environ and not _MAILBOX.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name} must be an e-mail address, such as policies@example.org or "
            f"Policies <policies@example.org>, not {value!r}."
        )
    return value


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


def sentry(name: str) -> str:
    """Where Sentry takes reports, or "". It has a key in it, so no message repeats it."""
    value = optional_secret(name)
    if value and not re.fullmatch(r"https?://[^\s/@]+@[^\s/@]+/(\S+/)?\d+/?", value):
        raise ImproperlyConfigured(
            f"{name} must be the address that Sentry shows for the project, such as "
            "https://key@sentry.example.org/1."
        )
    return value


def database(name: str, default: str) -> dict[str, object]:
    """A Django database setting from ``sqlite:///path`` or ``postgresql://…``.

    How long a statement may take is the server's limit, not a command's:
    gunicorn.conf.py sets it.
    """
    parts = _taken_apart(name, text(name, default))
    if parts.scheme == "sqlite":
        return _sqlite(name, parts)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    raise ImproperlyConfigured(
        f"{name} must start with sqlite:/// or postgresql://, not {parts.scheme!r}."
    )


def _taken_apart(name: str, url: str) -> SplitResult:
    """The address's parts. It has a password in it, so no message repeats any of it."""
    try:
        parts = urlsplit(url)
        beyond = parts.path + parts.query if parts.netloc else ""
        whole = not parts.fragment and "@" not in beyond
    except ValueError:  # a bracket
        whole = False
    if not whole:
        raise ImproperlyConfigured(
            f"{name}: a sign like # / ? [ in the password or a name must be "
            "percent-encoded: %23 for #, %2F for /, %3F for ?, %5B for [."
        )
    try:
        wrong = parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise ImproperlyConfigured(
            f"{name}: the port, behind the host's name, must be a whole number from 1 "
            "to 65535."
        )
    return parts


def _sqlite(name: str, parts: SplitResult) -> dict[str, object]:
    """In WAL mode with foreign keys on; takes its write lock when a transaction begins,
    so that two writers wait for each other instead of failing."""
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


def _postgresql(parts: SplitResult) -> dict[str, object]:
    """One that can't be reached fails within two seconds."""
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
