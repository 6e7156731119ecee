"""The published JSON Schemas: of a Document, and of a version's JSON file."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import WithJsonSchema

from policies import schema
from policies.views.finding import organisation_or_404

router = Router(tags=["Schemas"])

JsonSchema = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "description": "A JSON Schema, 2020-12.",
            "required": ["$schema"],
        }
    ),
]


@router.get("/schemas/document.json", response=JsonSchema,
            operation_id="document_schema", summary="Schema of a Document")  # fmt: skip
def document_schema(request: HttpRequest) -> dict[str, Any]:
    """What a Document can hold: the text of a version, over whose canonical JSON
    (RFC 8785) the digest is taken."""
    organisation_or_404(request)
    return schema.document_schema()


@router.get("/schemas/version.json", response=JsonSchema,
            operation_id="version_schema", summary="Schema of a version")  # fmt: skip
def version_schema(request: HttpRequest) -> dict[str, Any]:
    """What the file `policy.json` of a version holds: its facts and its Document."""
    organisation_or_404(request)
    return schema.version_schema()
