"""What the code must not have, and what is only doubtful, is named with a hint."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import CheckMessage
from django.test import override_settings

from policies.exporters import Format
from privacysite import checks

Check = Callable[..., Iterable[CheckMessage]]


def ids(check: Check, **changes: Any) -> list[str]:
    with override_settings(**changes):
        found = list(check())
    assert all(message.hint for message in found)
    return [str(message.id) for message in found]


def test_the_settings_as_they_are_have_no_fault() -> None:
    messages = [m for check in checks.ALL for m in check()]
    # Running the tests on PostgreSQL is what the caution on DEMO is not about, and
    # whether there is a PDF is the machine's affair.
    fine = {"privacysite.W004", "privacysite.W011"}
    assert [m.id for m in messages if m.id not in fine] == []


def test_a_format_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    form = Format("x", "X", "text/x", lambda *_: b"", available=lambda: False)
    monkeypatch.setattr(checks, "formats", lambda: {"x": form})
    assert ids(checks.formats_can_be_made) == ["privacysite.W011"]


def test_the_demo_on_postgresql_is_cautioned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "postgresql")
    check = checks.the_demo_has_a_database_of_its_own
    assert ids(check, DEMO=True) == ["privacysite.W004"]
    assert ids(check, DEMO=False) == []
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "sqlite3")
    assert ids(check, DEMO=True) == []


def test_a_site_id_is_refused() -> None:
    assert ids(checks.the_host_decides_the_site, SITE_ID=1) == ["privacysite.E006"]


@pytest.mark.parametrize(
    "name",
    [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "cms.middleware.language.LanguageCookieMiddleware",
    ],
)
def test_a_cookie_on_public_hosts_is_refused(name: str) -> None:
    changed = [*settings.MIDDLEWARE, name]
    found = ids(checks.no_cookie_for_visitors, MIDDLEWARE=changed)
    assert found == ["privacysite.E007"]


def test_messages_that_nobody_compiled_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").touch()
    check = checks.messages_are_compiled
    assert ids(check, LOCALE_PATHS=[tmp_path]) == ["privacysite.W008"]
    (folder / "django.mo").touch()
    assert ids(check, LOCALE_PATHS=[tmp_path]) == []


def test_messages_that_no_server_sends_are_named() -> None:
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    check = checks.mail_has_a_server
    assert ids(check, EMAIL_BACKEND=smtp, EMAIL_HOST="") == ["privacysite.W009"]
    assert ids(check, EMAIL_BACKEND=smtp, EMAIL_HOST="mail.example.org") == []
