"""The first page of the admin: one's organisations with their policies."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language

from organisations import permissions
from organisations.admin.ordering import Ordered
from organisations.models import Organisation, Role
from policies.admin.policy import PolicyAdmin
from policies.models import Policy

register = template.Library()


@register.inclusion_tag("admin/policies/_desk.html", takes_context=True)
def desk(context: dict[str, Any]) -> dict[str, Any]:
    """Every organisation of one's own; two queries, however many policies."""
    request = context["request"]
    held = permissions.of(request.user)
    policies = admin.site._registry[Policy]
    assert isinstance(policies, PolicyAdmin)  # noqa: S101 registered beside it
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for policy in policies.get_queryset(request).select_related("organisation"):
        found[policy.organisation_id].append(_row(policies, policy))
    return {
        "groups": [
            {
                "organisation": organisation,
                "policies": found[organisation.pk],
                "may_edit": held.may(Role.EDITOR, organisation),
                "registers": _registers(organisation),
            }
            for organisation in held.organisations()
        ]
    }


def _row(policies: PolicyAdmin, policy: Any) -> dict[str, Any]:
    return {
        "pk": policy.pk,
        "name": policy.title_in((get_language() or "nl")[:2]),
        "in_force": policies.in_force(policy),
        "scheduled": policies.scheduled(policy),
        "state": policies.state(policy),
    }


def _registers(organisation: Organisation) -> list[tuple[str, str]]:
    """The registers' lists, of whichever apps have some."""
    registered: dict[Any, Any] = dict(admin.site._registry)
    return [
        (
            str(capfirst(model._meta.verbose_name_plural or "")),
            reverse(
                f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            )
            + f"?organisation={organisation.slug}",
        )
        for model, found in registered.items()
        if isinstance(found, Ordered)
    ]
