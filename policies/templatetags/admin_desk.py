"""The first page of the admin: one's organisations with their policies."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst

from organisations import permissions
from organisations.admin.ordering import Ordered
from organisations.models import Organisation
from policies.admin import desk as overviews
from policies.models import Clause

register = template.Library()


@register.inclusion_tag("admin/policies/_desk.html", takes_context=True)
def desk(context: dict[str, Any]) -> dict[str, Any]:
    """The overview of every policy; as many queries however many there are."""
    request = context["request"]
    held = permissions.of(request.user)
    return {
        "request": request,
        **overviews.overview(request),
        "may_start": held.can_somewhere("start"),
        "registers": _registers(getattr(request, "organisation", None)),
    }


@register.simple_tag(takes_context=True)
def asking(context: dict[str, Any], **changes: Any) -> str:
    """The page's address with some of what it asks for changed: ``?sort=title&page=2``."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query[name] = value
    return "?" + str(query.urlencode())


def _registers(organisation: Organisation | None) -> list[tuple[str, str]]:
    """The lists beside the policies, of whichever apps have some."""
    registered: dict[Any, Any] = dict(admin.site._registry)
    chosen = f"?organisation={organisation.slug}" if organisation else ""
    return [
        (
            str(capfirst(model._meta.verbose_name_plural or "")),
            reverse(
                f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            )
            + chosen,
        )
        for model, found in registered.items()
        if isinstance(found, Ordered) or model is Clause
    ]
