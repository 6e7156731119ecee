"""Who publishes, on which hosts, and who may edit."""

from organisations.models.audit import AuditEntry
from organisations.models.authority import SupervisoryAuthority
from organisations.models.host import Host
from organisations.models.membership import Membership, Role
from organisations.models.organisation import Organisation
from organisations.models.rebranding import Rebranding

__all__ = [
    "AuditEntry",
    "Host",
    "Membership",
    "Organisation",
    "Rebranding",
    "Role",
    "SupervisoryAuthority",
]
