"""Prints the text of the PDF on its standard input. Run by `policies.evidence.pdf`.

Arguments: how many seconds of a processor it may take, and how many characters it may
print. It takes memory within a limit and opens no file for writing.
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported within the limits, below
    from pypdf import PdfReader

MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 1000
# Every PDF that is made here carries the Document. One that a browser printed does not,
# and breaks its lines elsewhere: its words can't be compared.
CARRIED = "document.json"
FOREIGN = 3


def main(seconds: int, most: int) -> int:
    """The exit status: 0 when all of the text was printed, FOREIGN for another's PDF."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()), strict=False)
    if CARRIED not in reader.attachments:
        return FOREIGN
    for text in _pages(reader):
        most -= len(text)
        if most < 0:
            return 1
        sys.stdout.buffer.write(text.encode(errors="replace") + b"\n")
    return 0


def _pages(reader: PdfReader) -> Iterator[str]:
    if len(reader.pages) > MOST_PAGES:
        raise ValueError("too many pages")
    for page in reader.pages:
        yield page.extract_text()


if __name__ == "__main__":
    try:
        status = main(int(sys.argv[1]), int(sys.argv[2]))
    except Exception:  # whatever is wrong with the file, the caller says it in words
        status = 1
    sys.exit(status)
