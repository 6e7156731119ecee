"""The admin of policies: list, draft, publishing, versions, the processor register,
the library of clauses."""

from policies.admin import clause, notice, policy, processor, version, webhook

__all__ = ["clause", "notice", "policy", "processor", "version", "webhook"]
