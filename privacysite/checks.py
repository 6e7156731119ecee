"""System checks: settings that the code must not have, and what is only doubtful.

Each has an id and a hint how to mend it; `manage.py check` prints them. What the
environment gets wrong stops every start, in ``env`` and ``refusing``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution

from policies.exporters import formats

_WITH_COOKIES = (
    "cms.middleware.",
    "django.contrib.auth.",
    "django.contrib.messages.",
    "django.contrib.sessions.",
)


def the_demo_has_a_database_of_its_own(**_: Any) -> Iterable[CheckMessage]:
    """The demo is thrown away with its file."""
    if settings.DEMO and "postgresql" in str(settings.DATABASES["default"]["ENGINE"]):
        yield Caution(
            "DEMO is on and the database is PostgreSQL.",
            hint="Fine for tests. For an installation that stays, unset DEMO.",
            id="privacysite.W004",
        )


def the_host_decides_the_site(**_: Any) -> Iterable[CheckMessage]:
    """One process serves every organisation (docs/adr/0004-site-id-unset.md)."""
    if getattr(settings, "SITE_ID", None) is not None:
        yield Error(
            "SITE_ID is set: every host would get that organisation's CMS pages.",
            hint="Remove SITE_ID; HostMiddleware sets request.site.",
            id="privacysite.E006",
        )


def no_cookie_for_visitors(**_: Any) -> Iterable[CheckMessage]:
    """Public hosts know no session and no cookie: the stock classes would set one."""
    for name in settings.MIDDLEWARE:
        if name.startswith(_WITH_COOKIES):
            yield Error(
                f"{name} runs on public hosts.",
                hint="Use the class of organisations.admin_host, or leave it out.",
                id="privacysite.E007",
            )


def messages_are_compiled(**_: Any) -> Iterable[CheckMessage]:
    """Django reads the .mo files; a .po alone does nothing."""
    for folder in settings.LOCALE_PATHS:
        for po in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            if not po.with_suffix(".mo").exists():
                yield Caution(
                    f"{po.relative_to(folder)} is not compiled.",
                    hint="Run: manage.py compilemessages --ignore .venv",
                    id="privacysite.W008",
                )


def mail_has_a_server(**_: Any) -> Iterable[CheckMessage]:
    """Messages to staff are sent by SMTP; without a server they wait in the outbox."""
    by_smtp = settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend")
    if by_smtp and not settings.EMAIL_HOST:
        yield Caution(
            "EMAIL_HOST is not set: messages to staff are written and not sent.",
            hint="Set EMAIL_HOST to the mail server (docs/operations.md, Mail).",
            id="privacysite.W009",
        )


def formats_can_be_made(**_: Any) -> Iterable[CheckMessage]:
    """A format that this machine can't make is not offered; the others go on."""
    for form in formats().values():
        if not form.available():
            yield Caution(
                f"{form.label} files can't be made: a library of the system is missing.",
                hint="See docs/operations.md, PDF files, for the packages to install.",
                id="privacysite.W011",
            )


ALL: tuple[Callable[..., Iterable[CheckMessage]], ...] = (
    the_demo_has_a_database_of_its_own,
    the_host_decides_the_site,
    no_cookie_for_visitors,
    messages_are_compiled,
    mail_has_a_server,
    formats_can_be_made,
)
