"""From the host name to the organisation, before anything else looks at the request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from organisations import hostnames, permissions, rebranding, site_context
from organisations.languages import codes
from organisations.models import Host, Organisation, Rebranding

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HostMiddleware:
    """Sets ``request.organisation`` and ``request.site``; an unknown host gets 404.

    The answer to an unknown host is the same whatever was asked and repeats nothing of
    it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find the organisation, or answer 404."""
        if _malformed(request):
            return not_understood(request)
        name = hostnames.asked(request.META)
        request.host_name = name  # type: ignore[attr-defined]
        request.organisation = None  # type: ignore[attr-defined]
        request.moved = None  # type: ignore[attr-defined]
        request.is_admin_host = name == hostnames.normalise(settings.ADMIN_HOST)  # type: ignore[attr-defined]
        if request.is_admin_host:  # type: ignore[attr-defined]
            return self.get_response(request)
        return self._public(request, name)

    def _public(self, request: HttpRequest, name: str) -> HttpResponseBase:
        if not name:
            return unknown_host(request)
        host = (
            Host.objects.filter(name=name)
            .annotate(rebranded=Exists(Rebranding.objects.filter(old_host=name)))
            .select_related("organisation__site")
            .prefetch_related("organisation__hosts")
            .first()
        )
        some_paths_moved = host is None or host.rebranded
        moved = rebranding.find(name, request.path) if some_paths_moved else None
        asset = request.path.startswith(settings.STATIC_URL)
        if moved is not None and not asset:
            request.moved = moved  # type: ignore[attr-defined]
            return rebranding.answer(request, moved)
        found = moved or host
        if found is None:
            return unknown_host(request)
        return self._serve(request, found.organisation)

    def _serve(
        self, request: HttpRequest, organisation: Organisation
    ) -> HttpResponseBase:
        request.user = AnonymousUser()
        # Public hosts have no session to forge a request for.
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        request.urlconf = settings.PUBLIC_URLCONF
        request.organisation = organisation  # type: ignore[attr-defined]
        with site_context.use(organisation.site):
            request.site = organisation.site
            return self.get_response(request)


def _malformed(request: HttpRequest) -> bool:
    """No path (``OPTIONS *``), or a NUL, which no page's address has.

    PostgreSQL refuses to look one up, with an error.
    """
    path, query = request.path_info, request.META.get("QUERY_STRING", "")
    return not path.startswith("/") or "\0" in path or "%00" in query


def not_understood(request: HttpRequest) -> HttpResponse:
    """400, in both languages: nothing of such a request is looked at any further."""
    body = render_to_string("400.html", {"request": request})
    return HttpResponse(body, status=400)


def unknown_host(request: HttpRequest) -> HttpResponse:
    """The one answer to every host that is not ours."""
    body = render_to_string("host_unknown.html", {"request": request})
    return HttpResponse(body, status=404)


class AdminOrganisationMiddleware:
    """On the admin host: the organisation that the member of staff works for.

    It is chosen once and kept in the session; it sets ``request.site``, so that the CMS
    shows that organisation's pages. Only organisations of the user's own count.
    """

    SESSION_KEY = "organisation"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the organisation that was chosen."""
        if not request.is_admin_host:  # type: ignore[attr-defined]
            return self.get_response(request)
        organisation = self._chosen(request)
        request.organisation = organisation  # type: ignore[attr-defined]
        if organisation is None:
            return self.get_response(request)
        with site_context.use(organisation.site):
            request.site = organisation.site
            return self.get_response(request)

    def _chosen(self, request: HttpRequest) -> Organisation | None:
        if not request.user.is_authenticated:
            return None
        held = permissions.of(request.user)
        wanted = request.session.get(self.SESSION_KEY)
        chosen = next((own for own in held.own if own.pk == wanted), None)
        if chosen is None and wanted and len(held.own) > permissions.MOST_LISTED:
            every = held.organisations().select_related("site")
            chosen = every.filter(pk=wanted).first()
        return chosen or next(iter(held.own), None)


class LanguageMiddleware:
    """The language of the address: ``/nl/…`` or ``/en/…``; no cookie on public hosts.

    On the admin host an address without language follows what the user chose (a cookie
    there) or the browser.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the address."""
        language = self._language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest) -> str:
        first = request.path_info.split("/", 2)[1]
        if first in codes():
            return first
        if request.is_admin_host:  # type: ignore[attr-defined]
            return translation.get_language_from_request(request)
        return str(request.organisation.default_language)  # type: ignore[attr-defined]
