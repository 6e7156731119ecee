"""A mail server for the tests, what happened, and people to write to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from organisations.models import Preference, Role
from tests import world
from tests.programs import free_port

POLICY = {"nl": "Privacybeleid", "en": "Privacy policy"}
CONTEXTS: dict[str, dict[str, Any]] = {
    "review_asked": {
        "policy": POLICY,
        "by": "Zoë Müller",
        "note": "De termijn is gewijzigd: € 5 ≠ één euro.\nGraag vóór vrijdag.",
        "approved": [
            {"step": {"nl": "Juridische zaken", "en": "Legal"}, "by": "Åke <Berg>"}
        ],
        "sections": [
            {"nl": "Bewaartermijnen", "en": "Retention periods"},
            {"nl": "Uw rechten", "en": "Your rights"},
        ],
        "path": "/admin/policies/policy/1/review/",
    },
    "approved": {
        "policy": POLICY,
        "by": "Zoë Müller",
        "comment": "Mooi <b>zo</b>.",
        "step": {"nl": "Juridische zaken", "en": "Legal"},
        "ready": True,
        "path": "/admin/policies/policy/1/review/",
    },
    "rejected": {
        "policy": POLICY,
        "by": "Zoë Müller",
        "comment": "Noem de grondslag: art. 6 & 9.",
        "path": "/admin/policies/policy/1/review/",
    },
    "published": {
        "policy": POLICY,
        "by": "Zoë Müller",
        "number": 4,
        # In Amsterdam half past midnight, and another day than in UTC.
        "effective_from": dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC),
        "note": {"nl": "Nieuwe termijn.", "en": "New period."},
        "path": "/admin/policies/policy/1/versions/",
    },
    "review_overdue": {
        "policies": [
            {
                "policy": POLICY,
                "due": dt.date(2026, 11, 1),
                "path": "/admin/policies/policy/1/draft/",
            },
            {
                "policy": {"nl": "Cookiebeleid"},
                "due": dt.date(2026, 3, 15),
                "path": "/admin/policies/policy/2/draft/",
            },
        ],
        "path": "/admin/",
    },
}


class Postbox:
    """What a mail server was given, and whom it refuses."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], bytes]] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address in self.refused:
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.arrived.append(([*map(str, envelope.rcpt_tos)], envelope.content))
        return "250 taken"

    @property
    def raw(self) -> list[bytes]:
        return [content for _, content in self.arrived]

    @property
    def receivers(self) -> list[str]:
        return [address for addresses, _ in self.arrived for address in addresses]

    def letters(self) -> list[EmailMessage]:
        return [opened(content) for content in self.raw]


def opened(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@contextmanager
def mail_server(settings: Any) -> Iterator[Postbox]:
    """A real SMTP server on this machine, which the settings name."""
    postbox = Postbox()
    port = free_port()
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        by_smtp(settings, port)
        yield postbox
    finally:
        controller.stop()


def by_smtp(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


def colleague(
    name: str, at: Any, language: str = "", muted: tuple[str, ...] = ()
) -> Any:
    """Staff with an address, and what they chose."""
    user = world.person(name, Role.APPROVER, at)
    user.email = f"{name}@example.org"
    user.save()
    if language or muted:
        Preference.objects.create(user=user, language=language, muted=[*muted])
    return user
