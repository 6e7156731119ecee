"""Messages to staff by e-mail.

`queue` writes them inside the deed's transaction, so a deed undone sends nothing; the
commit tries to send them, and `manage.py send_messages` sends what is left.
"""

from organisations.mail.sending import (
    KEPT,
    Outcome,
    Result,
    deliver,
    due,
    send,
    tidy,
)
from organisations.mail.writing import queue
from organisations.models import MessageKind

__all__ = [
    "KEPT", "MessageKind", "Outcome", "Result", "deliver", "due", "queue", "send", "tidy",
]  # fmt: skip
