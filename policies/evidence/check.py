"""Checks this folder: needs Python 3.9 or newer, no network and nothing else.

    python3 check.py

Prints a line for each thing that was checked. Exit status 0 when all of it is right.
It is short, so that you can read what it does before you run it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def digest(content: bytes) -> str:
    """SHA-256 as hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON in the one form that RFC 8785 lays down."""
    return _written(value).encode()


def _written(value: Any) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        inside = (f"{_written(name)}:{_written(value[name])}" for name in names)
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)


def sums() -> Iterator[tuple[str, bool]]:
    """Every file is the one in the list, and no file is missing from it."""
    lines = (HERE / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {line[66:]: line[:64] for line in lines}
    for name, wanted in listed.items():
        path = HERE / name
        yield (
            f"{name} is as listed",
            path.is_file() and digest(path.read_bytes()) == wanted,
        )
    present = {path.name for path in HERE.iterdir() if path.is_file()} - {"SHA256SUMS"}
    yield "every file is listed", present <= set(listed)


def contents() -> Iterator[tuple[str, bool]]:
    """The text has the fingerprint, the record has it, the log has the record."""
    read = {name: (HERE / f"{name}.json").read_bytes() for name in NAMES}
    data = {name: json.loads(read[name]) for name in NAMES}
    text, record, policy, chain = (data[name] for name in NAMES)
    found = digest(read["document"])
    yield f"the text has the fingerprint {found}", record["digest"] == found
    yield "the text is in its standard form", canonical(text) == read["document"]
    yield "policy.json has the same text", policy["document"] == text
    yield "policy.json has the same fingerprint", policy["digest"] == found
    yield "the record is of this version", (record["policy"], record["number"]) == (
        policy["policy"], policy["version"],
    )  # fmt: skip
    yield "the log ends with the record", chain[-1]["record"] == record
    yield (
        "policy.json has the same row",
        policy["log"]
        == {name: chain[-1][name] for name in ("sequence", "previous", "digest")},
    )
    for page in sorted(HERE.glob("page-*.html")):
        yield f"{page.name} has the fingerprint", found in page.read_text("utf-8")
    for row, before in zip(chain, [None, *chain[:-1]]):  # noqa: B905 as Python 3.9 has it
        name = f"row {row['sequence']} of the log"
        if "record" in row:
            yield (
                f"{name} is as written",
                digest(canonical(row["record"])) == row["digest"],
            )
        if before is not None:
            yield f"{name} follows the one before", row["previous"] == before["digest"]


NAMES = ("document", "record", "policy", "chain")

if __name__ == "__main__":
    wrong = 0
    for check in (sums, contents):
        for what, right in check():
            sys.stdout.write(f"{'ok   ' if right else 'WRONG'} {what}\n")
            wrong += not right
    sys.stdout.write(f"{wrong} wrong\n" if wrong else "Everything is right.\n")
    sys.exit(1 if wrong else 0)
