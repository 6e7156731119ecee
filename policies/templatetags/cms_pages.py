"""What the templates of CMS pages ask."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from organisations.languages import codes
from organisations.models import Organisation
from policies import pages
from policies.richtext import sanitise

register = template.Library()


@register.simple_tag(takes_context=True)
def cms_frame(context: Context) -> dict[str, Any]:
    """The variable ``page`` of a CMS page: title, addresses, organisation (hreflang …).

    Languages in which the page is not published have no address of their own; the
    switch leads to the landing page there.
    """
    content, page = context.get("current_pagecontent"), context.get("current_page")
    if content is None or page is None:
        return dict(context.get("page") or {})
    organisation = _organisation(context["request"], page.site_id)
    paths = {
        code: page.get_absolute_url(code, fallback=False)
        for code in codes()
        if code in page.page_content_cache
    }
    preview = bool(getattr(context["request"], "is_admin_host", False))
    return pages.frame(
        organisation,
        content.language,
        content.page_title or content.title,
        paths,
        description=content.meta_description or "",
        noindex=preview,
    )


@register.filter
def cms_text(html: str) -> SafeString:
    """A text from the CMS's editor through the allow-list once more (invariant 6).

    It was cleaned when it was saved; copying pages and the editor's plugins write
    past that.
    """
    return mark_safe(sanitise(html))  # noqa: S308 this is the sanitising


def _organisation(request: Any, site_id: int) -> Organisation | None:
    found: Organisation | None = getattr(request, "organisation", None)
    if found is not None and found.site_id == site_id:
        return found
    return Organisation.objects.filter(site=site_id).first()
