"""The admin of policies: list, draft, publishing, versions, the processor register,
the library of clauses."""

from policies.admin import clause, policy, processor, version

__all__ = ["clause", "policy", "processor", "version"]
