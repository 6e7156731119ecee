"""Messages to staff by e-mail.

`queue` writes them inside the deed's transaction, so a deed undone sends nothing; the
commit tries to send them, and `manage.py send_messages` sends what is left.
"""

from organisations.mail.sending import (
    KEPT,
    Outcome,
    deliver,
    due,
    send,
    tidy,
)
from organisations.mail.transport import Mail, Result
from organisations.mail.words import Written, written
from organisations.mail.writing import queue
from organisations.models import MessageKind

__all__ = [
    "KEPT", "Mail", "MessageKind", "Outcome", "Result", "Written", "deliver", "due",
    "queue", "send", "tidy", "written",
]  # fmt: skip
