"""A policy on somebody's own site: a short address for ever, and what can be copied.

Three ways, from always today's text to always the very same text: a link by the short
address; a frame; and the HTML of one version, taken over only if its digest is right.
None sets a cookie, and none runs a script of ours.
"""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from organisations.languages import accepted, codes
from organisations.models import Organisation
from policies import editions, pages, paths
from policies.exporters import fragment
from policies.models import Policy, Version
from policies.rendering import DocumentView
from policies.states import IN_FORCE, POLICY_KINDS
from policies.views import answers, finding

# A kind that leads to another one where the organisation has none of its own.
INSTEAD = {"privacy": "combined", "cookie": "combined"}
_CODE = re.compile(r"[0-9a-f]{8}")
_LEADS_AWAY = re.compile(r'<a (?=[^>]*\bhref="[^#])')


@require_safe
def short(request: HttpRequest, code: str, language: str = "") -> HttpResponse:
    """``/p/privacy/`` or ``/p/3f2a9c1b/``: to the text in force, whatever it is called.

    In the visitor's language, or in the one that the address names.
    """
    at = finding.organisation_or_404(request)
    found = _by_code(at, code)
    if found is None or (language and language not in codes()):
        raise Http404
    wanted = language or accepted(request.headers.get("Accept-Language", ""))
    response = HttpResponseRedirect(found.path(wanted or at.default_language))
    response["Cache-Control"] = pages.CACHE_CONTROL
    if not language:
        patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def embed(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """What the owner of a site can copy, with the digest of the text in force."""
    found, row = _in_force(request, language, slug)
    at = found.organisation
    if row.withdrawn is not None:
        return answers.withdrawn(request, row, language)
    title = _("Show this text on another site")
    here = {code: paths.under(found, code, "embed") for code in codes()}
    context = {
        "title": found.title_in(language),
        "policy_url": found.path(language),
        "number": row.number,
        "is_privacy": found.kind in ("privacy", "combined"),
        "short_url": absolute(at, paths.short(found)),
        "language_url": absolute(at, f"{paths.short(found)}{language}/"),
        "frame_url": absolute(at, paths.under(found, language, "embed", "frame")),
        **_fragment(row, language),
        "page": pages.frame(at, language, title, here, noindex=True),
    }
    return pages.respond(request, "policies/embed/embed.html", context, at, language)


@require_safe
def frame(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The bare text in force, the one page that other sites may show in a frame."""
    _found, row = _in_force(request, language, slug)
    if row.withdrawn is not None:
        return _framed(answers.withdrawn(request, row, language))
    return _framed(answers.dated(bare(request, row, language), row))


def bare(request: HttpRequest, row: Version, language: str) -> HttpResponse:
    """The page of a version while it is in force, without anything around its text."""
    found = row.policy
    at = found.organisation
    view = DocumentView(row.document, language)
    here = {code: paths.under(found, code, "embed", "frame") for code in codes()}
    canonical = found.path(language)
    title = str(view.title.html)
    page = pages.frame(at, language, title, here, canonical=canonical, noindex=True)
    page["switch"] = []  # the site around the frame chose the language
    context = {
        "document": view,
        "version": pages.version_facts(row, row.document, language, IN_FORCE),
        "address": absolute(at, canonical),
        "page": page,
    }
    return pages.respond(request, "policies/embed/frame.html", context, at, language)


def _in_force(request: HttpRequest, language: str, slug: str) -> tuple[Policy, Version]:
    found = finding.policy_or_404(request, language, slug)
    row = Version.objects.in_force(found, timezone.now())
    if row is None:
        raise Http404
    return found, row


def _by_code(at: Organisation, code: str) -> Policy | None:
    """The policy of that code; of a kind, the first one that can be read."""
    readable = Version.objects.filter(policy=OuterRef("pk")).effective(timezone.now())
    rows = Policy.objects.filter(Exists(readable), organisation=at)
    kinds = [code, INSTEAD.get(code, code)]
    if code in dict(POLICY_KINDS):
        found = list(rows.filter(kind__in=kinds).order_by("position", "pk"))
        found.sort(key=lambda policy: kinds.index(policy.kind))
        return found[0] if found else None
    if not _CODE.fullmatch(code):
        return None
    first, last = uuid.UUID(code + "0" * 24), uuid.UUID(code + "f" * 24)
    return rows.filter(uid__range=(first, last)).order_by("pk").first()


def _fragment(row: Version, language: str) -> dict[str, Any]:
    """Where the HTML of that version is, and its digest in both usual spellings."""
    content = fragment.write(editions.of(row), language)
    path = paths.version(row.policy, language, row.number)
    digest = hashlib.sha256(content)
    return {
        "fragment_url": absolute(
            row.policy.organisation, f"{path}policy.{fragment.NAME}"
        ),
        "digest": digest.hexdigest(),
        "integrity": f"sha256-{base64.b64encode(digest.digest()).decode()}",
    }


def _framed(response: HttpResponse) -> HttpResponse:
    """For a frame on any site: what leads away from the text opens beside it."""
    html = _LEADS_AWAY.sub('<a target="_blank" ', response.text)
    response.content = html.encode()
    response.text_framed_by = "*"  # type: ignore[attr-defined]
    response.xframe_options_exempt = True
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
