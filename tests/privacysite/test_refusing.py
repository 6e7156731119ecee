"""Values that are fine one by one and wrong together: each is named, with what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from privacysite import refusing

PUBLIC, LONG = "admin.example.org", "0123456789" * 5
FIT: dict[str, Any] = {
    "admin_host": PUBLIC, "demo": False, "debug": False, "secret_key": LONG,
    "tls_and_ssl": False,
}  # fmt: skip


def refused(**changes: Any) -> list[str]:
    """A line for each fault."""
    try:
        refusing.stop_unless_fit(**{**FIT, **changes})
    except ImproperlyConfigured as error:
        return str(error).splitlines()
    return []


def test_an_installation_that_stays_is_fine() -> None:
    assert refused() == []


def test_an_empty_admin_host_is_refused() -> None:
    (line,) = refused(admin_host="")
    assert line.startswith("ADMIN_HOST is empty")


@pytest.mark.parametrize(
    "name",
    [
        "https://admin.example.org",
        "admin.example.org:8000",
        "admin.example.org/",
        "a b",
        "-admin.example.org",
    ],
)
def test_an_admin_host_that_is_more_than_a_name_is_refused(name: str) -> None:
    (line,) = refused(admin_host=name)
    assert line.startswith(f"ADMIN_HOST is not a host name: {name!r}")


@pytest.mark.parametrize("name", ["localhost", PUBLIC, "xn--bcher-kva.nl"])
def test_a_host_name_is_fine(name: str) -> None:
    assert refused(admin_host=name) == []


@pytest.mark.parametrize("name", ["demo", "debug"])
def test_demo_and_debug_are_for_this_machine_alone(name: str) -> None:
    (line,) = refused(**{name: True})
    assert line.startswith(f"{name.upper()} is on and ADMIN_HOST is not a name of this")
    for local in ("localhost", "127.0.0.1", "admin.localhost"):
        assert refused(**{name: True, "admin_host": local}) == []


def test_a_short_key_is_refused_and_not_repeated() -> None:
    (line,) = refused(secret_key="hush-" * 9)
    assert line.startswith("SECRET_KEY has 45 characters; it takes 50 or more")
    assert "hush" not in line
    assert refused(secret_key="hush", admin_host="localhost") != []


@pytest.mark.parametrize("name", ["demo", "debug"])
def test_on_this_machine_a_key_may_be_short(name: str) -> None:
    short = {"secret_key": "short", "admin_host": "localhost"}
    assert refused(**short, **{name: True}) == []


def test_mail_is_encrypted_one_way_or_the_other() -> None:
    (line,) = refused(tls_and_ssl=True)
    assert line.startswith("EMAIL_USE_TLS and EMAIL_USE_SSL are both on")


def test_every_fault_is_named_at_once() -> None:
    found = refused(demo=True, debug=True, tls_and_ssl=True)
    assert [line.partition(" ")[0] for line in found] == [
        "DEMO", "DEBUG", "EMAIL_USE_TLS",
    ]  # fmt: skip
