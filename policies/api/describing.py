"""The description of the API (OpenAPI 3.1), completed with what each answer has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.openapi.schema import REF_TEMPLATE

from organisations.addresses import canonical_host, origin
from organisations.models import Organisation
from policies import schema
from policies.api import problems
from policies.api.service import ROOT, api
from policies.views.finding import organisation_or_404

Json = dict[str, Any]
_PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": {
            "type": "string",
            "description": "By this the operator finds the request in the log.",
        },
    },
}
_INVALID = {
    "allOf": [{"$ref": REF_TEMPLATE.format(model="Problem")}],
    "required": ["errors"],
    "properties": {
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["in", "name", "message"],
                "properties": {
                    "in": {"enum": ["path", "query"]},
                    "name": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        }
    },
}
_GONE = {
    "allOf": [{"$ref": REF_TEMPLATE.format(model="Problem")}],
    "required": ["version", "withdrawn"],
    "properties": {
        "version": {"type": "integer", "minimum": 1},
        "withdrawn": {"$ref": REF_TEMPLATE.format(model="Withdrawn")},
    },
}
_HEADERS = {
    "ETag": "Send it back as If-None-Match; unchanged answers are 304, without a body.",
    "Last-Modified": "When it changed last, where that is known.",
    "Cache-Control": "May be kept, and has to be asked about each time.",
    "Access-Control-Allow-Origin": "Always *: pages of any site may read it.",
    "Link": "The first, previous, next and last part of the list (RFC 8288).",
}
# These have a state beyond found and not found: the version may be withdrawn.
_MAY_BE_GONE = {"version", "current", "on", "current_version", "comparison"}

# Registers are public where a policy lists their rows.
_MAY_BE_KEPT = {"processors", "cookie_types", "cookies"}


def of(organisation: Organisation) -> Json:
    """The whole description, for an organisation's host."""
    found = description()
    info = {**found["info"], "title": f"Policies of {organisation.trade_name}"}
    servers = [{"url": origin(canonical_host(organisation))}]
    return {**found, "info": info, "servers": servers}


@cache
def description() -> Json:
    """The whole description, the same for every host. Not to be changed."""
    found: Json = dict(api.get_openapi_schema(path_prefix=ROOT))
    schemas = found["components"].setdefault("schemas", {})
    schemas |= {"Problem": _PROBLEM, "InvalidParameters": _INVALID, "Gone": _GONE}
    schemas |= _document_schemas()
    found["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}}
        for name, text in _HEADERS.items()
    }
    for operation in _operations(found):
        _complete(operation)
    told = {name: _told(found[name]) for name in ("paths", "components")}
    return {**found, **told}


def openapi(request: HttpRequest) -> HttpResponse:
    """``openapi.json``."""
    found = of(organisation_or_404(request))
    return HttpResponse(
        api.renderer.render(request, found, response_status=200),
        content_type=api.get_content_type(),
    )


def _operations(found: Json) -> Iterator[Json]:
    for methods in found["paths"].values():
        yield from methods.values()


def _complete(operation: Json) -> None:
    """Add the headers, and the answers that every operation has."""
    for parameter in operation["parameters"]:
        # Ninja writes the examples of JSON Schema, a list, where OpenAPI has a map.
        parameter.pop("examples", None)
        if examples := parameter["schema"].pop("examples", None):
            parameter["example"] = examples[0]
        parameter["schema"].pop("description", None)
        parameter["schema"].pop("title", None)
    asked = {parameter["name"] for parameter in operation["parameters"]}
    headers = [name for name in _HEADERS if name != "Link" or "limit" in asked]
    answers = operation["responses"]
    answers["200"] = answers.pop(200)
    answers["200"]["headers"] = {
        name: {"$ref": f"#/components/headers/{name}"} for name in headers
    }
    answers["304"] = {"description": "What you have is what it says."}
    for status in _faults(operation["operationId"], asked):
        answers[str(status)] = _fault(status)


def _faults(name: str, asked: set[str]) -> Iterator[int]:
    yield 400
    if "policy" in asked or name in _MAY_BE_KEPT:
        yield 404
    yield 405
    if name in _MAY_BE_GONE:
        yield 410
    if asked:
        yield 422
    yield from (500, 503)


def _fault(status: int) -> Json:
    model = {410: "Gone", 422: "InvalidParameters"}.get(status, "Problem")
    content: Json = {"schema": {"$ref": REF_TEMPLATE.format(model=model)}}
    if status not in (410, 422):
        content["example"] = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": problems.DETAILS[status],
            "instance": f"{ROOT}policies",
        }
    return {
        "description": problems.DETAILS[status],
        "content": {problems.MEDIA_TYPE: content},
    }


def _document_schemas() -> Json:
    """The published schema of a Document, its parts beside it."""
    found = schema.document_schema()
    parts = {name.title(): part for name, part in found.pop("$defs").items()}
    return {"Document": found, **parts}


def _told(value: Any) -> Any:
    """With the schemas of Documents where they belong, without made-up titles."""
    if isinstance(value, list):
        return [_told(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$comment" in value:
        return {"$ref": REF_TEMPLATE.format(model=value["$comment"])}
    reference = value.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/$defs/"):
        model = reference.rpartition("/")[2].title()
        return {"$ref": REF_TEMPLATE.format(model=model)}
    return {
        name: member if name == "example" else _told(member)
        for name, member in value.items()
        if not (name == "title" and isinstance(member, str))
    }
