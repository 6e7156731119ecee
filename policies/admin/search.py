"""Searching the text of all drafts and versions that one may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations import permissions
from organisations.languages import codes, texts
from organisations.permissions import Permissions
from policies import richtext
from policies.document import Document
from policies.models import Entry, Policy, Section, Version
from policies.texts import passages, units

SHORTEST, MOST = 3, 40  # characters; hits of a kind
_AROUND = 60  # characters before and behind


@dataclass(frozen=True)
class Hit:
    """A place where the words stand."""

    policy: Policy
    where: str
    lang: str
    before: str
    words: str
    behind: str
    url: str

    @property
    def title(self) -> str:
        """The policy's title in the interface's language."""
        return self.policy.title_in((get_language() or "nl")[:2])


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Every section and version that has these words, in either language."""
    words = " ".join(request.GET.get("q", "").split())
    context: dict[str, Any] = {"words": words, "shortest": SHORTEST}
    if len(words) >= SHORTEST:
        held = permissions.of(request.user)
        mine = held.organisations()
        context["drafts"] = list(_in_drafts(held, mine, words))
        context["versions"] = list(_in_versions(mine, words))
        context["most"] = MOST
    return TemplateResponse(
        request,
        "admin/policies/search.html",
        {
            **admin.site.each_context(request),
            "title": _("Search"),
            "opts": Policy._meta,
            "is_nav_sidebar_enabled": False,
            **context,
        },
    )


def _in_drafts(held: Permissions, mine: Any, words: str) -> Iterator[Hit]:
    own = _any(("heading", "intro", "outro"), words)
    sections = Section.objects.filter(own, draft__policy__organisation__in=mine)
    rows = Entry.objects.filter(
        _any(("term", "description"), words),
        section__draft__policy__organisation__in=mine,
    )
    related = "draft__policy__organisation"
    for section in sections.select_related(related)[:MOST]:
        yield from _hit(held, section, section, ("heading", "intro", "outro"), words)
    for row in rows.select_related(f"section__{related}")[:MOST]:
        yield from _hit(held, row.section, row, ("term", "description"), words)


def _hit(
    held: Permissions, section: Section, row: Any, fields: tuple[str, ...], words: str
) -> Iterator[Hit]:
    policy = section.draft.policy
    heading = texts(section, "heading")
    where = heading.get((get_language() or "nl")[:2]) or section.anchor
    url = reverse("admin:policies_policy_draft", args=[policy.pk]) + f"#s{section.pk}"
    if held.can("edit", policy.organisation_id):
        url = reverse("admin:policies_policy_section", args=[policy.pk, section.pk])
    for field in fields:
        for code, text in texts(row, field).items():
            if parts := _around(richtext.plain(text), words):
                yield Hit(policy, where, code, *parts, url)
                return


def _in_versions(mine: Any, words: str) -> Iterator[Hit]:
    found = Version.objects.filter(
        policy__organisation__in=mine, canonical__icontains=words
    ).select_related("policy__organisation")
    for version in found.order_by("policy", "-number")[:MOST]:
        if hit := _in_document(version, version.document, words):
            yield hit


def _in_document(version: Version, document: Document, words: str) -> Hit | None:
    name = _("Version %(number)d") % {"number": version.number}
    url = reverse("admin:policies_policy_versions", args=[version.policy_id])
    url += f"?version={version.number}#v{version.number}"
    for section in document.walk():
        for unit in units(section):
            for passage in passages(unit):
                for code, text in passage.texts.items():
                    if parts := _around(richtext.plain(text), words):
                        return Hit(version.policy, name, code, *parts, url)
    return None


def _any(fields: tuple[str, ...], words: str) -> Q:
    found = Q()
    for field in fields:
        for code in codes():
            found |= Q(**{f"{field}_{code}__icontains": words})
    return found


def _around(text: str, words: str) -> tuple[str, str, str] | None:
    """The words with some text before and behind; None where they don't stand."""
    line = " ".join(text.split())
    at = line.casefold().find(words.casefold())
    if at < 0:
        return None
    start, end = max(0, at - _AROUND), at + len(words)
    before = ("…" if start else "") + line[start:at]
    behind = line[end : end + _AROUND] + ("…" if end + _AROUND < len(line) else "")
    return before, line[at:end], behind
