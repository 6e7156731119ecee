"""The addresses of the API. On public hosts only."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import path, re_path

from policies.api import describing, reference
from policies.api.service import ROOT, api


def _nothing(request: HttpRequest, rest: str = "") -> NoReturn:
    """Every other address below /api/ is not found, and not a page of the CMS."""
    raise Http404


_root = ROOT.lstrip("/")
urlpatterns = [
    path("api/", reference.lead, name="api"),
    path(_root, reference.lead),
    path(f"{_root}openapi.json", describing.openapi, name="openapi"),
    path(_root, api.urls),
    re_path(r"^api/(?P<rest>.*)$", _nothing),
    reference.PATTERN,
]
