"""Pages kept in the process: bounded by bytes, least recently used out first."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """A bounded store for many threads. Sizes are in bytes."""

    def __init__(self, most: int) -> None:
        """``most``: how many bytes all values may have together."""
        self._lock = threading.Lock()
        self._kept: LRUCache[Key, tuple[int, Value]] = LRUCache(
            most, lambda one: one[0]
        )

    def get(self, key: Key) -> Value | None:
        """The value, which now counts as used."""
        with self._lock:
            try:
                return self._kept[key][1]
            except KeyError:
                return None

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value, unless it alone is larger than everything may be."""
        with self._lock:
            if size <= self._kept.maxsize:
                self._kept[key] = (size, value)

    def drop(self, key: Key) -> None:
        """Forget a value."""
        with self._lock:
            self._kept.pop(key, None)

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return int(self._kept.currsize)
