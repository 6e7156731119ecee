"""Choosing the organisation that one works for; CMS pages follow it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from organisations import permissions
from organisations.middleware import AdminOrganisationMiddleware


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the choice in the session; 404 for what is not one's own."""
    mine = permissions.of(request.user).organisations()
    slug = request.POST.get("organisation", "").strip()
    chosen = mine.filter(slug=slug).first()
    if chosen is None:
        raise Http404
    request.session[AdminOrganisationMiddleware.SESSION_KEY] = chosen.pk
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return HttpResponseRedirect(wanted if safe else reverse("admin:index"))
