"""Policies, their drafts and their versions; and the register of processors."""

from policies.models.draft import Draft, Entry, Section
from policies.models.plugins import EmbeddedPolicy
from policies.models.policy import Policy
from policies.models.processor import Processor
from policies.models.version import LogHead, Version, Withdrawal

__all__ = [
    "Draft",
    "EmbeddedPolicy",
    "Entry",
    "LogHead",
    "Policy",
    "Processor",
    "Section",
    "Version",
    "Withdrawal",
]
