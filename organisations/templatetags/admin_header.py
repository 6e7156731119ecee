"""What stands in the header of the admin: the organisation and the language."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from organisations import permissions
from organisations.addresses import absolute
from organisations.models import Organisation

register = template.Library()


@register.inclusion_tag("admin/_organisation_switch.html", takes_context=True)
def organisation_switch(context: dict[str, Any]) -> dict[str, Any]:
    """One's own organisations, the chosen one first among them, and its pages."""
    request = context["request"]
    chosen: Organisation | None = getattr(request, "organisation", None)
    own = permissions.of(request.user).own
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "organisations": own,
        "many": len(own) > permissions.MOST_LISTED,
        "chosen": chosen,
        "next": request.get_full_path() if request.method == "GET" else "",
        "public_url": absolute(chosen, "/") if chosen else "",
        "pages_url": _pages(request) if chosen else "",
    }


@register.inclusion_tag("admin/_language_switch.html", takes_context=True)
def language_switch(context: dict[str, Any]) -> dict[str, Any]:
    """The languages of the interface."""
    request = context["request"]
    return {
        "csrf_token": context.get("csrf_token"),
        "languages": [(code, context_name(code)) for code, _name in settings.LANGUAGES],
        "active": (get_language() or "nl")[:2],
        "next": request.get_full_path() if request.method == "GET" else "",
    }


def context_name(code: str) -> str:
    """A language in its own words."""
    from django.utils.translation import override

    with override(code):
        return str(dict(settings.LANGUAGES)[code])


def _pages(request: Any) -> str:
    """The CMS's pages, for whoever may edit them."""
    try:
        return reverse("admin:cms_pagecontent_changelist")
    except NoReverseMatch:
        return ""
