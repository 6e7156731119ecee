"""What came of replayed traffic: rates, how long visitors waited, hits, errors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from privacysite.traffic.mix import UNKNOWN

_SERVER_ERROR = 500
_BAD = 400


@dataclass
class Report:
    """Counts of one run; times in seconds, by kind of request."""

    seconds: float = 0.0
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, status: int, elapsed: float, cache_status: str) -> None:
        """An answer. What is no robot's attempt has to be answered well."""
        self.times[kind].append(elapsed)
        self.statuses[status] += 1
        self.results[result(cache_status)] += 1
        if status >= _SERVER_ERROR or (status >= _BAD and kind != UNKNOWN):
            self.errors[f"{kind}: status {status}"] += 1

    def failed(self, error: BaseException) -> None:
        """No answer: the connection was refused, broken off, or nothing came."""
        self.errors[type(error).__name__] += 1

    @property
    def answered(self) -> int:
        """How many answers came."""
        return self.statuses.total()

    def lines(self) -> Iterator[str]:
        """The report in words."""
        rate = self.answered / self.seconds if self.seconds else 0
        yield f"{self.answered} answers in {self.seconds:.1f} s: {rate:.0f} a second"
        yield f"{'':10} {'requests':>9} {'p50 ms':>8} {'p90 ms':>8} {'p99 ms':>8}"
        every = [time for times in self.times.values() for time in times]
        for name, times in [*sorted(self.times.items()), ("all", every)]:
            figures = " ".join(f"{of(times, p) * 1000:8.2f}" for p in (50, 90, 99))
            yield f"{name:10} {len(times):9d} {figures}"
        yield "statuses: " + _counts(self.statuses)
        known = self.answered - self.results[""]
        if known:
            share = 100 * self.results["hit"] / known
            counts = _counts(+Counter({k: n for k, n in self.results.items() if k}))
            yield f"page cache: {share:.1f} % hits ({counts})"
        yield f"errors: {_counts(self.errors) or 'none'}"


def result(cache_status: str) -> str:
    """What our own page cache says (RFC 9211): "hit", "stale", "miss" …, or ""."""
    for each in cache_status.split(","):
        name, *members = (part.strip() for part in each.split(";"))
        if name == "privacysite":
            if "detail=stale" in members:
                return "stale"
            return "hit" if "hit" in members else "miss"
    return ""


def of(times: Sequence[float], percent: int) -> float:
    """A percentile by the nearest rank; 0 of nothing."""
    if not times:
        return 0.0
    rank = -(-len(times) * percent // 100)
    return sorted(times)[max(rank, 1) - 1]


def _counts(counts: Counter[int] | Counter[str]) -> str:
    return ", ".join(f"{count} × {name}" for name, count in counts.most_common())
