"""The parts of a page that its Document alone makes: made once for a version, then kept.

Contents, first layer and sections are nearly all of a page. Nothing goes into them but
the Document, the addresses that they lead to, and the programs.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from policies import keeping
from policies.rendering import DocumentView
from policies.trimming import trimmed

register = template.Library()


@register.simple_tag(takes_context=True)
def document_part(context: Context, name: str) -> SafeString:
    """The template ``policies/<name>.html``, which may ask for nothing but what it gets
    here. A draft's is made each time."""
    view: DocumentView = context["document"]
    given = {
        "search_url": context.get("search_url", ""),
        "page": {"switch": context["page"].get("switch")},
    }
    digest = context["version"].get("digest")
    if not digest:
        return mark_safe(_made(name, context, given))  # noqa: S308
    zone = timezone.get_current_timezone_name()
    key = keeping.key(name, digest, view.language, view.former, zone, given)
    found = keeping.read("texts", key, str)
    if found is None:
        found = _made(name, context, given)
        keeping.keep("texts", key, found)
    return mark_safe(found)  # noqa: S308 kept as the template made it


def _made(name: str, context: Context, given: dict[str, Any]) -> str:
    own = {"document": context["document"], "summary": context.get("summary")}
    # A plain string: what is kept knows nothing of template engines.
    return trimmed("" + render_to_string(f"policies/{name}.html", {**own, **given}))
