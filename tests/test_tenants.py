"""Every address of the admin × every role × one's own and another's organisation (F33).

The addresses come from the resolver: a new one fails until somebody says below from
which role on it may be read and written. Beside this: `test_tenants_personal` (what is
about the user alone, autocompletion), `test_tenants_cms`, `test_tenants_forged` (forms
somebody tampered with) and `test_tenants_outside` (counsel's links, public hosts).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from organisations.models import Role
from tests import world
from tests.policies import cms_world
from tests.tenants import (
    CMS,
    A,
    E,
    O,
    Tenant,
    V,
    addresses,
    everything,
    is_bare,
    refused,
    tenant,
    url,
)

pytestmark = pytest.mark.django_db

# From which role on: (read, write), as organisations/verbs.py has it, said once more:
# the table alone can't tell which verb an address asks for. 99 is more than any role:
# superusers, or nobody.
NEVER = 99
Level = tuple[int, int]


def _registered(
    model: str, view: int, add: int, change: int, delete: int
) -> dict[str, Level]:
    return {
        f"{model}_changelist": (view, NEVER),
        f"{model}_history": (view, NEVER),
        f"{model}_add": (add, add),
        f"{model}_change": (view, change),
        f"{model}_delete": (delete, delete),
    }  # fmt: skip


LEVELS: dict[str, Level] = {
    **_registered("organisations_organisation", V, NEVER, O, NEVER),
    **_registered("organisations_rebranding", V, O, O, O),
    **_registered("organisations_membership", O, O, O, O),
    **_registered("organisations_auditentry", V, NEVER, NEVER, NEVER),
    "organisations_auditentry_export": (V, NEVER),
    **_registered("policies_policy", V, E, A, O),  # published: its title is public
    **_registered("policies_version", V, NEVER, NEVER, NEVER),
    **_registered("policies_processor", V, E, E, E),
    **_registered("policies_processornotice", V, NEVER, NEVER, NEVER),
    **_registered("policies_webhook", O, O, O, O),
    "policies_webhook_log": (O, NEVER),
    "policies_webhook_rotate": (NEVER, O),
    "policies_webhook_test": (NEVER, O),
    "policies_webhook_again": (NEVER, O),
    **_registered("policies_clause", V, E, E, E),  # those for all: other tests
    **_registered("cookies_cookietype", V, E, E, E),
    **_registered("cookies_cookie", V, E, E, E),
    "policies_processor_reorder": (NEVER, E),
    "cookies_cookietype_reorder": (NEVER, E),
    "cookies_cookie_reorder": (NEVER, E),
    "policies_policy_draft": (V, NEVER),
    "policies_policy_versions": (V, NEVER),
    "policies_policy_preview": (V, NEVER),
    "policies_policy_search": (V, NEVER),
    "policies_policy_look": (V, NEVER),
    "policies_policy_share": (E, E),
    "policies_policy_revoke": (NEVER, E),
    "policies_policy_move": (NEVER, E),
    "policies_policy_kinds": (E, NEVER),
    "policies_policy_add_section": (E, E),
    "policies_policy_section": (E, E),
    "policies_policy_delete_section": (NEVER, E),
    "policies_policy_duplicate_section": (NEVER, E),
    "policies_policy_undo_delete": (NEVER, E),
    "policies_policy_translated": (NEVER, E),
    "policies_policy_side": (V, NEVER),
    "policies_policy_clauses": (E, E),
    "policies_policy_borrowed": (V, NEVER),
    "policies_policy_take_all": (NEVER, E),
    "policies_policy_take_section": (NEVER, E),
    "policies_policy_follow": (NEVER, E),
    "policies_policy_take": (NEVER, E),
    "policies_policy_keep": (NEVER, E),
    "policies_policy_unlink": (NEVER, E),
    "policies_policy_import": (E, E),
    "policies_policy_xliff": (V, NEVER),
    "policies_policy_xliff_import": (E, E),
    "policies_policy_start": (E, E),
    "policies_policy_duplicate": (E, NEVER),
    "policies_policy_review": (V, NEVER),
    "policies_policy_ask_review": (NEVER, E),
    "policies_policy_take_back": (NEVER, E),
    "policies_policy_approve": (NEVER, A),
    "policies_policy_reject": (NEVER, A),
    "policies_policy_plan_review": (NEVER, E),
    "policies_policy_reviewed": (NEVER, E),
    "policies_policy_remark": (NEVER, V),
    "policies_policy_settle_remark": (NEVER, V),
    "policies_policy_changes": (V, NEVER),
    "policies_policy_publish": (A, A),
    "policies_policy_publish_together": (A, A),
    "policies_policy_withdraw": (A, A),
    "policies_policy_cancel_schedule": (A, A),
    "policies_policy_restore": (E, E),
}
# Superusers keep accounts, groups, Sites, and the record that all organisations print.
CLOSED = {
    name: (NEVER, NEVER)
    for model in ("auth_user", "auth_group", "sites_site")
    for name in _registered(model, V, V, V, V)
} | {"auth_user_password_change": (NEVER, NEVER)}
SHARED = _registered("organisations_supervisoryauthority", V, NEVER, NEVER, NEVER)
# About the user alone, or of no organisation: tests/test_tenants_personal.py.
PERSONAL = {
    "index", "login", "logout", "password_change", "password_change_done",
    "autocomplete", "jsi18n", "view_on_site", "app_list", "switch_organisation",
    "preferences", "guide", "guide_chapter", "guide_picture",
}  # fmt: skip
# Open to any member of staff, and empty for who works for no organisation.
OF_NOBODY = {"policies_policy_search"}


@pytest.fixture
def acme() -> Tenant:
    return tenant("acme")


@pytest.fixture
def bolt() -> Tenant:
    return tenant("bolt")


def sent(browser: Client, address: str, data: dict[str, Any]) -> Any:
    """The answer to a POST, whose effect is undone: the next one finds all as it was."""
    point = transaction.savepoint()
    answer = browser.post(address, data)
    transaction.savepoint_rollback(point)
    return answer


def test_every_address_is_classified() -> None:
    known = {*LEVELS, *CLOSED, *SHARED, *PERSONAL}
    found = {name for name in addresses() if not CMS.match(name)}
    assert found == known, "say in tests/test_tenants.py who may use it"


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_one_s_own_organisation_is_read_and_written_from_a_role_on(
    acme: Tenant, role: Role
) -> None:
    browser, before, wrong = acme.browsers[role], everything(), []
    for name, (read, written) in {**LEVELS, **CLOSED, **SHARED}.items():
        address = url(name, acme)
        answer = browser.get(address)
        if not (answer.status_code == 200 if role >= read else refused(answer)):
            wrong.append(f"GET {address}: {answer.status_code}")
        if role >= written:
            answer = sent(browser, address, {"post": "yes"})
            # 404 is about what was sent: a role that is too low is told 403.
            if answer.status_code in (403, 405, 500):
                wrong.append(f"POST {address} is open: {answer.status_code}")
            continue
        answer = browser.post(address, {"post": "yes"})
        listed = answer.status_code == 200 and written == NEVER and role >= read
        if not (listed or refused(answer)):
            wrong.append(f"POST {address}: {answer.status_code}")
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_another_s_organisation_is_not_there_in_any_role(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    browser, before, wrong = acme.browsers[role], everything(), []
    for name in LEVELS:
        if is_bare(name) and not name.endswith(("_reorder", "_publish_together")):
            continue
        address = url(name, bolt)
        data = {"post": "yes", "row": str(getattr(bolt.row(name), "pk", ""))}
        for answer in (browser.get(address), browser.post(address, data)):
            # 405 tells nothing: it comes before anything is looked up.
            if answer.status_code not in (403, 404, 405):
                wrong.append(f"{address}: {answer.status_code}")  # noqa: PERF401
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_an_address_without_an_id_shows_and_changes_nothing_of_another_s(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    browser, before, wrong = acme.browsers[role], everything(), []
    there = str(bolt.organisation.pk)
    for name in {name for name in LEVELS if is_bare(name)}:
        address = reverse(f"admin:{name}")
        row = str(getattr(bolt.row(name), "pk", ""))
        data = {
            "organisation": there, "row": row, "_selected_action": row, "post": "yes",
            "action": "delete_selected", "start": "empty", "kind": "privacy",
            "title_nl": "Vreemd", "slug_nl": "vreemd",
        }  # fmt: skip
        found = {
            "GET": browser.get(address),
            "GET with ids": browser.get(
                address, {"organisation": there, "q": "eerste"}
            ),
            "POST": browser.post(address, data),
        }
        for how, answer in found.items():
            if b"bolt" in answer.getvalue().lower():
                wrong.append(f"{how} {address} names the neighbour")
            if answer.status_code >= 500:
                wrong.append(f"{how} {address}: {answer.status_code}")
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_another_s_rows_are_not_reached_below_one_s_own_policy(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    """The policy in the address is one's own, the section, remark or link is not."""
    browser, before, wrong = acme.browsers[role], everything(), []
    own = acme.row("policies_policy").pk
    inner = {name: bolt.arguments(name)[1:] for name in LEVELS if not is_bare(name)}
    reached = {
        name: ids
        for name, ids in inner.items()
        # The number of a version counts within the policy: it names no other's row.
        if name.startswith("policies_policy_")
        and any(isinstance(found, int) for found in ids)
        and not name.endswith(("_withdraw", "_cancel_schedule", "_restore"))
    }
    assert len(reached) > 8
    for name, ids in reached.items():
        address = reverse(f"admin:{name}", args=[own, *ids])
        for answer in (browser.get(address), browser.post(address, {"post": "yes"})):
            # "That was put back already": the page of one's own draft says so.
            home = name.endswith("_undo_delete") and answer.status_code == 302
            if not (refused(answer) or home):
                wrong.append(f"{address}: {answer.status_code}")
    assert wrong == []
    assert everything() == before


def test_who_did_not_sign_in_is_asked_to(acme: Tenant) -> None:
    browser, before = Client(headers={"host": "localhost"}), everything()
    for name in (*LEVELS, *CLOSED, *SHARED):
        for answer in (browser.get(url(name, acme)), browser.post(url(name, acme))):
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/admin/login/?next=/admin/"), name
    assert everything() == before


def test_staff_without_a_role_see_no_organisation(acme: Tenant) -> None:
    browser, before, wrong = cms_world.staff(world.person("nina")), everything(), []
    for name in {**LEVELS, **CLOSED, **SHARED}:
        for answer in (browser.get(url(name, acme)), browser.post(url(name, acme))):
            empty = name in OF_NOBODY and b"acme" not in answer.getvalue().lower()
            if not (refused(answer) or empty):
                wrong.append(f"{name}: {answer.status_code}")
    assert wrong == []
    assert everything() == before
    assert "acme" not in browser.get("/admin/").text.lower()
