"""What an installation that stays gets: started anew, with its own environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ADMIN_HOST": "admin.example.org",
    "DATABASE_URL": "sqlite:///unused.sqlite3",
    "EMAIL_HOST": "mail.example.org",
}


def start(environment: dict[str, str], *command: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_deployment_checks_find_nothing() -> None:
    code, output = start(ENVIRONMENT, "check", "--deploy", "--fail-level", "WARNING")
    assert code == 0, output


@pytest.mark.parametrize("name", ["SECRET_KEY", "ADMIN_HOST"])
def test_what_must_be_set_is_named_when_it_is_not(name: str) -> None:
    environment = {k: v for k, v in ENVIRONMENT.items() if k != name}
    code, output = start(environment, "check")
    assert code != 0
    assert name in output.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "perhaps"),
        ("DEMO", "2"),
        ("PORT", "http"),
        ("EMAIL_PORT", "smtp"),
        ("EMAIL_USE_TLS", "starttls"),
        ("DATABASE_URL", "mysql://localhost/policies"),
        ("SECRET_KEY_FILE", "/nowhere/secret"),
    ],
)
def test_a_wrong_value_stops_the_start_by_name(name: str, value: str) -> None:
    code, output = start({**ENVIRONMENT, name: value}, "check")
    assert code != 0
    assert name in output.splitlines()[-1]


def test_a_command_stops_for_the_same_reasons_as_a_server() -> None:
    code, output = start({**ENVIRONMENT, "DEMO": "1"}, "check")
    assert code == 1
    assert output.startswith("DEMO is on and ADMIN_HOST is not a name of this machine")
    assert len(output.splitlines()) == 1


HEADER = """
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
request = RequestFactory().get("/", secure=True)
answer = SecurityMiddleware(lambda request: HttpResponse())(request)
print(answer.headers["Strict-Transport-Security"])
"""


@pytest.mark.parametrize(
    ("variable", "wanted"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_INCLUDE_SUBDOMAINS": "1"}, "max-age=31536000; includeSubDomains"),
    ],
)
def test_https_is_forced_on_other_hosts_of_a_domain_only_when_asked_for(
    variable: dict[str, str], wanted: str
) -> None:
    environment = {**ENVIRONMENT, **variable}
    code, output = start(environment, "shell", "--verbosity", "0", "-c", HEADER)
    assert (code, output.splitlines()[-1]) == (0, wanted)


def test_a_mail_user_needs_a_password() -> None:
    code, output = start({**ENVIRONMENT, "EMAIL_HOST_USER": "policies"}, "check")
    assert code != 0
    assert "EMAIL_HOST_PASSWORD" in output.splitlines()[-1]


def test_an_installation_that_can_t_send_messages_is_told() -> None:
    environment = {k: v for k, v in ENVIRONMENT.items() if k != "EMAIL_HOST"}
    code, output = start(environment, "check", "--fail-level", "WARNING")
    assert code != 0
    assert "privacysite.W009" in output
