"""The admin of organisations: facts, hosts, rebrandings, colleagues, audit trail."""

from organisations.admin import (
    accounts,
    audit,
    authority,
    membership,
    organisation,
    rebranding,
)

__all__ = [
    "accounts",
    "audit",
    "authority",
    "membership",
    "organisation",
    "rebranding",
]
