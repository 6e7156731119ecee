"""The admin of organisations: facts, hosts, rebrandings, colleagues, audit trail."""

from organisations.admin import audit, authority, membership, organisation, rebranding

__all__ = ["audit", "authority", "membership", "organisation", "rebranding"]
