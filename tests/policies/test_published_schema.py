"""The published JSON Schema is the one that the code checks with."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from jsonschema import Draft202012Validator

from policies.schema import document_schema
from tests import world


def test_the_published_schema_is_current() -> None:
    """Mend with: manage.py document_schema > docs/document.schema.json"""
    path = Path(settings.BASE_DIR) / "docs" / "document.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == document_schema()


def test_it_is_a_json_schema_that_accepts_a_document_and_refuses_nonsense() -> None:
    schema = document_schema()
    Draft202012Validator.check_schema(schema)
    data = world.document().as_dict()
    assert Draft202012Validator(schema).is_valid(data)
    data["sections"][1]["entries"][0]["attributes"]["period"] = "7 jaar"
    assert not Draft202012Validator(schema).is_valid(data)
