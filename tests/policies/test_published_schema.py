"""The published JSON Schemas are those that the code checks with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from policies.schema import document_schema, version_schema
from tests import world


@pytest.mark.parametrize(
    ("name", "schema"), [("document", document_schema), ("version", version_schema)]
)
def test_the_published_schema_is_current(
    name: str, schema: Callable[[], dict[str, Any]]
) -> None:
    """Mend with: manage.py document_schema > docs/document.schema.json, and with
    --version-file > docs/version.schema.json
    """
    path = Path(settings.BASE_DIR) / "docs" / f"{name}.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == schema()
    Draft202012Validator.check_schema(schema())


def test_it_is_a_json_schema_that_accepts_a_document_and_refuses_nonsense() -> None:
    schema = document_schema()
    Draft202012Validator.check_schema(schema)
    data = world.document().as_dict()
    assert Draft202012Validator(schema).is_valid(data)
    data["sections"][1]["entries"][0]["attributes"]["period"] = "7 jaar"
    assert not Draft202012Validator(schema).is_valid(data)
