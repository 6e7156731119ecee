"""What goes to Sentry, where it is switched on: the fault, and nothing of a person."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

# In a process of its own: the library changes Django for as long as the process lives.
SCRIPT = """
import json, logging, os
os.environ["DATABASE_URL"] = "sqlite:///:memory:"
import django
django.setup()
import sentry_sdk
from sentry_sdk.transport import Transport
from privacysite import reporting

sent = []
class Kept(Transport):
    def capture_envelope(self, envelope):
        sent.extend(item.payload.json for item in envelope.items)

reporting.start("https://key@sentry.example/1", "tests", transport=Kept)

from django.test import Client
from privacysite import probes
def broken():
    secret = "a-local-value"
    raise ValueError("no row for jan@example.org at 203.0.113.77")
probes.healthz = broken
client = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77")
client.cookies["sessionid"] = "the-session"
answer = client.get(
    "/healthz?email=jan@example.org",
    headers={"authorization": "Bearer hidden", "user-agent": "Jan's own browser"},
)
logging.getLogger("policies").error("lost jan@example.org")
sentry_sdk.flush()
print(json.dumps({"status": answer.status_code, "sent": sent}))
"""


@pytest.fixture(scope="module")
def reported() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_fault_is_reported_once_with_where_it_was(reported: dict[str, Any]) -> None:
    assert reported["status"] == 500
    (event,) = reported["sent"]
    (error,) = event["exception"]["values"]
    assert error["type"] == "ValueError"
    frames = [frame["function"] for frame in error["stacktrace"]["frames"]]
    assert "broken" in frames
    assert event["environment"] == "tests"
    assert event["tags"]["path"] == "/healthz"
    assert len(event["tags"]["request_id"]) == 32


@pytest.mark.parametrize(
    "personal",
    ["jan@", "203.0.113", "the-session", "hidden", "Jan's own browser", "a-local-value",
     "email="],
)  # fmt: skip
def test_nothing_of_a_person_goes_along(
    reported: dict[str, Any], personal: str
) -> None:
    assert personal not in json.dumps(reported["sent"])


def test_what_would_tell_of_the_machine_stays_here(reported: dict[str, Any]) -> None:
    (event,) = reported["sent"]
    for name in ("server_name", "request", "user", "breadcrumbs", "extra", "modules"):
        assert name not in event


def test_without_an_address_nothing_of_it_is_even_loaded() -> None:
    script = "import django, sys; django.setup(); print('sentry_sdk' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "False"
