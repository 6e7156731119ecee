"""HTML to PDF: nothing from the network, nothing of this machine, the same bytes.

Runs by itself (``python -m``), reads an order as JSON and writes the PDF.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import mimetypes
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from policies.exporters.pdf import conformance

# Tagged, with everything that it needs inside, and with attachments of any type.
VARIANT = "pdf/a-3a"
EVIDENCE = "document.json"
_OWN = "own:"


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Gives files below static/ by ``own:path``, and refuses every other address."""

    def __init__(self, folder: str) -> None:
        super().__init__(allowed_protocols=())
        self.root = Path(folder).resolve()

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file; ValueError for anything else, and the PDF goes without it."""
        path = (self.root / url.removeprefix(_OWN)).resolve()
        if not url.startswith(_OWN) or not path.is_relative_to(self.root):
            raise ValueError("a PDF holds nothing from elsewhere")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def press(order: Mapping[str, Any]) -> bytes:
    """The PDF of an order."""
    printed = HTML(
        string=order["html"],
        base_url=order["address"] or None,  # where links within the host lead
        url_fetcher=OwnFiles(order["static"]),
    )
    made: bytes = printed.write_pdf(
        stylesheets=[CSS(string=style) for style in order["styles"]],
        font_config=FontConfiguration(),
        pdf_variant=VARIANT,
        pdf_identifier=order["identifier"].encode(),
        attachments=[_evidence(order)],
        finisher=conformance.finish,
    )
    return made


def _evidence(order: Mapping[str, Any]) -> Attachment:
    """The canonical JSON: its SHA-256 is the digest that each page prints."""
    published = dt.datetime.fromisoformat(order["published"]).astimezone(dt.UTC)
    return Attachment(
        string=order["document"],
        name=EVIDENCE,
        description=f"SHA-256 {order['digest']}",
        created=published,
        modified=published,
        relationship="Source",
    )


def main() -> None:
    """One order from standard input, its PDF to standard output."""
    order = json.load(sys.stdin.buffer)
    memory, seconds = order["megabytes"] * 1024 * 1024, math.ceil(order["seconds"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    sys.stdout.buffer.write(press(order))


if __name__ == "__main__":
    main()
