"""A PDF is made in a process of its own, which gets HTML and gives bytes.

It takes seconds of a processor: here it would keep visitors of other pages waiting. And
a text that is too much for it can use up no more than its own time and memory.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

from django.conf import settings

from policies.edition import Edition
from policies.exporters import Unmade
from policies.exporters.pdf import page

LOG = logging.getLogger(__name__)
# A hundred sections of half a page each take about fifteen seconds and 260 MB.
SECONDS = 60  # of a processor; on a busy machine that is more by the clock
MEGABYTES = 1536
PRESS = (sys.executable, "-m", "policies.exporters.pdf.press")


def pdf(edition: Edition, language: str) -> bytes:
    """The version in one language. Raises `Unmade` where that takes too much."""
    order = json.dumps(_order(edition, language)).encode()
    try:
        done = subprocess.run(  # noqa: S603 our own module, nothing of the order in it
            PRESS, input=order, capture_output=True, check=True, timeout=5 * SECONDS,
            cwd=settings.BASE_DIR,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        LOG.error("a PDF failed: %s", error.stderr.decode(errors="replace")[-2000:])
        raise Unmade from error
    except subprocess.TimeoutExpired as error:
        LOG.error("a PDF took more than %d seconds", 5 * SECONDS)
        raise Unmade from error
    return done.stdout


def _order(edition: Edition, language: str) -> dict[str, Any]:
    """All that the other process is told; it asks nothing and reads no database."""
    return {
        "html": page.html(edition, language),
        "address": edition.addresses.get(language, ""),
        "styles": list(page.colours(edition)),
        "static": str(settings.BASE_DIR / "static"),
        "identifier": edition.record,
        "document": edition.document.canonical().decode(),
        "digest": edition.digest,
        "published": edition.published_at.isoformat(),
        "seconds": SECONDS,
        "megabytes": MEGABYTES,
    }
