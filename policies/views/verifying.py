"""Checking a saved file, or a fingerprint, against what the organisation published."""

from __future__ import annotations

import re
import threading
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from organisations.languages import codes
from organisations.models import Organisation
from policies import pages, paths
from policies.evidence.opening import LARGEST, LARGEST_TEXT, MEGABYTE, too_large
from policies.exporters import Unmade
from policies.verifying import candidates, showing, verdict
from policies.verifying.verdict import UNREADABLE
from policies.views import finding, sent

# Reading a file takes a processor for a while; the site itself has to stay quick. One
# at a time in a process, and nobody waits: those who wait would take its threads.
reading = threading.Lock()
# What a form adds to the file that it sends.
_ENVELOPE = MEGABYTE // 4
_DIGEST = re.compile(r"[0-9a-f]{64}")


# A visitor has no session here, so nothing can be done in anybody's name.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, language: str) -> HttpResponse:
    """The form; what is known of a fingerprint (GET) or of a file (POST)."""
    organisation = finding.organisation_or_404(request)
    if language not in codes():
        raise Http404
    with translation.override(language):
        if request.method == "POST":
            return _file(request, organisation, language)
        return _fingerprint(request, organisation, language)


def _fingerprint(
    request: HttpRequest, organisation: Organisation, language: str
) -> HttpResponse:
    asked = request.GET.get("digest", "")[:200]
    digest = "".join(asked.lower().split()).removeprefix("sha256:")
    context: dict[str, Any] = {"digest": asked}
    if asked and not _DIGEST.fullmatch(digest):
        context["wrong"] = _("A fingerprint has 64 characters: digits and a to f.")
    elif asked:
        known = candidates.by_digest((digest,), candidates.public(organisation))
        context["versions"] = [showing.of(row, language) for row in known[:20]]
        context["asked"] = True
    return _page(request, organisation, language, context)


def _file(
    request: HttpRequest, organisation: Organisation, language: str
) -> HttpResponse:
    """Nothing of the file is kept, not even that it was here."""
    if sent.length(request) > LARGEST + _ENVELOPE:
        says, status = too_large(LARGEST), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return _refused(request, organisation, language, says, status)
    try:
        file = request.FILES.get("file")
    except (MultiPartParserError, BadRequest, RequestDataTooBig):
        file = None
    if not isinstance(file, UploadedFile) or not file.size:
        return _refused(request, organisation, language, _("Choose a file."))
    if not reading.acquire(blocking=False):
        return _busy(request, organisation, language)
    try:
        found = verdict.on(file.read(), candidates.public(organisation))
    except Unmade:
        return _busy(request, organisation, language)
    finally:
        reading.release()
    shown = 422 if found.outcome == UNREADABLE else 200
    context = {"verdict": showing.verdict(found)}
    return _private(_page(request, organisation, language, context, shown))


def _busy(
    request: HttpRequest, organisation: Organisation, language: str
) -> HttpResponse:
    says = _("Many files are being checked at the moment. Try again in a minute.")
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = _refused(request, organisation, language, says, status)
    response["Retry-After"] = "60"
    return response


def _refused(
    request: HttpRequest,
    organisation: Organisation,
    language: str,
    reason: str,
    status: int = HTTPStatus.BAD_REQUEST,
) -> HttpResponse:
    return _private(
        _page(request, organisation, language, {"wrong_file": reason}, status)
    )


def _private(response: HttpResponse) -> HttpResponse:
    """What somebody sent is nobody else's business."""
    response["Cache-Control"] = "private, no-store"
    return response


def _page(
    request: HttpRequest,
    organisation: Organisation,
    language: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    title = _("Check a copy")
    here = {code: paths.own(code, "verify") for code in codes()}
    result = "verdict" in context or "asked" in context
    context = {
        **context,
        "largest": LARGEST // MEGABYTE,
        "largest_text": LARGEST_TEXT // MEGABYTE,
        "page": pages.frame(
            organisation, language, title, here, noindex=result, here=here[language]
        ),
    }
    return pages.respond(
        request, "policies/verify.html", context, organisation, language, status
    )
