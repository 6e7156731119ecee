"""Pages kept in the process: bounded by bytes, what was used least goes first."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """A bounded store for many threads. Sizes are in bytes.

    Reading takes no lock: it only notes that the value was used. Who needs room goes
    round, and passes over once what was used since the last time ("second chance", which
    comes near to "least recently used").
    """

    def __init__(self, most: int) -> None:
        """``most``: how many bytes all values may have together."""
        self.most, self.size = most, 0
        self._kept: dict[Key, tuple[Value, int]] = {}
        self._used: set[Key] = set()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value, which now counts as used."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._used.add(key)
        return found[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value, unless it alone is larger than everything may be."""
        with self._lock:
            self._drop(key)
            if size > self.most:
                return
            while self.size + size > self.most:
                self._make_room()
            self._kept[key] = (value, size)
            self.size += size
            if len(self._used) > len(self._kept):  # noted while it was dropped
                self._used &= self._kept.keys()

    def drop(self, key: Key) -> None:
        """Forget a value."""
        with self._lock:
            self._drop(key)

    def _make_room(self) -> None:
        oldest = next(iter(self._kept))
        if oldest in self._used:
            self._used.discard(oldest)
            self._kept[oldest] = self._kept.pop(oldest)
        else:
            self._drop(oldest)

    def _drop(self, key: Key) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self.size -= found[1]
        self._used.discard(key)

    def __len__(self) -> int:
        return len(self._kept)
