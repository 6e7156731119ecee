"""What search engines read of a public page: a small block of JSON-LD (schema.org).

A block of data and no script: browsers don't run it, and the content security policy
has nothing to say about it.
"""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from policies.exporters.jsonld import pages
from policies.rendering import DocumentView

register = template.Library()

# None of these may end the element or begin another one.
_ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def structured_data(context: Context) -> SafeString | str:
    """The page of the text in force, its publisher, and its questions if it is a FAQ.

    Nothing on pages that no search engine should list: old versions and drafts.
    """
    page, version = context.get("page") or {}, context.get("version") or {}
    view = context.get("document")
    if page.get("noindex") or not page.get("canonical") or not version.get("number"):
        return ""
    if not isinstance(view, DocumentView):
        return ""
    found = _graph(view, str(page["canonical"]), version)
    written = json.dumps(
        {"@context": "https://schema.org", "@graph": found},
        ensure_ascii=False,
        separators=(",", ":"),
    ).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 escaped above


def _graph(view: DocumentView, url: str, version: dict[str, Any]) -> list[pages.Node]:
    document, language = view.document, view.language
    published = timezone.localtime(version["published_at"]).date()
    days = published, version.get("updated") or published
    page = pages.web_page(document, language, url, version["number"], days)
    found = [page, {"@id": f"{url}#publisher", **pages.publisher(document, language)}]
    if document.kind == "faq" and (questions := pages.faq(document, language)):
        page["@type"] = ["WebPage", "FAQPage"]
        page["mainEntity"] = questions
    return found
