"""A file of any kind, opened by what is in it: its name may be anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext as _

from policies.evidence import archive, data, linear, office, page, pdf
from policies.evidence.saved import Saved, Unreadable

T = TypeVar("T", str, bytes)
MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
# Text is read as a whole; no policy comes near this size.
LARGEST_TEXT = 8 * MEGABYTE
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(content: bytes) -> Saved:
    """What the file says. Raises `Unreadable` with a reason for whoever gave it."""
    if not content.strip():
        raise Unreadable(_("The file is empty."))
    if len(content) > LARGEST:
        raise Unreadable(too_large(LARGEST))
    if content.lstrip()[:5] == b"%PDF-":
        return pdf.read(content)
    if content[:4] == b"PK\x03\x04":
        return office.read(content)
    return _text(content)


def too_large(most: int) -> str:
    """The sentence for a file that is larger than that."""
    return _("The file is larger than %(most)d MB.") % {"most": most // MEGABYTE}


def _text(content: bytes) -> Saved:
    if len(content) > LARGEST_TEXT:
        raise Unreadable(too_large(LARGEST_TEXT))
    text = _decoded(content)
    start = text.lstrip()[:2000]
    no_policy = _("There is no policy on the page in this file.")
    if start[:1] == "{":
        return _or(data.read, text, _("This is not a policy saved as JSON."))
    if start[:1] != "<" and "multipart/related" in start.lower():
        return _or(_archived, content, no_policy)
    if start[:1] == "<":
        return _or(page.read, text, no_policy)
    if "\x00" in text:
        raise Unreadable(_("This kind of file cannot be checked."))
    return linear.read(text, "text")


def _archived(content: bytes) -> Saved:
    return page.read(archive.page(content))


def _or(reader: Callable[[T], Saved], content: T, reason: str) -> Saved:
    try:
        return reader(content)
    except Unreadable as known:
        raise Unreadable(str(known) or reason) from None


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
