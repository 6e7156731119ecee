"""One organisation as one file, out and in (F84). The format: docs/exchange-format.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

FORMAT = "privacysite.organisation/1"

Data = Mapping[str, Any]
# Told what of the file can't be had here; the rest is read.
Warn = Callable[[str], None]


class ExchangeError(Exception):
    """The file can't be read in; nothing was changed. The message names the place."""


def filled(**members: Any) -> dict[str, Any]:
    """Without the members that are empty."""
    return {n: v for n, v in members.items() if v not in (None, "", [], {})}
