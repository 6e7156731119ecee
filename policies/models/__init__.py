"""Policies, their drafts and their versions; and the register of processors."""

from policies.models.clause import Clause
from policies.models.draft import Draft, Entry, Removed, Section
from policies.models.plugins import EmbeddedPolicy
from policies.models.policy import Policy
from policies.models.processor import Processor
from policies.models.review import Comment, Decision, Round
from policies.models.sharing import PreviewLink
from policies.models.version import LogHead, Manuscript, Version, Withdrawal

__all__ = [
    "Clause",
    "Comment",
    "Decision",
    "Draft",
    "EmbeddedPolicy",
    "Entry",
    "LogHead",
    "Manuscript",
    "Policy",
    "PreviewLink",
    "Processor",
    "Removed",
    "Round",
    "Section",
    "Version",
    "Withdrawal",
]
