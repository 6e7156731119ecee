"""The addresses of django CMS: another organisation's pages are not there (F33)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from organisations.cms_scope import SUBJECTS
from organisations.models import Role
from tests.tenants import (
    CMS,
    E,
    O,
    Tenant,
    V,
    addresses,
    everything,
    is_bare,
    tenant,
    url,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Tenant:
    return tenant("acme")


@pytest.fixture
def bolt() -> Tenant:
    return tenant("bolt")


@pytest.mark.parametrize("role", [E, O], ids=["editor", "owner"])
def test_another_s_pages_are_not_there_at_any_address_of_the_cms(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    browser, before = acme.browsers[role], everything()
    wrong = []
    for name in sorted({name for name in addresses() if CMS.match(name)}):
        if is_bare(name):
            continue
        try:
            address = url(name, bolt)
        except Exception:  # an address without an id that the guard refuses
            address = reverse(f"admin:{name}")
        for answer in (browser.get(address), browser.post(address, {"post": "yes"})):
            if answer.status_code not in (403, 404):
                wrong.append(f"{address}: {answer.status_code}")  # noqa: PERF401
    assert wrong == []
    assert everything() == before


def test_a_viewer_changes_nothing_at_any_address_of_the_cms(acme: Tenant) -> None:
    browser, before = acme.browsers[V], everything()
    for name in sorted({name for name in SUBJECTS if name in set(addresses())}):
        browser.get(url(name, acme))
        browser.post(url(name, acme), {"post": "yes"})
    assert everything() == before


def test_reading_changes_nothing(acme: Tenant) -> None:
    """No GET writes, of the CMS neither: a picture in an e-mail could send it."""
    browser, before = acme.browsers[O], everything()
    for name in sorted({*SUBJECTS} & {*addresses()}):
        browser.get(url(name, acme))
    assert everything() == before
