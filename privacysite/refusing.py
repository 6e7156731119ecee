"""Values that are fine one by one and wrong together: no start goes on with them.

Free of Django's registry, so that a server finds out before it answers anybody
(``starting``). What is wrong with the code, or only doubtful, says ``checks``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured

HOST_NAME = re.compile(
    r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
)
LEAST = 50  # characters of a key: as many as Django asks for


def stop_unless_fit(
    *, admin_host: str, demo: bool, debug: bool, secret_key: str, tls_and_ssl: bool
) -> None:
    """Raises ImproperlyConfigured with a line for each fault."""
    faults = [
        *_of_the_admin_host(admin_host),
        *_of_the_demo(admin_host, demo=demo, debug=debug),
        *_of_the_key(secret_key, at_home=demo or debug),
    ]
    if tls_and_ssl:
        faults.append(
            "EMAIL_USE_TLS and EMAIL_USE_SSL are both on. Keep the first for port 587, "
            "the second for port 465."
        )
    if faults:
        raise ImproperlyConfigured("\n".join(faults))


def _of_the_admin_host(host: str) -> Iterator[str]:
    """It is compared with the request's host: a bare name, nothing else."""
    if not host:
        yield (
            "ADMIN_HOST is empty: nobody can sign in. Set it to the host name for the "
            "admin, such as admin.example.org."
        )
    elif not HOST_NAME.fullmatch(host):
        yield (
            f"ADMIN_HOST is not a host name: {host!r}. Leave out the scheme, the port "
            "and the path; write IDN as xn--…."
        )


def _of_the_demo(host: str, *, demo: bool, debug: bool) -> Iterator[str]:
    """The demo's key and password are public, and DEBUG prints settings and source
    lines to whoever meets an error: for one's own machine only."""
    if _is_local(host):
        return
    if demo:
        yield (
            "DEMO is on and ADMIN_HOST is not a name of this machine. The demo's key and "
            "password are public: unset DEMO and set SECRET_KEY."
        )
    if debug:
        yield (
            "DEBUG is on and ADMIN_HOST is not a name of this machine. Error pages would "
            "show settings and source to everybody: unset DEBUG."
        )


def _of_the_key(key: str, *, at_home: bool) -> Iterator[str]:
    """Whoever guesses it signs in as anybody."""
    if len(key) < LEAST and not at_home:
        yield (
            f"SECRET_KEY has {len(key)} characters; it takes {LEAST} or more, at random. "
            "Make one with: openssl rand -hex 32"
        )


def _is_local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1"} or host.endswith(".localhost")
