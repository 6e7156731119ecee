"""The site with a clock that a test can move: ``gunicorn tests.browser.clock:application``.

The file named by CLOCK_FILE holds by how many seconds the clock is ahead.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from django.utils import timezone

FILE = Path(os.environ["CLOCK_FILE"])


def now() -> dt.datetime:
    """The present, as the test has it."""
    ahead = float(FILE.read_text() or 0) if FILE.exists() else 0.0
    return dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=ahead)


# Before anything imports it from there.
timezone.now = now

from privacysite.pagecache import PageCache
from privacysite.wsgi import application

if isinstance(application, PageCache):
    application.clock = lambda: now().timestamp()

__all__ = ["application", "now"]
