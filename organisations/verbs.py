"""Who may do what: the one table that says from which role on a verb is open.

Everything that asks "may this person …?" asks it by one of these names
(`permissions.Permissions.can`); the names are the words of the legal staff.
"""

from __future__ import annotations

from organisations.models.membership import Role

VIEWER, EDITOR, APPROVER, OWNER = (
    Role.VIEWER,
    Role.EDITOR,
    Role.APPROVER,
    Role.OWNER,
)

VERBS: dict[str, Role] = {
    # Reading: drafts, versions, registers, what changed, the audit trail.
    "read": VIEWER,
    "comment": VIEWER,
    # Writing a draft, and what is written beside it.
    "edit": EDITOR,
    "edit registers": EDITOR,
    "start": EDITOR,
    "import": EDITOR,
    "translate": EDITOR,
    "restore": EDITOR,
    "edit clauses": EDITOR,
    "share": EDITOR,
    "ask for review": EDITOR,
    "plan review": EDITOR,
    "edit pages": EDITOR,
    # What readers see. Who wrote it does not approve it (four eyes).
    "approve": APPROVER,
    "publish": APPROVER,
    "withdraw": APPROVER,
    "rename": APPROVER,
    "publish pages": APPROVER,
    # The organisation itself: "manage" is its facts, hosts and steps of approval.
    "delete": OWNER,
    "manage": OWNER,
    "manage colleagues": OWNER,
    "manage webhooks": OWNER,
}
# Of the whole installation: superusers alone.
INSTALLATION = frozenset(
    {"edit shared clauses", "edit authorities", "add organisation"}
)
