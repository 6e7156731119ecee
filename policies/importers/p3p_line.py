"""The line of a P3P compact policy: ``CP=`` and at least three tokens."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[A-Z]{3}[aio]?")


def token_line(text: str) -> str:
    """The ``CP=…`` part of a line, or "" when it has none."""
    at = text.find("CP=")
    if at < 0:
        return ""
    tokens = []
    for word in text[at + 3 : at + 1000].replace('"', " ").split():
        if not _TOKEN.fullmatch(word.strip("“”';,.")):
            break
        tokens.append(word.strip("“”';,."))
    return "CP=" + " ".join(tokens) if len(tokens) >= 3 else ""
