"""Load on a server with wrk, and what came of it."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.servers import Server

# wrk connects all at once, and at times a single worker takes every connection while the
# others have nothing to do. That is chance, and the same with any application: such a round
# says nothing and is repeated.
_TRIES = 8
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass
class Case:
    """A server asked for something again and again; a figure for each round."""

    name: str
    server: Server
    path: str = "/"
    host: str = "localhost"
    headers: dict[str, str] = field(default_factory=dict)
    script: Path | None = None
    connections: int = 16
    warm_up: int = 1
    rates: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second: the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def slowest(self) -> float:
        """Milliseconds within which 99 of 100 were answered: the median."""
        return statistics.median(self.p99)

    @property
    def work(self) -> float:
        """Microseconds of processor for a request: the median."""
        return statistics.median(self.cpu)


def measure(cases: Sequence[Case], rounds: int, seconds: int) -> None:
    """Load each case in turn, round after round: what disturbs, disturbs all."""
    for case in cases:
        _load(case, case.warm_up)
        _forget(case)
    for number in range(rounds):
        for case in cases:
            _load(case, seconds)
            print(
                f"  round {number + 1} {case.name:34} {case.rates[-1]:10,.0f}/s",
                flush=True,
            )


def _forget(case: Case) -> None:
    for figures in (case.rates, case.p99, case.p50, case.cpu):
        figures.clear()


def _load(case: Case, seconds: int) -> None:
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is missing. On Debian: apt-get install wrk")
    headers = {"Host": case.host, "Accept-Encoding": "gzip", **case.headers}
    command = [
        program, "-t1", f"-c{case.connections}", f"-d{seconds}s", "--latency",
        *(part for name, value in headers.items() for part in ("-H", f"{name}: {value}")),
        *(("-s", str(case.script)) if case.script else ()),
        f"http://127.0.0.1:{case.server.port}{case.path}",
    ]  # fmt: skip
    for _ in range(_TRIES):
        before = case.server.cpu()
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        each = [now - then for now, then in zip(case.server.cpu(), before, strict=True)]
        used = sum(each)
        if case.connections == 1 or min(each) > used / len(each) / 2:
            break
    if "Non-2xx" in out and "304" not in case.name:
        raise SystemExit(f"{case.name}: not every answer was a page\n{out}")
    requests = int(_found(r"(\d+) requests in", out))
    case.rates.append(float(_found(r"Requests/sec:\s+([\d.]+)", out)))
    case.p50.append(_milliseconds("50%", out))
    case.p99.append(_milliseconds("99%", out))
    case.cpu.append(used / max(requests, 1) * 1e6)


def _milliseconds(part: str, out: str) -> float:
    # At the beginning of its line: "87.50%" of another table ends like the middle one.
    found = re.search(rf"^\s+{part}\s+([\d.]+)(us|ms|s|m)\s*$", out, re.MULTILINE)
    if found is None:
        raise SystemExit(f"wrk said something else than expected:\n{out}")
    return float(found[1]) * _UNITS[found[2]]


def _found(pattern: str, out: str) -> str:
    found = re.search(pattern, out)
    if found is None:
        raise SystemExit(f"wrk said something else than expected:\n{out}")
    return found[1]
