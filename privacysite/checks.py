"""System checks: settings that are fine one by one and wrong together.

Each has an id and a hint how to mend it. `manage.py check` and the start of a server
print them; what the environment alone gets wrong stops earlier, in ``env``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution

from policies.exporters import formats

HOST_NAME = re.compile(
    r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
)

_WITH_COOKIES = (
    "cms.middleware.",
    "django.contrib.auth.",
    "django.contrib.messages.",
    "django.contrib.sessions.",
)


def admin_host_is_a_host_name(**_: Any) -> Iterable[CheckMessage]:
    """ADMIN_HOST is compared with the request's host: a bare name, nothing else."""
    if not settings.ADMIN_HOST:
        yield Error(
            "ADMIN_HOST is empty: nobody can sign in.",
            hint="Set it to the host name for the admin, such as admin.example.org.",
            id="privacysite.E001",
        )
    elif not HOST_NAME.fullmatch(settings.ADMIN_HOST):
        yield Error(
            f"ADMIN_HOST is not a host name: {settings.ADMIN_HOST!r}.",
            hint="Leave out the scheme, the port and the path; write IDN as xn--….",
            id="privacysite.E002",
        )


def demo_stays_at_home(**_: Any) -> Iterable[CheckMessage]:
    """The demo's key and password are public, so it is for one's own machine only."""
    if not settings.DEMO:
        return
    if not _is_local(settings.ADMIN_HOST):
        yield Error(
            "DEMO is on and ADMIN_HOST is not a name of this machine.",
            hint="The demo's SECRET_KEY is public. Unset DEMO and set SECRET_KEY.",
            id="privacysite.E003",
        )
    if "postgresql" in str(settings.DATABASES["default"]["ENGINE"]):
        yield Caution(
            "DEMO is on and the database is PostgreSQL.",
            hint="Fine for tests. For an installation that stays, unset DEMO.",
            id="privacysite.W004",
        )


def debug_stays_at_home(**_: Any) -> Iterable[CheckMessage]:
    """DEBUG prints settings and source lines to whoever meets an error."""
    if settings.DEBUG and not _is_local(settings.ADMIN_HOST):
        yield Error(
            "DEBUG is on and ADMIN_HOST is not a name of this machine.",
            hint="Unset DEBUG.",
            id="privacysite.E005",
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
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        yield Error(
            "EMAIL_USE_TLS and EMAIL_USE_SSL are both on.",
            hint="Keep the first for port 587, the second for port 465.",
            id="privacysite.E010",
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
    admin_host_is_a_host_name,
    demo_stays_at_home,
    debug_stays_at_home,
    the_host_decides_the_site,
    no_cookie_for_visitors,
    messages_are_compiled,
    mail_has_a_server,
    formats_can_be_made,
)


def _is_local(host: str) -> bool:
    return host in {"localhost", "127.0.0.1"} or host.endswith(".localhost")
