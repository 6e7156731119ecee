"""How a start ends that can't go on: with a line for each fault, and status 1."""

from __future__ import annotations

import importlib
import os
import socket
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured


@contextmanager
def plainly() -> Iterator[None]:
    """A wrong value ends the process with what it says, without a traceback."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def workers_would_start(addresses: Mapping[str, str]) -> bool:
    """Whether the settings, and what stands in front of Django, accept the environment,
    and the machine has the addresses that variables name.

    Asked before there are workers, which would fail one after the other. In a process
    of its own: what is loaded there is not in the way of new code on HUP. It takes a
    tenth of a second, since Django itself doesn't come up.
    """
    child = os.fork()
    if not child:
        os._exit(_status_of_the_settings(addresses))
    return os.waitpid(child, 0)[1] == 0


def _status_of_the_settings(addresses: Mapping[str, str]) -> int:
    try:
        with plainly():
            importlib.import_module(
                os.environ.get("DJANGO_SETTINGS_MODULE", "privacysite.settings")
            )
            importlib.import_module("privacysite.wsgi")
            for name, address in addresses.items():
                _listen(name, address)
    except SystemExit as end:
        print(end, file=sys.stderr, flush=True)  # noqa: T201 - before there is a log
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _listen(name: str, address: str) -> None:
    """For a moment, on any free port: whether that one is taken, gunicorn says itself."""
    host = address.rpartition(":")[0].strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as found:
            found.bind((host, 0))
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} must be an address of this machine, not {host}: {error.strerror}."
        ) from None
