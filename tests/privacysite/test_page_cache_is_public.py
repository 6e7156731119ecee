"""Nothing private is ever kept, whatever staff do and however they ask."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import NoReverseMatch

from organisations.models import Role
from tests import tenants, world
from tests.privacysite.test_page_cache_of_the_site import Reader


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    made = Reader(tmp_path)
    # A request's end closes connections, and this test's would be gone with its rows.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield made
    for signal in signals:
        signal.connect(close_old_connections)
    made.watch.close()


@pytest.mark.django_db
def test_nothing_private_is_ever_kept(reader: Reader, tmp_path: Path) -> None:
    """Every address of the admin host, signed in; then the same ones on a public host."""
    acme = tenants.tenant("acme")
    policy = acme.organisation.policies.get(kind="privacy")
    world.published(policy, "2020-01-01")
    world.rewrite(policy, "GEHEIM")
    browser = acme.browsers[Role.OWNER]
    cookie = "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items())
    tried = list(_of_the_admin(acme))
    assert len(tried) > 80
    seen = 0
    for path in tried:
        status, headers, _ = reader.get(path, host="localhost", HTTP_COOKIE=cookie)
        seen += status == 200
        assert "Cache-Status" not in headers, path
    assert seen > 40
    assert list(tmp_path.rglob("*.page")) == []
    public = [policy.path("nl"), "/nl/", "/nl/zoeken/?q=geheim"]
    for path in [*tried, *public]:
        for more in ({"HTTP_COOKIE": cookie}, {}):
            _, headers, text = reader.get(path, **more)
            assert "GEHEIM" not in text, path
            assert "@acme" not in text, path
            assert "Set-Cookie" not in headers
            assert "Cookie" not in headers.get("Vary", "")
    assert list(tmp_path.rglob("*.page")) != []


def _of_the_admin(acme: tenants.Tenant) -> Iterator[str]:
    for name in dict.fromkeys(tenants.addresses()):
        with contextlib.suppress(NoReverseMatch, AttributeError):
            yield tenants.url(name, acme)
