"""The API itself: which routers it has, how it writes JSON and how it answers faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from policies.api import problems

ROOT = "/api/v1/"
_DESCRIPTION = (
    "What the organisation of this host has published: its policies, every version of "
    "them, what applied on a day, what changed between two versions, and its registers "
    "of processors and cookies. Read-only, without a key and without cookies. Texts are "
    "objects from language code to text; a language that is not written is absent. "
    "Names are stable: within v1 members are added, never renamed or removed."
)


class _Renderer(JSONRenderer):
    """JSON in UTF-8, with the letters themselves."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    title="Policies",
    version="1.0.0",
    description=_DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,  # `openapi` completes it first
    docs_url=None,  # `reference` is a page of our own: Swagger comes from elsewhere
    renderer=_Renderer(),
)


def register(router: Router) -> None:
    """Add an app's resources. Call it when the app starts, before the first request."""
    api.add_router("", router)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with each parameter that was not understood."""
    faults = [
        {"in": found["loc"][0], "name": str(found["loc"][-1]), "message": found["msg"]}
        for found in error.errors
    ]
    return problems.answer(request, 422, errors=faults)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.answer(request, 404)


@api.exception_handler(problems.Withdrawn)
def _withdrawn(request: HttpRequest, error: problems.Withdrawn) -> HttpResponse:
    """410 with the reason in every language, which may be shown to visitors."""
    return problems.answer(request, 410, version=error.version, withdrawn=error.facts)
