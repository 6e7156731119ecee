"""The readable reference of the API: a page made from its description."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import re_path
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from organisations.languages import codes
from policies import pages, paths
from policies.api import describing, in_words, problems
from policies.api.service import ROOT
from policies.views.finding import organisation_or_404

Json = dict[str, Any]


def lead(request: HttpRequest) -> HttpResponse:
    """From /api/ to the page in the organisation's own language."""
    language = organisation_or_404(request).default_language
    return HttpResponseRedirect(
        paths.own(language, "api"), headers={"Cache-Control": pages.CACHE_CONTROL}
    )


@require_safe
def reference(request: HttpRequest, language: str) -> HttpResponse:
    """Every resource with its parameters and answers. In English, in the page's frame."""
    organisation = organisation_or_404(request)
    if language not in codes():
        raise Http404
    found = describing.of(organisation)
    with override(language):
        title = gettext("API reference")
    here = {code: paths.own(code, "api") for code in codes()}
    page = pages.frame(organisation, language, title, here)
    context = {
        "groups": _groups(found, _slug(page)),
        "objects": in_words.objects(found["components"]["schemas"]),
        "description": in_words.marked(found["info"]["description"]),
        "faults": [
            {"status": status, "description": text}
            for status, text in problems.DETAILS.items()
        ],
        "openapi_url": f"{ROOT}openapi.json",
        "base": absolute(organisation, ROOT),
        "page": page,
    }
    return pages.respond(request, "policies/api.html", context, organisation, language)


PATTERN = re_path(paths.own_pattern("api"), reference, name="api_reference")


def _slug(page: Json) -> str:
    """The last part of the address of a policy of this organisation, for examples."""
    policies = page["policies"]
    return str(policies[0]["url"]).strip("/").rpartition("/")[2] if policies else ""


def _groups(found: Json, policy: str) -> list[Json]:
    """The resources by their tag, in their order; the examples ask for that policy."""
    groups: dict[str, list[Json]] = {}
    origin = found["servers"][0]["url"]
    for path, methods in found["paths"].items():
        operation = methods["get"]
        groups.setdefault(operation["tags"][0], []).append(
            _resource(path, operation, origin, policy)
        )
    return [{"name": name, "resources": some} for name, some in groups.items()]


def _resource(path: str, operation: Json, origin: str, policy: str) -> Json:
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return {
        "id": operation["operationId"].replace("_", "-"),
        "path": path,
        "summary": operation["summary"],
        "description": in_words.marked(operation["description"]),
        "parameters": [_parameter(each) for each in operation["parameters"]],
        "answer": in_words.of_type(answer),
        "faults": [
            {"status": status, "description": fault["description"]}
            for status, fault in operation["responses"].items()
            if status not in ("200", "304")
        ],
        "call": f"curl '{origin}{_example(path, operation['parameters'], policy)}'",
    }


def _parameter(found: Json) -> Json:
    schema = found["schema"]
    limits = [schema.get(name) for name in ("minimum", "maximum")]
    return {
        "name": found["name"],
        "type": in_words.of_type(schema),
        "required": found["required"],
        "description": in_words.marked(found.get("description", "")),
        "limits": "–".join(str(n) for n in limits if n is not None),
        "default": schema.get("default"),
    }


def _example(path: str, parameters: list[Json], policy: str) -> str:
    """The address with examples filled in; a policy that is really there, if any is."""
    path = path.replace("{policy}", policy or "{policy}")
    query = []
    for each in parameters:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", str(each["example"]))
        elif each["required"]:
            query.append(f"{each['name']}={each['example']}")
    return f"{path}?{'&'.join(query)}" if query else path
