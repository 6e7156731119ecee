"""schemathesis asks whatever the description of the API allows, and what it rules out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import set_urlconf
from schemathesis.config import SchemathesisConfig

from cookies.models import Cookie
from organisations.languages import write
from policies.api import describing
from privacysite.wsgi import application
from tests import world
from tests.policies import api_world

pytestmark = pytest.mark.django_db

HOST = {"Host": "acme.localhost"}
CONFIG = {
    "generation": {"deterministic": True, "max-examples": 15},
    # What is asked in the right form may be absent, or withdrawn.
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["200", "404", "410"]}
    },
}
schema = schemathesis.openapi.from_dict(
    describing.description(), config=SchemathesisConfig.from_dict(CONFIG)
)
schema.app = application


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a request must not end the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    set_urlconf(None)  # nobody closed the last answer
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _published(_one_connection: None) -> None:
    acme = world.organisation()
    api_world.history(acme, "cookie-policy")
    api_world.processor(acme, "stripe")
    cookie = Cookie(organisation=acme, uid="ga", name="_ga", category="performance")
    write(cookie, "purpose", {"nl": "Meten", "en": "Measuring"})
    cookie.save()


@schema.parametrize()
def test_nothing_is_found(case: Any) -> None:
    case.call_and_validate(headers=HOST)
