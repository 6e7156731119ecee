"""A file of any kind, opened by what is in it: its name may be anything."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.errors import MessageError

from django.utils.translation import gettext as _

from policies.evidence import data, linear, office, page, pdf
from policies.evidence.saved import Saved, Unreadable

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
    if start[:1] == "{":
        return _or(data.read, text, _("This is not a policy saved as JSON."))
    if start[:1] != "<" and "multipart/related" in start.lower():
        text = _archived(content)
        start = text.lstrip()[:2000]
    if start[:1] == "<":
        return _or(page.read, text, _("There is no policy on the page in this file."))
    if "\x00" in text:
        raise Unreadable(_("This kind of file cannot be checked."))
    return linear.read(text, "text")


def _or(reader: Callable[[str], Saved], text: str, reason: str) -> Saved:
    try:
        return reader(text)
    except Unreadable:
        raise Unreadable(reason) from None


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _archived(content: bytes) -> str:
    """The page in a web archive, as browsers save one in a single file."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                return str(part.get_content())
    except (MessageError, LookupError, ValueError, AttributeError, KeyError):
        pass
    raise Unreadable(_("There is no policy on the page in this file."))
