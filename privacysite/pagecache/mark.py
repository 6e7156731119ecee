"""What Django's part says of an answer, in the request's environ: it may be kept."""

from __future__ import annotations

from dataclasses import dataclass

from privacysite.pagecache.asked import Environ, parameters

MARK = "privacysite.pagecache"
# Set by the layer: somebody is there who would keep the answer.
WANTED = "privacysite.pagecache.wanted"
# Set where the answer is 503 because the database can't be reached; there are others.
AWAY = "privacysite.pagecache.away"


@dataclass(frozen=True, slots=True)
class Mark:
    """Whose page it is, until when it holds (Unix time), and which parameters of the
    query its view looked at (None: all of them)."""

    organisation: int
    until: float
    parameters: frozenset[str] | None

    def is_plain(self, environ: Environ) -> bool:
        """Whether the query had no part in the answer."""
        query = environ.get("QUERY_STRING", "")
        if not query:
            return True
        if self.parameters is None:
            return False
        return not self.parameters & parameters(query)
