"""The interface of a CDN, and the one way in which adapters call its API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import urllib3

# The key that every answer bears.
EVERYTHING = "all"
_TIMEOUT = urllib3.Timeout(connect=3, read=10)
_pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)


class PurgeFailed(Exception):
    """The service didn't say that it forgot; the message says what it said."""


class Cdn(Protocol):
    """One service. Both methods are told keys, never addresses."""

    def headers(self, keys: Sequence[str], seconds: int) -> Mapping[str, str]:
        """What tells it to keep an answer under these keys; 0 seconds: not at all."""

    def purge(self, keys: Sequence[str]) -> None:
        """Forget what bears one of the keys. Raises PurgeFailed."""


def key(organisation_pk: int) -> str:
    """The key of what an organisation's hosts answer.

    By number: a purge after its slug was changed must reach what was kept before.
    """
    return f"org-{organisation_pk}"


def lifetime(seconds: int) -> str:
    """How long to keep an answer, and to go on with it while we are slow or away."""
    return (
        f"max-age={seconds}, stale-while-revalidate={min(seconds, 60)}, "
        "stale-if-error=86400"
    )


def post(url: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Any:
    """Send JSON; the JSON of the answer, of which each service has its own form."""
    try:
        answer = _pool.request(
            "POST", url, json=dict(body), headers=dict(headers), redirect=False
        )
        said = answer.data[:500].decode(errors="replace")
        if not 200 <= answer.status < 300:
            raise PurgeFailed(f"{answer.status} {said}")
        return answer.json()
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise PurgeFailed(f"{type(error).__name__}: {error}") from error


def portions(keys: Sequence[str], most: int) -> Iterator[list[str]]:
    """The keys, at most so many at a time."""
    for start in range(0, len(keys), most):
        yield list(keys[start : start + most])
