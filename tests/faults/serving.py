"""The site, with what a test of faults has to hold: ``gunicorn tests.faults.serving``.

The clock is the test's (``tests.browser.clock``), for kept pages too. Each answer names
its worker. And while the file ``hold`` lies beside the clock, what Django has just made
waits: so that something can happen between a page's reading and its keeping.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from privacysite.pagecache import PageCache
from tests.browser import clock

HOLD = clock.FILE.with_name("hold")
WAITING = clock.FILE.with_name("waiting")
_site: Any = clock.application


def held(inner: Callable[..., Any]) -> Callable[..., Any]:
    """The application, which waits with its answer for as long as it is told to."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        made: Iterable[bytes] = inner(environ, start_response)
        while HOLD.exists():
            WAITING.touch()
            time.sleep(0.01)
        return made

    return answer


if isinstance(_site, PageCache):
    _site.application = held(_site.application)
    _site.clock = lambda: clock.now().timestamp()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The site's answer, and who gave it."""

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        named = [*headers, ("X-Worker", str(os.getpid()))]
        return start_response(status, named, *more)

    answered: Iterable[bytes] = _site(environ, start)
    return answered
