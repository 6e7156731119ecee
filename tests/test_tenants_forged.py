"""Forms that somebody tampered with: nothing reaches another organisation (F33)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from organisations.models import Membership, Rebranding, Role
from tests.policies import cms_world
from tests.tenants import O, Tenant, V, everything, tenant, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Tenant:
    return tenant("acme")


@pytest.fixture
def bolt() -> Tenant:
    return tenant("bolt")


MOVED = (
    "policies_processor",
    "cookies_cookie",
    "cookies_cookietype",
    "organisations_rebranding",
)


@pytest.mark.parametrize("model", MOVED)
def test_no_row_is_moved_or_added_to_another_s_organisation(
    acme: Tenant, bolt: Tenant, model: str
) -> None:
    browser = acme.browsers[O]
    change = url(f"{model}_change", acme)
    form = browser.get(change).context["adminform"].form
    data = {f.html_name: f.value() for f in form if f.value() not in (None, "")}
    data["name_nl"] = data["definition_nl"] = "Anders"
    before = everything()
    for address in (change, url(f"{model}_add", acme)):
        tampered = {**data, "uid": "new", "old_host": "new.example"}
        tampered["organisation"] = bolt.organisation.pk
        answer = browser.post(address, tampered)
        assert answer.status_code == 200
        assert "organisation" in answer.context["adminform"].form.errors
    assert everything() == before


def test_an_owner_makes_nobody_more_than_an_owner_of_one_s_own(
    acme: Tenant, bolt: Tenant
) -> None:
    browser = acme.browsers[O]
    sent = {
        "username": "newcomer", "password": "long enough 4 us", "role": int(O),
        "is_superuser": "on", "is_staff": "on", "user_permissions": "1", "groups": "1",
    }  # fmt: skip
    where = url("organisations_membership_add", acme)
    answer = browser.post(where, {**sent, "organisation": bolt.organisation.pk})
    assert answer.status_code == 200
    assert (
        browser.post(where, {**sent, "organisation": acme.organisation.pk}).status_code
        == 302
    )
    made = Membership.objects.get(user__username="newcomer")
    assert made.organisation == acme.organisation
    assert not made.user.is_superuser
    assert not made.user.user_permissions.exists()
    mine = Membership.objects.get(organisation=acme.organisation, role=V)
    browser.post(
        reverse("admin:organisations_membership_change", args=[mine.pk]),
        {"role": int(O), "organisation": bolt.organisation.pk, "user": made.user_id},
    )
    assert Membership.objects.filter(organisation=bolt.organisation).count() == len(
        Role
    )
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("path", ["/", "/nl/", "/nl/privacy/"])
def test_an_owner_leads_no_visitors_of_another_away(
    acme: Tenant, bolt: Tenant, path: str
) -> None:
    """A path on a host in use may be rebranded: by its owners alone."""
    sent = {
        "old_name": "Bolt", "old_host": "BOLT.localhost:8000", "old_path": path,
        "organisation": acme.organisation.pk, "mode": "redirect", "paths": "",
    }  # fmt: skip
    add = url("organisations_rebranding_add", acme)
    assert acme.browsers[O].post(add, sent).status_code == 200
    assert (
        acme.browsers[O].post(add, {**sent, "old_host": "old.bolt"}).status_code == 200
    )
    own = Rebranding.objects.get(organisation=acme.organisation)
    change = reverse("admin:organisations_rebranding_change", args=[own.pk])
    assert acme.browsers[O].post(change, sent).status_code == 200
    assert Rebranding.objects.count() == 2
    assert cms_world.get("/nl/privacy/", "bolt.localhost").status_code == 200


def test_an_owner_takes_no_host_of_another(acme: Tenant, bolt: Tenant) -> None:
    change = url("organisations_organisation_change", acme)
    page = acme.browsers[O].get(change)
    form, inlines = (
        page.context["adminform"].form,
        [inline.formset for inline in page.context["inline_admin_formsets"]],
    )
    data = {f.html_name: f.value() for f in form if f.value() not in (None, "")}
    data["covered_domains"] = ""
    forms = [each for f in inlines for each in (f.management_form, *f.forms)]
    for found in forms:
        data |= {f.html_name: f.value() for f in found if f.value() not in (None, "")}
    assert acme.browsers[O].post(change, data).status_code == 302
    theirs = bolt.organisation.hosts.get()
    attempts: list[dict[str, Any]] = [
        {"hosts-0-name": name} for name in ("bolt.localhost", "old.bolt", "OLD.bolt.")
    ]
    attempts += [
        {"hosts-0-id": theirs.pk},
        {"hosts-0-organisation": bolt.organisation.pk},
    ]
    for tampered in attempts:
        acme.browsers[O].post(change, {**data, **tampered})
        theirs.refresh_from_db()
        assert theirs.organisation == bolt.organisation
        assert [h.name for h in acme.organisation.hosts.all()] == ["acme.localhost"]
