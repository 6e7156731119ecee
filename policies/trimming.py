"""What a finished page can do without: nothing that a visitor reads, hears or follows."""

from __future__ import annotations

import re

# Templates are written to be read: each line of theirs that says nothing costs bytes.
_LINES = re.compile(r">\s*\n\s*<")
# Before these a browser shows no blank, and programs that read the words see a border.
_BLOCK = re.compile(
    r">\n(?=</?(?:address|article|aside|body|caption|dd|details|div|dl|dt|footer|form"
    r"|h[1-6]|head|header|html|li|link|main|meta|nav|ol|p|script|section|style|summary"
    r"|table|tbody|td|th|thead|title|tr|ul)\b)"
)
# For links to other sites; one within this site, or to a mailbox, tells nobody anything.
_OWN_LINK = re.compile(
    r'(<a href="(?:#|/(?!/)|mailto:|tel:)[^"]*") rel="noopener noreferrer nofollow"'
)
_AS_WRITTEN = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL)


def trimmed(html: str) -> str:
    """The page without the line breaks of its templates, and with shorter links.

    A break between two words of a line stays: there it is a blank.
    """
    if not _AS_WRITTEN.search(html):
        return _trimmed(html)
    # Every third part is an element whose white space counts, behind it its name.
    parts = _AS_WRITTEN.split(html)
    return "".join(
        part if at % 3 == 1 else _trimmed(part)
        for at, part in enumerate(parts)
        if at % 3 != 2
    )


def _trimmed(html: str) -> str:
    lines = _BLOCK.sub(">", _LINES.sub(">\n<", html))
    return _OWN_LINK.sub(r"\1", lines)
