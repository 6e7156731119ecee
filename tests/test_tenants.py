"""Every address of the admin × every role × one's own and another's organisation.

The addresses come from the resolver: a new one fails until somebody says below from
which role on it may be read and written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cms.models import Page, PageContent
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cookies.models import Cookie, CookieType
from organisations import audit
from organisations.cms_scope import SUBJECTS
from organisations.languages import write
from organisations.models import (
    AuditEntry,
    Membership,
    Organisation,
    Rebranding,
    Role,
    SupervisoryAuthority,
)
from policies import document as doc
from policies.actions.edit_clause import edit_clause
from policies.actions.remark import remark
from policies.models import Clause, Policy, Processor, Version
from tests import world
from tests.policies import cms_world

pytestmark = pytest.mark.django_db

# From which role on: (read, write). 99 is more than any role: superusers, or nobody.
V, E, A, O = Role.VIEWER, Role.EDITOR, Role.APPROVER, Role.OWNER  # noqa: E741
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
# About the user alone, or found nowhere else: other tests try them.
PERSONAL = {
    "index", "login", "logout", "password_change", "password_change_done",
    "autocomplete", "jsi18n", "view_on_site", "app_list", "switch_organisation",
    "preferences", "guide", "guide_chapter", "guide_picture",
}  # fmt: skip
# django CMS's own: the guard (organisations.cms_scope) lists those that answer.
CMS = re.compile(r"(cms|djangocms_text|djangocms_versioning)_")


@dataclass
class Tenant:
    """An organisation with a row of everything, and a browser for each of its roles."""

    organisation: Organisation
    browsers: dict[Role, Client]
    page: Page

    def row(self, name: str) -> Any:
        """The row that an address of that name is about."""
        mine = {"organisation": self.organisation}
        found = {
            "organisations_organisation": Organisation.objects.filter(
                pk=self.organisation.pk
            ),
            "organisations_rebranding": Rebranding.objects.filter(**mine),
            "organisations_membership": Membership.objects.filter(role=V, **mine),
            "organisations_auditentry": AuditEntry.objects.filter(
                action="look", **mine
            ),
            "organisations_supervisoryauthority": SupervisoryAuthority.objects.all(),
            "policies_version": Version.objects.filter(
                policy__organisation=self.organisation
            ),
            "policies_processor": Processor.objects.filter(**mine),
            "policies_clause": Clause.objects.filter(**mine),
            "cookies_cookietype": CookieType.objects.filter(**mine),
            "cookies_cookie": Cookie.objects.filter(**mine),
            "policies_policy": Policy.objects.filter(kind="privacy", **mine),
        }
        model = "_".join(name.split("_")[:2])
        return found[model].first() if model in found else None

    def arguments(self, name: str) -> list[Any]:
        """The ids in the address."""
        row = self.row(name)
        if name == "auth_user_password_change" or name.startswith(("auth_", "sites_")):
            return [1]
        if CMS.match(name):
            return self._cms_arguments(name)
        extra: dict[str, list[Any]] = {"preview": ["nl"], "add_section": ["free_text"]}
        if isinstance(row, Policy):
            section = row.draft.sections.get(anchor="retention").pk
            extra |= {
                "section": [section],
                "side": [section],
                "delete_section": [section],
                "duplicate_section": [section],
                "take": [section],
                "keep": [section],
                "unlink": [section],
                "translated": [section],
                "undo_delete": [1],
                "withdraw": [1],
                "cancel_schedule": [1],
                "restore": [1],
                "settle_remark": [row.comments.get().pk],
            }
        return [row.pk, *extra.get(name.removeprefix("policies_policy_"), [])]

    def _cms_arguments(self, name: str) -> list[Any]:
        content = cms_world.content(self.page)
        plugin = cms_world.text(self.page)
        if name.startswith("cms_placeholder_render_object"):
            kind = ContentType.objects.get_for_model(PageContent)
            return [kind.pk, content.pk]
        found = {
            "page": self.page.pk, "content": content.pk, "plugin": plugin.pk,
            "placeholder": plugin.placeholder_id,
            "version": cms_world.version(self.page).pk,
        }  # fmt: skip
        subject = SUBJECTS.get(name) or "page"
        return (
            [found[subject], "title"]
            if name.endswith(("_field", "_fields"))
            else [found[subject]]
        )


def addresses(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    """The names of all addresses of the admin."""
    if patterns is None:
        patterns = get_resolver("privacysite.urls").url_patterns
    for found in patterns:
        if isinstance(found, URLResolver):
            yield from addresses(found.url_patterns, found.namespace or namespace)
        elif isinstance(found, URLPattern) and namespace == "admin" and found.name:
            yield str(found.name)


@pytest.fixture
def acme() -> Tenant:
    return tenant("acme")


@pytest.fixture
def bolt() -> Tenant:
    return tenant("bolt")


def tenant(slug: str) -> Tenant:
    made = cms_world.organisation(slug)
    people = {role: world.person(f"{role.label}@{slug}", role, made) for role in Role}
    processor = Processor(organisation=made, uid="mailer", name=f"Mailer of {slug}")
    write(processor, "service", {"nl": "post", "en": "mail"})
    processor.save()
    CookieType.objects.create(organisation=made, type="functional")
    Cookie.objects.create(
        organisation=made, uid="id", name=f"_{slug}", category="functional"
    )
    Rebranding.objects.create(old_host=f"old.{slug}", old_name="Old", organisation=made)
    audit.record("user:1", "look", slug, made)
    name, words = {"nl": f"Clause of {slug}"}, doc.Section(id="c", anchor="c")
    edit_clause(None, Clause(organisation=made), name, words)
    remark(None, made.policies.get(kind="privacy"), f"A remark of {slug}")
    page = cms_world.landing(made, people[O])
    browsers = {role: cms_world.staff(user, made) for role, user in people.items()}
    for browser in browsers.values():
        browser.raise_request_exception = False
    return Tenant(made, browsers, page)


def url(name: str, of: Tenant) -> str:
    bare = name.endswith(("_changelist", "_add", "_export", "_reorder", "_start"))
    if name.endswith("_publish_together"):
        return f"{reverse(f'admin:{name}')}?organisation={of.organisation.pk}"
    if bare or (CMS.match(name) and SUBJECTS.get(name) == ""):
        return reverse(f"admin:{name}")
    return reverse(f"admin:{name}", args=of.arguments(name))


def everything() -> dict[str, list[Any]]:
    """All rows, without what a visit alone may leave: sessions and CMS's settings."""
    visits = ("sessions.session", "cms.usersettings", "cms.placeholder", "auth.user")
    there = set(connection.introspection.table_names())
    return {
        model._meta.label_lower: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models()
        if model._meta.label_lower not in visits and model._meta.db_table in there
    }


