"""Edition: a published Document with the facts of its publication, for every format.

Only what never changes is in it, so that each format of a version can be made anew at
any time and comes out the same to the byte: not whether it is in force today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.document import Document, Text


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a policy as its formats print it.

    ``policy`` is the policy's UUID. Moments are in the organisation's time zone.
    ``digest`` is the SHA-256 of the Document's canonical JSON; ``record`` that of the
    version's row in the log, where ``previous`` is the digest of the row before it.
    ``addresses`` has the permanent absolute address per language; ``logo`` and
    ``accent`` are how the organisation looks ("" where it has none).
    """

    document: Document
    policy: str
    number: int
    effective_from: dt.datetime
    published_at: dt.datetime
    note: Text
    material: bool
    digest: str
    sequence: int
    previous: str
    record: str
    addresses: Mapping[str, str]
    logo: str = ""
    accent: str = ""

    @property
    def changed(self) -> dt.date:
        """The day of the text's last change; without one, that of its publication."""
        if self.document.updated:
            return dt.date.fromisoformat(self.document.updated)
        return self.published_at.date()

    def as_dict(self) -> dict[str, Any]:
        """The facts without the Document, as plain data; moments in UTC."""
        return {
            "policy": self.policy,
            "version": self.number,
            "effective_from": _utc(self.effective_from),
            "published_at": _utc(self.published_at),
            "changed": self.changed.isoformat(),
            "material": self.material,
            "note": dict(self.note),
            "addresses": dict(self.addresses),
            "digest": self.digest,
            "log": {
                "sequence": self.sequence,
                "previous": self.previous,
                "digest": self.record,
            },
        }


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
