"""Two organisations with a row of everything, and every address of the admin.

The walks of tests/test_tenants*.py go along these addresses, which come from the URL
configuration: a new one can't be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cms.models import Page, PageContent
from django.apps import apps
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
from policies.actions.delete_section import delete_section
from policies.actions.edit_clause import edit_clause
from policies.actions.remark import remark
from policies.actions.share_preview import share_preview
from policies.models import (
    Clause,
    Policy,
    Processor,
    ProcessorNotice,
    Version,
    Webhook,
)
from policies.webhooks import events
from tests import world
from tests.policies import cms_world

V, E, A, O = Role.VIEWER, Role.EDITOR, Role.APPROVER, Role.OWNER  # noqa: E741
# django CMS's own: the guard (organisations.cms_scope) lists those that answer.
CMS = re.compile(r"(cms|djangocms_text|djangocms_versioning)_")
# Without an id in the address.
BARE = (
    "_changelist", "_add", "_export", "_reorder", "_start", "_search",
    "_publish_together",
)  # fmt: skip


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
            "policies_processornotice": ProcessorNotice.objects.filter(**mine),
            "policies_webhook": Webhook.objects.filter(**mine),
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
        if isinstance(row, Webhook) and name.endswith("_again"):
            return [row.pk, row.deliveries.get().pk]
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
                "undo_delete": [row.draft.removed.get().pk],
                "revoke": [row.preview_links.get().pk],
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
    """The names of all addresses of the admin, as the URL configuration has them."""
    if patterns is None:
        patterns = get_resolver("privacysite.urls").url_patterns
    for found in patterns:
        if isinstance(found, URLResolver):
            yield from addresses(found.url_patterns, found.namespace or namespace)
        elif isinstance(found, URLPattern) and namespace == "admin" and found.name:
            yield str(found.name)


def tenant(slug: str) -> Tenant:
    """An organisation with staff in every role, and a row of everything."""
    made = cms_world.organisation(slug)
    people = {role: world.person(f"{role.label}@{slug}", role, made) for role in Role}
    processor = Processor(organisation=made, uid="mailer", name=f"Mailer of {slug}")
    write(processor, "service", {"nl": "post", "en": "mail"})
    processor.save()
    ProcessorNotice.objects.create(
        organisation=made, processor=processor, what="added", name=processor.name,
        facts=processor.entry().as_dict(), effective_on="2027-03-01",
    )  # fmt: skip
    events.test(
        Webhook.objects.create(
            organisation=made, description=f"Hook of {slug}", url="https://localhost/"
        )
    )
    CookieType.objects.create(organisation=made, type="functional")
    Cookie.objects.create(
        organisation=made, uid="id", name=f"_{slug}", category="functional"
    )
    Rebranding.objects.create(old_host=f"old.{slug}", old_name="Old", organisation=made)
    audit.record("user:1", "look", slug, made)
    name, words = {"nl": f"Clause of {slug}"}, doc.Section(id="c", anchor="c")
    edit_clause(None, Clause(organisation=made), name, words)
    _desk_of(made)
    page = cms_world.landing(made, people[O])
    browsers = {role: cms_world.staff(user, made) for role, user in people.items()}
    for browser in browsers.values():
        browser.raise_request_exception = False
    return Tenant(made, browsers, page)


def _desk_of(made: Organisation) -> None:
    """What the desk leaves beside a draft: a remark, a link, a deleted section."""
    policy = made.policies.get(kind="privacy")
    remark(None, policy, f"A remark of {made.slug}")
    share_preview(None, policy, f"Counsel of {made.slug}", 14)
    delete_section(None, policy.draft.sections.get(anchor="intro"), seen=None)


def is_bare(name: str) -> bool:
    """Whether the address has no id: what it shows depends on who asks."""
    if CMS.match(name):
        return SUBJECTS.get(name) == ""
    return name.endswith(BARE)


def url(name: str, of: Tenant) -> str:
    """The address of that name, about that tenant's row."""
    if name.endswith("_publish_together"):
        return f"{reverse(f'admin:{name}')}?organisation={of.organisation.pk}"
    if is_bare(name):
        return reverse(f"admin:{name}")
    return reverse(f"admin:{name}", args=of.arguments(name))


def everything() -> dict[str, list[Any]]:
    """All rows, without what a visit alone may leave: sessions and CMS's settings."""
    visits = (
        "sessions.session", "cms.usersettings", "cms.placeholder", "auth.user",
        "organisations.generation",  # counts what is written to tables listed here
    )  # fmt: skip
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
