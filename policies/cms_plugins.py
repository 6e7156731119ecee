"""What staff can put on a CMS page: one policy, or the list of the organisation's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cms.plugin_base import CMSPluginBase
from cms.plugin_pool import plugin_pool
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from policies import overview, paths
from policies.models import EmbeddedPolicy, Policy, Version
from policies.models.plugins import site_id_of
from policies.pages import version_facts
from policies.rendering import DocumentView
from policies.states import IN_FORCE

Shown = dict[str, Any]


@plugin_pool.register_plugin
class PolicyPlugin(CMSPluginBase):
    """The version of a policy in force, with its own date and contents (F34)."""

    model = EmbeddedPolicy
    name = _("Policy")
    module = _("Policies")
    render_template = "policies/plugins/policy.html"
    cache = False
    allow_children = False

    def render(self, context: Any, instance: EmbeddedPolicy, placeholder: str) -> Any:
        """What the template prints: nothing where no version is in force."""
        context.update(_in_force(instance))
        context["prefix"] = _prefix(context["request"], instance)
        return context

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any]:
        """Offer the policies of the organisation that the editor works for."""
        if db_field.name == "policy":
            kwargs["queryset"] = Policy.objects.filter(
                organisation=getattr(request, "organisation", None)
            )
        found: ModelChoiceField[Any] = super().formfield_for_foreignkey(
            db_field, request, **kwargs
        )
        return found


@plugin_pool.register_plugin
class PoliciesPlugin(CMSPluginBase):
    """The organisation's policies: title, in force since, address (F35)."""

    name = _("List of policies")
    module = _("Policies")
    render_template = "policies/plugins/policies.html"
    cache = False
    allow_children = False

    def render(self, context: Any, instance: Any, placeholder: str) -> Any:
        """What the template prints: policies that were published, in their order."""
        site = site_id_of(instance)
        here = getattr(context["request"], "organisation", None)
        if here is not None and here.site_id == site:
            found = here
        else:
            found = Organisation.objects.filter(site=site).first()
        context["policies"] = overview.listed(found, instance.language) if found else []
        return context


def _in_force(instance: EmbeddedPolicy) -> Shown:
    empty: Shown = {"document": None, "version": None}
    policy = (
        Policy.objects.select_related("organisation__site")
        .prefetch_related("organisation__hosts")
        .get(pk=instance.policy_id)
    )
    instance.policy = policy
    if not instance.is_at_home():
        return empty
    version = Version.objects.in_force(policy, timezone.now())
    if version is None or version.withdrawn is not None:
        return {**empty, "policy": policy}
    version.policy = policy
    language, document = instance.language, version.document
    facts = version_facts(version, document, language, IN_FORCE)
    facts["effective_from"] = _day(version, policy.organisation)
    return {
        "policy": policy,
        "document": DocumentView(document, language),
        "version": facts,
        "versions_url": paths.under(policy, language, "versions"),
    }


def _day(version: Version, organisation: Organisation) -> dt.date:
    return version.effective_from.astimezone(organisation.zone).date()


def _prefix(request: HttpRequest, instance: EmbeddedPolicy) -> str:
    """What the anchors begin with; numbered where two of a kind stand on one page."""
    shown: list[int] = request.__dict__.setdefault(
        f"_embedded_{instance.policy.kind}", []
    )
    if instance.pk not in shown:
        shown.append(instance.pk)
    position = shown.index(instance.pk)
    return (
        f"{instance.policy.kind}-{position + 1}" if position else instance.policy.kind
    )
