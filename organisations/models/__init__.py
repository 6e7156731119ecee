"""Who publishes, on which hosts, and who may edit."""

from organisations.models.approval import ApprovalStep
from organisations.models.audit import AuditEntry, AuditHead
from organisations.models.authority import SupervisoryAuthority
from organisations.models.generation import Generation
from organisations.models.host import Host
from organisations.models.membership import Membership, Role
from organisations.models.message import Message, MessageKind
from organisations.models.organisation import Organisation
from organisations.models.preference import Preference
from organisations.models.rebranding import Rebranding

__all__ = [
    "ApprovalStep",
    "AuditEntry",
    "AuditHead",
    "Generation",
    "Host",
    "Membership",
    "Message",
    "MessageKind",
    "Organisation",
    "Preference",
    "Rebranding",
    "Role",
    "SupervisoryAuthority",
]
