"""A message to a reader, with the headers that readers' mailboxes go by."""

from __future__ import annotations

import datetime as dt
from email.utils import formataddr, parseaddr

from django.conf import settings

from organisations import mail
from organisations.addresses import canonical_host
from organisations.models import Organisation
from policies.models import Subscription


def mail_to(
    row: Subscription,
    words: mail.Written,
    uid: object,
    at: dt.datetime,
    unsubscribe_url: str = "",
) -> mail.Mail:
    """That message to that reader; with a link to unsubscribe at once (RFC 8058)."""
    headers = {}
    if unsubscribe_url:
        headers = {
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return mail.Mail(
        row.email, words.subject, words.text, words.html,
        uid=uid,
        # The readers' own host: that of staff is nobody else's business.
        host=canonical_host(row.organisation) or settings.ADMIN_HOST,
        topic="changes",
        written_at=at,
        sender=_sender(row.organisation),
        headers=headers,
    )  # fmt: skip


def _sender(organisation: Organisation) -> str:
    """The installation's address under the organisation's name, in one line."""
    name = " ".join(organisation.trade_name.split())
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
