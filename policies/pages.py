"""What the public pages' templates get: the frame around a page, and the policy in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from organisations.addresses import absolute
from organisations.brand import brand
from organisations.languages import codes, texts
from organisations.models import Organisation
from policies import notices
from policies import paths as paths_of
from policies.compiling import compile_draft, draft_of
from policies.document import Document
from policies.models import Policy, Version
from policies.rendering import DocumentView
from policies.richtext import plain
from policies.states import VERSION_STATES
from policies.summary import Summary
from policies.trimming import trimmed

NAMES = {"nl": "Nederlands", "en": "English"}
CACHE_CONTROL = "public, max-age=0, must-revalidate"

Paths = Mapping[str, str]


def frame(
    organisation: Organisation | None,
    language: str,
    title: str,
    paths: Paths,
    **more: Any,
) -> dict[str, Any]:
    """The variable ``page``: what head, header and footer print.

    ``paths`` is this page's path per language. ``canonical`` (a path) overrides the
    canonical address, as for old versions; ``noindex`` keeps search engines away.
    """
    canonical = more.pop("canonical", paths.get(language, ""))
    page: dict[str, Any] = {
        "language": language,
        "title": title,
        "organisation": brand(organisation),
        "home_url": f"/{language}/",
        "switch": [
            {
                "code": code,
                "label": NAMES.get(code, code),
                "url": paths.get(code) or f"/{code}/",
                "current": code == language,
            }
            for code in codes()
        ],
        "year": timezone.localdate(
            timezone=organisation.zone if organisation else None
        ).year,
        **more,
    }
    if organisation is not None:
        page["canonical"] = absolute(organisation, canonical) if canonical else ""
        page["policies"] = policy_links(organisation, language)
        page["privacy_url"] = next(
            (
                p["url"]
                for p in page["policies"]
                if p["kind"] in ("privacy", "combined")
            ),
            "",
        )
        for word in ("search", "subscribe", "verify"):
            page[f"{word}_url"] = paths_of.own(language, word)
        page["feed_url"] = paths_of.feed_of_all(language)
        if not page.get("noindex"):
            page["alternates"] = alternates(organisation, paths)
    return page


def alternates(organisation: Organisation, paths: Paths) -> list[dict[str, str]]:
    """The ``hreflang`` links of a page, with ``x-default`` (F22)."""
    links = [
        {"code": code, "url": absolute(organisation, path)}
        for code, path in paths.items()
    ]
    default = paths.get(organisation.default_language)
    if default:
        links.append({"code": "x-default", "url": absolute(organisation, default)})
    return links


def policy_links(organisation: Organisation, language: str) -> list[dict[str, Any]]:
    """The organisation's policies that have a version in force. One query."""
    took_effect = Version.objects.filter(policy=OuterRef("pk")).effective(
        timezone.now()
    )
    policies = Policy.objects.filter(
        Exists(took_effect), organisation=organisation
    ).order_by("position", "pk")
    return [
        {"title": p.title_in(language), "url": p.path(language), "kind": p.kind}
        for p in policies
    ]


def version_facts(
    version: Version, document: Document, language: str, state: str
) -> dict[str, Any]:
    """What templates print of a version."""
    return listed_facts(version, document.updated, language, state)


def listed_facts(
    version: Version, updated: str, language: str, state: str
) -> dict[str, Any]:
    """The same without its text; ``updated`` is the day of its last change, or ""."""
    organisation = version.policy.organisation
    path = paths_of.version(version.policy, language, version.number)
    note = texts(version, "note")
    return {
        "number": version.number,
        "effective_from": version.effective_from,
        "published_at": version.published_at,
        "updated": dt.date.fromisoformat(updated) if updated else None,
        "note": note.get(language) or next(iter(note.values()), ""),
        "note_lang": "" if language in note else next(iter(note), ""),
        "material": version.material,
        "digest": version.digest,
        "state": state,
        "state_label": str(dict(VERSION_STATES)[state]),
        "url": path,
        "absolute_url": absolute(organisation, path),
    }


def version_page(
    request: HttpRequest,
    version: Version,
    language: str,
    *,
    state: str,
    paths: Paths,
    old: bool = False,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page of a version. ``old`` marks a fixed address beside the text in force.

    ``more`` is where the page leads besides (policies.views.leads).
    """
    policy = version.policy
    document = version.document
    view = DocumentView(document, language, policy.anchors)
    title = str(view.title.html)
    context = {
        "document": view,
        "summary": Summary(view),
        "processor_notices": {} if old else notices.block(version, document, language),
        "version": version_facts(version, document, language, state),
        "versions_url": paths_of.under(policy, language, "versions"),
        "search_url": "" if old else paths_of.under(policy, language, "search"),
        "current_url": policy.path(language) if old and state != "in_force" else "",
        "page": frame(
            policy.organisation,
            language,
            title,
            paths,
            canonical=policy.path(language),
            noindex=old,
            description=description(document, language),
            policy_feed_url=paths_of.feed(policy, language),
            embed_url="" if old else paths_of.under(policy, language, "embed"),
        ),
        **(more or {}),
    }
    return respond(
        request, "policies/policy.html", context, policy.organisation, language
    )


def draft_page(
    request: HttpRequest,
    policy: Policy,
    language: str,
    *,
    paths: Paths | None = None,
    shared_until: dt.datetime | None = None,
) -> HttpResponse:
    """The draft as its public page would look, for staff. Never cached.

    ``shared_until`` says to outside counsel how long the link is valid.
    """
    document = compile_draft(draft_of(policy))
    view = DocumentView(document, language)
    paths = paths or {code: f"?language={code}" for code in codes()}
    page = frame(
        policy.organisation, language, str(view.title.html), paths, noindex=True
    )
    page["canonical"] = ""
    _lead_to_the_public(page, policy.organisation)
    context = {
        "document": view,
        "summary": Summary(view),
        "preview": True,
        "shared_until": shared_until,
        "page": page,
        "version": {},
    }
    response = respond(
        request, "policies/policy.html", context, policy.organisation, language
    )
    response["Cache-Control"] = "private, no-store"
    # It needs no script: the admin host's leave to run some is not for this page.
    response.text_framed_by = "'self'"  # type: ignore[attr-defined]
    return response


def _lead_to_the_public(page: dict[str, Any], organisation: Organisation) -> None:
    """A draft is shown on the admin host; what stands around it is elsewhere."""
    for name, url in page.items():
        if name.endswith("_url") and url:
            page[name] = absolute(organisation, url)
    page["policies"] = [
        {**link, "url": absolute(organisation, link["url"])}
        for link in page["policies"]
    ]


def respond(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    organisation: Organisation,
    language: str,
    status: int = 200,
) -> HttpResponse:
    """Render in the language and the organisation's time zone, with cache headers."""
    with translation.override(language), timezone.override(organisation.zone):
        body = render_to_string(template, {**context, "request": request})
    response = HttpResponse(trimmed(body), status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = CACHE_CONTROL
    return response


def description(document: Document, language: str) -> str:
    """A sentence for search engines: the beginning of the first text."""
    for section in document.walk():
        found = [section.intro, *(entry.description for entry in section.entries)]
        for text in found:
            if words := plain(text.get(language, "")).replace("\n", " "):
                return shortened(words)
    return ""


def shortened(words: str) -> str:
    """As much of a text as search engines show, cut between words."""
    return words if len(words) <= 160 else f"{words[:157].rsplit(' ', 1)[0]}…"