def refused(answer: Any) -> bool:
    """No right, not there, or not there as far as Django's own admin tells."""
    elsewhere = answer.status_code == 302 and answer["Location"] == "/admin/"
    return elsewhere or answer.status_code in (403, 404, 405)


def test_every_address_is_classified() -> None:
    known = {*LEVELS, *CLOSED, *SHARED, *PERSONAL}
    found = {name for name in addresses() if not CMS.match(name)}
    assert found == known, "say in tests/test_tenants.py who may use it"


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_one_s_own_organisation_is_read_and_written_from_a_role_on(
    acme: Tenant, role: Role
) -> None:
    browser, before = acme.browsers[role], everything()
    wrong = []
    for name, (read, written) in {**LEVELS, **CLOSED, **SHARED}.items():
        address = url(name, acme)
        if role <= read:  # who has more is shown the same
            answer = browser.get(address)
            if not (answer.status_code == 200 if role == read else refused(answer)):
                wrong.append(f"GET {address}: {answer.status_code}")
        if role < written:
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
    browser, before = acme.browsers[role], everything()
    wrong = []
    for name in LEVELS:
        address = url(name, bolt)
        if name.endswith(("_changelist", "_add", "_export", "_start")):
            if b"bolt" in browser.get(address).getvalue().lower():
                wrong.append(f"{address} names the neighbour")
            continue
        data = {"post": "yes", "row": str(getattr(bolt.row(name), "pk", ""))}
        for answer in (browser.get(address), browser.post(address, data)):
            # 405 tells nothing: it comes before anything is looked up.
            if answer.status_code not in (403, 404, 405):
                wrong.append(f"{address}: {answer.status_code}")  # noqa: PERF401
    assert wrong == []
    assert everything() == before


@pytest.mark.parametrize("role", [E, O], ids=["editor", "owner"])
def test_another_s_pages_are_not_there_at_any_address_of_the_cms(
    acme: Tenant, bolt: Tenant, role: Role
) -> None:
    browser, before = acme.browsers[role], everything()
    wrong = []
    for name in sorted({name for name in addresses() if CMS.match(name)}):
        if SUBJECTS.get(name, "page") == "":
            continue  # without an id in the address
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


def test_who_did_not_sign_in_is_asked_to(acme: Tenant) -> None:
    browser = Client(headers={"host": "localhost"})
    for name in (*LEVELS, *CLOSED, *SHARED):
        for answer in (browser.get(url(name, acme)), browser.post(url(name, acme))):
            assert answer.status_code == 302, name
            assert answer["Location"].startswith("/admin/login/?next=/admin/"), name


def test_staff_without_a_role_see_no_organisation(acme: Tenant) -> None:
    browser = cms_world.staff(world.person("nina"))
    for name in {**LEVELS, **CLOSED}:
        assert refused(browser.get(url(name, acme))), name
    assert "acme" not in browser.get("/admin/").text.lower()


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
