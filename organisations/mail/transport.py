"""An e-mail on its way: its headers, the server, and whose fault a failure is."""

from __future__ import annotations

import datetime as dt
import enum
import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import utf8_charset_qp

FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(minutes=5), dt.timedelta(hours=1)
# Troubles of one message; any other is the server's and would meet the next one too.
_OF_THE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, ValueError)


class Result(enum.Enum):
    """What became of one attempt."""

    SENT = "sent"
    TAKEN = "taken"  # somebody else has it, or had it
    REFUSED = "refused"  # this message
    AWAY = "away"  # the server


@dataclass(frozen=True, slots=True)
class Mail:
    """What is sent to one address. ``uid`` and ``host`` make its Message-ID, so that a
    mailbox knows a message that comes twice; ``topic`` lets it sort by kind."""

    to: str
    subject: str
    text: str
    html: str
    uid: object
    host: str
    topic: str
    written_at: dt.datetime
    sender: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def email(self, connection: Any) -> EmailMultiAlternatives:
        """The same as Django sends it."""
        made = EmailMultiAlternatives(
            self.subject, self.text, self.sender or None, to=[self.to],
            connection=connection,
            headers={
                "Date": format_datetime(self.written_at),
                "Message-ID": f"<{self.uid}@{self.host}>",
                # No out-of-office reply comes back, and a mailbox can sort by kind.
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "List-Id": f"<{self.topic}.{self.host}>",
                **self.headers,
            },
        )  # fmt: skip
        # Seven-bit on the way: not every mail server passes on eight bits.
        made.encoding = utf8_charset_qp
        made.attach_alternative(self.html, "text/html")
        return made


def opened(connection: Any = None) -> Any:
    """A connection to the server that stays open for the next message.

    Says what is missing where no server is set; smtplib would say that it is not
    connected.
    """
    connection = connection or get_connection()
    by_smtp = settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend")
    if by_smtp and not settings.EMAIL_HOST:
        raise OSError("EMAIL_HOST is not set.")
    connection.open()
    return connection


def blame(error: Exception) -> Result:
    """Whether the message is at fault, or the server."""
    return Result.REFUSED if isinstance(error, _OF_THE_MESSAGE) else Result.AWAY


def is_final(error: Exception) -> bool:
    """Whether there is no such receiver: trying again is of no use (RFC 5321, 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError)


def pause(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts: longer each time, up to an hour."""
    return min(FIRST_PAUSE * int(2 ** min(attempts, 10)), LONGEST_PAUSE)
