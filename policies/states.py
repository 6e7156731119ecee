"""The words for kinds of policy, states and verbs, defined once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

POLICY_KINDS = (
    ("privacy", _("Privacy policy")),
    ("cookie", _("Cookie policy")),
    ("combined", _("Privacy and cookie statement")),
    ("faq", _("Questions and answers")),
    ("processors", _("List of processors")),
    ("other", _("Other document")),
)

EDITING, IN_REVIEW, APPROVED = "editing", "in_review", "approved"
DRAFT_STATES = (
    (EDITING, _("editing")),
    (IN_REVIEW, _("in review")),
    (APPROVED, _("approved")),
)

# How a round of review ended, and what an approver can decide in one.
ROUND_APPROVED, REJECTED, TAKEN_BACK, OVERTAKEN = (
    "approved",
    "rejected",
    "taken_back",
    "overtaken",
)
OUTCOMES = (
    (ROUND_APPROVED, _("approved")),
    (REJECTED, _("rejected")),
    (TAKEN_BACK, _("taken back")),
    (OVERTAKEN, _("overtaken by a change")),
)
APPROVE, REJECT = "approve", "reject"
VERDICTS = ((APPROVE, _("approved")), (REJECT, _("rejected")))

SCHEDULED, IN_FORCE, SUPERSEDED, WITHDRAWN, CANCELLED = (
    "scheduled",
    "in_force",
    "superseded",
    "withdrawn",
    "cancelled",
)
VERSION_STATES = (
    (SCHEDULED, _("scheduled")),
    (IN_FORCE, _("in force")),
    (SUPERSEDED, _("superseded")),
    (WITHDRAWN, _("withdrawn")),
    (CANCELLED, _("cancelled")),
)
