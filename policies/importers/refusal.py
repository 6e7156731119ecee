"""Which files are refused, and what their owner is told to do instead."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from policies.states import POLICY_KINDS

MAX_BYTES = 2 * 1000 * 1000
EXTENSIONS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
}
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP / DOCX"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"BZh", "BZIP2"),
    (b"\xfd7zXZ", "XZ"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Line ends by other names, and what no page can show.
_CLEANED = {
    **dict.fromkeys(
        [*range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF, 0xE000]
    ),
    **dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), "\n"),
}

_UNCLEAN = re.compile(f"[{re.escape(''.join(map(chr, _CLEANED)))}]")


class Refused(Exception):
    """The file is not imported; ``code`` is for programs, ``message`` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def format_of(filename: str) -> str:
    """The format that the file's name announces."""
    extension = PurePath(filename).suffix.lower()
    if extension not in EXTENSIONS:
        message = _(
            "Files called “%(extension)s” are not read. Save the text as .docx, .txt, "
            ".md or .html and import that."
        )
        raise Refused("extension", message % {"extension": extension or filename})
    return EXTENSIONS[extension]


def check_target(kind: str, language: str) -> None:
    """Refuse a kind of policy or a language that no document has."""
    kinds = [code for code, _label in POLICY_KINDS]
    if kind not in kinds:
        message = _("There is no kind of policy “%(kind)s”. Choose one of: %(kinds)s.")
        raise Refused("kind", message % {"kind": kind, "kinds": ", ".join(kinds)})
    if not re.fullmatch("[a-z]{2}", language):
        message = _("“%(language)s” is not a language code like nl or en.")
        raise Refused("language", message % {"language": language})


def decoded(data: bytes) -> str:
    """The file's text with ``\\n`` line ends, or Refused."""
    _check_bytes(data)
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("empty", _("The file is empty. Choose the file with the text."))
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = _(
            "Line %(line)d holds control characters: this is not a text file. Save it "
            "as plain text in UTF-8."
        )
        raise Refused("binary", message % {"line": line})
    return text.translate(_CLEANED) if _UNCLEAN.search(text) else text


def check_size(data: bytes) -> None:
    """Raise `Refused` for a file that is empty, or larger than a policy ever is."""
    if not data:
        raise Refused("empty", _("The file is empty. Choose the file with the text."))
    if len(data) > MAX_BYTES:
        message = _(
            "The file has %(size)d kB; at most %(most)d kB are read. Leave out what is "
            "not text, or import it in parts."
        )
        size = {"size": len(data) // 1000, "most": MAX_BYTES // 1000}
        raise Refused("too_large", message % size)


def _check_bytes(data: bytes) -> None:
    check_size(data)
    for magic, name in _MAGIC:
        if data.startswith(magic):
            message = _(
                "This is a %(format)s file, whatever its name says. Open it, save its "
                "text as .docx, or as .txt, .md or .html in UTF-8, and import that."
            )
            raise Refused("binary", message % {"format": name})


def _decode(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as fault:
        message = _(
            "The file is not written in %(encoding)s: byte %(position)d (line "
            "%(line)d) fits no character. Save it in the encoding UTF-8 and import "
            "it again."
        )
        place = {
            "encoding": "UTF-16" if wide else "UTF-8",
            "position": fault.start + 1,
            "line": data.count(b"\n", 0, fault.start) + 1,
        }
        raise Refused("encoding", message % place) from fault
