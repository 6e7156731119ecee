"""The admin of policies: list, draft, publishing, versions, the processor register."""

from policies.admin import policy, processor, version

__all__ = ["policy", "processor", "version"]
