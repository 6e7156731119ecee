"""Remember under which anchors sections were published, so that old links keep leading
to them (F56)."""

from __future__ import annotations

from policies.document import Document
from policies.models import Policy


def remember(policy: Policy, document: Document) -> None:
    """Add the document's anchors to those that the policy's sections had before."""
    known: dict[str, list[str]] = {key: list(a) for key, a in policy.anchors.items()}
    for section in document.walk():
        anchors = known.setdefault(section.id, [])
        if section.anchor not in anchors:
            anchors.append(section.anchor)
    if known != policy.anchors:
        policy.anchors = known
        policy.save(update_fields=["anchors"])
