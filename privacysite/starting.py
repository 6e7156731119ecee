"""How a start ends that can't go on: with a line for each fault, and status 1."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured


@contextmanager
def plainly() -> Iterator[None]:
    """A wrong value ends the process with what it says, without a traceback."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def workers_would_start() -> bool:
    """Whether the settings, and what stands in front of Django, accept the environment.

    Asked before there are workers, which would fail one after the other. In a process
    of its own: what is loaded there is not in the way of new code on HUP. It takes a
    tenth of a second, since Django itself doesn't come up.
    """
    child = os.fork()
    if not child:
        os._exit(_status_of_the_settings())
    return os.waitpid(child, 0)[1] == 0


def _status_of_the_settings() -> int:
    try:
        with plainly():
            importlib.import_module(
                os.environ.get("DJANGO_SETTINGS_MODULE", "privacysite.settings")
            )
            importlib.import_module("privacysite.wsgi")
    except SystemExit as end:
        print(end, file=sys.stderr, flush=True)  # noqa: T201 - before there is a log
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0
