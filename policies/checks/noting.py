"""How a reader of texts hands over what it found."""

from __future__ import annotations

from typing import Any, Protocol


class Add(Protocol):
    """Note a find: the value that is compared, and what the text has."""

    def __call__(
        self, value: Any, shown: str, *, weak: bool = False, number: float | None = None
    ) -> None:
        """Note it."""
