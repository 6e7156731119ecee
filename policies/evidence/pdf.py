"""The text of a saved PDF, as it is seen: read by a process of its own.

A PDF can be made so that reading it takes hours or all memory. The reader gets a little
of both and nothing else, and whatever becomes of it, we go on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from policies.evidence import linear
from policies.evidence.pdf_reader import FOREIGN
from policies.evidence.saved import Saved, Unreadable

# Seconds. A policy of a hundred pages takes about five.
PATIENCE = 30
LARGEST_TEXT = 4_000_000
_READER = Path(__file__).with_name("pdf_reader.py")


def read(content: bytes) -> Saved:
    """The words of all pages in reading order."""
    try:
        done = subprocess.run(  # noqa: S603 our own reader; the file is its input
            [sys.executable, "-I", str(_READER), str(PATIENCE), str(LARGEST_TEXT)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_("Reading this PDF takes too long.")) from None
    if done.returncode == FOREIGN:
        raise Unreadable(
            _(
                "This PDF was not made by this website; perhaps a browser printed it. "
                "Download the PDF of the version and check that, or save the page."
            )
        )
    text = done.stdout.decode(errors="replace")
    if done.returncode or not text.strip():
        raise Unreadable(_("The text of this PDF cannot be read."))
    return linear.read(text, "pdf")
