"""A policy as a file: ``policy.<name>`` beside the text in force, a version, a day.

``policy`` without a name leads to the file, or to the page, that the request's
``Accept`` prefers; no other address depends on a header.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from organisations.languages import texts
from policies import downloads, editions, pages, paths
from policies.exporters import Format, Unmade, formats, kept
from policies.models import Version
from policies.views import answers, finding


@require_safe
def current(
    request: HttpRequest, language: str, slug: str, name: str = ""
) -> HttpResponse:
    """The text in force."""
    found = finding.policy_or_404(request, language, slug)
    row = Version.objects.in_force(found, timezone.now())
    return _answer(request, row, language, name or "", found.path(language))


@require_safe
def version(
    request: HttpRequest, language: str, slug: str, number: int, name: str = ""
) -> HttpResponse:
    """A version, at its address for ever."""
    found = finding.policy_or_404(request, language, slug)
    row = finding.version_or_404(found, number)
    return _answer(request, row, language, name or "")


@require_safe
def on_day(
    request: HttpRequest, language: str, slug: str, day: str, name: str = ""
) -> HttpResponse:
    """What was in force on a day."""
    found = finding.policy_or_404(request, language, slug)
    row = finding.on_day(found, finding.day_or_404(found, day))
    return _answer(request, row, language, name or "")


def _answer(
    request: HttpRequest, row: Version | None, language: str, name: str, page: str = ""
) -> HttpResponse:
    if row is None or (name and name not in formats()):
        raise Http404
    with translation.override(language):
        if row.withdrawn is not None:
            return _withdrawn(row, language)
        if not name:
            return _preferred(request, language)
        return _file(row, language, formats()[name], page)


def _file(row: Version, language: str, form: Format, page: str) -> HttpResponse:
    """The file, with what caches, search engines and other sites are told about it."""
    try:
        if not form.available():
            return _unavailable(form, language)
        content = kept.content(editions.of(row), form, language)
    except Unmade:
        return _later(language)
    response = HttpResponse(content, content_type=form.media_type)
    response["Content-Disposition"] = f'inline; filename="{_name(row, language, form)}"'
    spoken = row.document.written_in() if form.all_languages else (language,)
    response["Content-Language"] = ", ".join(spoken)
    set_response_etag(response)
    html = page or paths.version(row.policy, language, row.number)
    address = absolute(row.policy.organisation, html)
    response["Link"] = f'<{address}>; rel="canonical"'
    if not page:
        response["X-Robots-Tag"] = "noindex"
    # What is public anyway may be read by other sites' pages, too.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = pages.CACHE_CONTROL
    return answers.dated(response, row)


def _name(row: Version, language: str, form: Format) -> str:
    """What the file is called when it is saved, like acme-privacy-v3-en.pdf."""
    policy = row.policy
    slug = policy.path(language).strip("/").rpartition("/")[2]
    parts = [policy.organisation.slug, slug, f"v{row.number}"]
    if not form.all_languages:
        parts.append(language)
    return f"{'-'.join(parts)}.{form.name}"


def _preferred(request: HttpRequest, language: str) -> HttpResponse:
    """303 to what ``Accept`` prefers; the page, where it doesn't matter; or 406."""
    page = request.path.removesuffix("policy")
    offer = {"text/html": page}
    for form in downloads.on_offer():
        offer.setdefault(downloads.file_type(form), f"{page}policy.{form.name}")
    wanted = request.get_preferred_type(list(offer))
    if wanted is None:
        lines = [_("This text can be had as:")]
        lines += [f"{kind}: {address}" for kind, address in offer.items()]
        response = _plain(HTTPStatus.NOT_ACCEPTABLE, lines, language)
    else:
        response = HttpResponse(status=HTTPStatus.SEE_OTHER)
        response["Location"] = offer[wanted]
        response["Cache-Control"] = pages.CACHE_CONTROL
    response["Vary"] = "Accept"
    return response


def _withdrawn(row: Version, language: str) -> HttpResponse:
    reason = texts(row.withdrawn, "reason") if row.withdrawn else {}
    lines = [_("This text was withdrawn."), reason.get(language, "")]
    return _plain(HTTPStatus.GONE, lines, language)


def _unavailable(form: Format, language: str) -> HttpResponse:
    lines = [
        _("This website cannot make %(format)s files at present.")
        % {"format": form.label},
        _("The page and the other formats have the same text."),
    ]
    return _plain(HTTPStatus.SERVICE_UNAVAILABLE, lines, language)


def _later(language: str) -> HttpResponse:
    lines = [_("This file could not be made just now. Try again in a few minutes.")]
    response = _plain(HTTPStatus.SERVICE_UNAVAILABLE, lines, language)
    response["Retry-After"] = "60"
    return response


def _plain(status: HTTPStatus, lines: list[str], language: str) -> HttpResponse:
    text = "\n".join(line for line in lines if line) + "\n"
    response = HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8"
    )
    response["Content-Language"] = language
    response["Cache-Control"] = (
        "no-store" if status == HTTPStatus.SERVICE_UNAVAILABLE else pages.CACHE_CONTROL
    )
    return response
