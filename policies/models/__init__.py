"""Policies, their drafts and their versions; and the register of processors."""

from policies.models.clause import Clause
from policies.models.draft import Draft, Entry, Removed, Section
from policies.models.notice import ProcessorNotice
from policies.models.plugins import EmbeddedPolicy
from policies.models.policy import Policy
from policies.models.processor import Processor
from policies.models.review import Comment, Decision, Round
from policies.models.search import IndexedPassage
from policies.models.sharing import PreviewLink
from policies.models.subscription import Announcement, Letter, Subscription
from policies.models.version import LogHead, Manuscript, Version, Withdrawal
from policies.models.webhook import Event, Trouble, Webhook, WebhookDelivery

__all__ = [
    "Announcement",
    "Clause",
    "Comment",
    "Decision",
    "Draft",
    "EmbeddedPolicy",
    "Entry",
    "Event",
    "IndexedPassage",
    "Letter",
    "LogHead",
    "Manuscript",
    "Policy",
    "PreviewLink",
    "Processor",
    "ProcessorNotice",
    "Removed",
    "Round",
    "Section",
    "Subscription",
    "Trouble",
    "Version",
    "Webhook",
    "WebhookDelivery",
    "Withdrawal",
]
