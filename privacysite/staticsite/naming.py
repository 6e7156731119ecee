"""What the file of an address is called in the tree of a site."""

from __future__ import annotations

import re
from urllib.parse import unquote

_ENDINGS = {
    "application/json": "json",
    "application/link-format": "link",
    "application/problem+json": "json",
    "application/xml": "xml",
    "text/html": "html",
    "text/plain": "txt",
}


class Unnamed(ValueError):
    """An address that no file should be called after."""


def file_of(address: str, media_type: str) -> str:
    """The file of an address, like ``nl/privacy/index.html``.

    What is no file's name already gets one in a folder of its own, since more may lie
    below it: ``/api/v1/policies`` has policies. A query becomes a part of the name.
    """
    path, _, query = address.partition("?")
    parts = unquote(path).split("/")[1:]
    if any(part in (".", "..") or "\0" in part for part in parts) or not path:
        raise Unnamed(address)
    if "" in parts[:-1]:
        raise Unnamed(address)
    *folders, last = parts
    if "." in last and not query:
        return "/".join(parts)
    ending = _ENDINGS.get(media_type.partition(";")[0].strip(), "bin")
    folders += [last] if last else []
    return "/".join([*folders, f"index{variant(query)}.{ending}"])


def variant(query: str) -> str:
    """What a query adds to a file's name: ``.languages-both``."""
    return "." + re.sub(r"[^a-z0-9]+", "-", query.lower()) if query else ""
