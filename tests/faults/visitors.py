"""Visitors who read all the time, each on a connection of their own."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults.installation import HOST, Answer, Installation, read


@dataclass
class Visitors:
    """So many of them, who read these paths, one after the other."""

    at: Installation
    paths: Sequence[str]
    count: int = 4
    kept_alive: bool = True
    answers: Counter[tuple[int, str]] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """While the block runs."""
        threads = [
            threading.Thread(target=self._read, args=[number])
            for number in range(self.count)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    @property
    def answered(self) -> int:
        """How many answers there were."""
        return sum(self.answers.values())

    def _read(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.at.port, timeout=20)
        paths = itertools.cycle([*self.paths[number:], *self.paths[:number]])
        for path in paths:
            if self._over.is_set():
                break
            try:
                connection.request("GET", path, headers={"Host": HOST})
                self._note(path, read(connection))
            except (OSError, http.client.HTTPException) as error:
                self.lost.append(f"{path}: {error!r}")
                connection.close()
            if not self.kept_alive:
                connection.close()
        connection.close()

    def _note(self, path: str, answer: Answer) -> None:
        self.answers[answer.status, answer.kept] += 1
        if answer.status != 200 or not answer.text.rstrip().endswith("</html>"):
            self.odd.append(f"{path}: {answer.status} {answer.text[-80:]}")
