"""Schemas of the API's description in words, for the page that people read."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

Json = dict[str, Any]
_REF = "#/components/schemas/"
# Described by the JSON Schema that the API serves: too long to be read in a table.
_ELSEWHERE = ("Document", "Section", "Entry")
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def marked(text: str) -> SafeString:
    """A description, which by OpenAPI is Markdown."""
    inline: str = _MARKDOWN.renderInline(text.replace("\n", " "))
    found: SafeString = mark_safe(inline)  # noqa: S308 our own words, and without HTML in them
    return found


def objects(schemas: Json) -> list[Json]:
    """The objects that answers are made of, with their members."""
    return [
        _object(name, found)
        for name, found in schemas.items()
        if name not in _ELSEWHERE
    ]


def _object(name: str, schema: Json) -> Json:
    for part in schema.get("allOf", ()):
        schema = {**schema, "extends": of_type(part)["text"]}
    required = schema.get("required", ())
    return {
        "name": name,
        "extends": schema.get("extends", ""),
        "description": marked(schema.get("description", "")),
        "members": [
            {
                "name": member,
                "type": of_type(found),
                "description": marked(found.get("description", "")),
                "always": member in required,
            }
            for member, found in schema.get("properties", {}).items()
        ],
    }


def of_type(schema: Json) -> Json:
    """A type in words, and the object that it leads to."""
    if options := schema.get("anyOf"):
        known = [of_type(option) for option in options]
        target = next((each["target"] for each in known if each["target"]), "")
        return {"text": " or ".join(each["text"] for each in known), "target": target}
    if reference := schema.get("$ref", ""):
        name = reference.removeprefix(_REF)
        return {"text": name, "target": "" if name in _ELSEWHERE else name}
    if schema.get("type") == "array":
        item = of_type(schema.get("items", {}))
        return {"text": f"list of {item['text']}", "target": item["target"]}
    return {"text": _plain(schema), "target": ""}


def _plain(schema: Json) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if texts := schema.get("patternProperties"):
        return f"{next(iter(texts.values())).get('format', 'text')} per language"
    name = schema.get("type", "any value")
    return schema.get("format") or str(name)
