"""The published JSON Schema of a Document, made from the kinds, and its checking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator

from policies import hygiene, kinds
from policies.document import FORMAT, MAX_DEPTH, Document
from policies.states import POLICY_KINDS

VERSION_FORMAT = "privacysite.version/1"
IDENTIFIER = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,79}$"}
TEXTS = {
    "type": "object",
    "description": "Language code (ISO 639-1) to text. What is not written is absent.",
    "additionalProperties": False,
    "patternProperties": {"^[a-z]{2}$": {"type": "string", "minLength": 1}},
}


def document_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the canonical JSON of every version."""
    sections = {"type": "array", "items": {"$ref": "#/$defs/section"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Policy document",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "kind", "languages", "title", "sections"],
        "properties": {
            "format": {"const": FORMAT},
            "kind": {"enum": [kind for kind, _ in POLICY_KINDS]},
            "languages": {
                "type": "array",
                "items": {"type": "string", "pattern": "^[a-z]{2}$"},
                "minItems": 1,
                "uniqueItems": True,
            },
            "title": TEXTS,
            "updated": {"type": "string", "format": "date"},
            "organisation": {"type": "object"},
            "sections": sections,
        },
        "$defs": {
            "section": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "anchor", "kind"],
                "properties": {
                    "id": IDENTIFIER,
                    "anchor": IDENTIFIER,
                    "kind": {"enum": sorted(kinds.all_kinds())},
                    "heading": TEXTS,
                    "intro": TEXTS,
                    "entries": {"type": "array", "items": {"$ref": "#/$defs/entry"}},
                    "outro": TEXTS,
                    "attributes": {"type": "object"},
                    "sections": sections,
                },
                "allOf": [_rules(name) for name in sorted(kinds.all_kinds())],
            },
            "entry": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id"],
                "properties": {
                    "id": IDENTIFIER,
                    "anchor": IDENTIFIER,
                    "term": TEXTS,
                    "description": TEXTS,
                    "attributes": {"type": "object"},
                },
            },
        },
    }


def version_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a published version: its facts and its Document."""
    document = document_schema()
    definitions = document.pop("$defs")
    document.pop("$schema")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Published version of a policy",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", *_PUBLICATION, "document"],
        "properties": {
            "format": {"const": VERSION_FORMAT},
            **_PUBLICATION,
            "document": document,
        },
        "$defs": definitions,
    }


_MOMENT = {"type": "string", "format": "date-time"}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PUBLICATION: Mapping[str, Mapping[str, Any]] = {
    "policy": {"type": "string", "format": "uuid"},
    "version": {"type": "integer", "minimum": 1},
    "effective_from": _MOMENT,
    "published_at": _MOMENT,
    "changed": {"type": "string", "format": "date"},
    "material": {"type": "boolean"},
    "note": TEXTS,
    "addresses": {
        "type": "object",
        "description": "Language code to the permanent address of this version.",
        "patternProperties": {"^[a-z]{2}$": {"type": "string", "format": "uri"}},
        "additionalProperties": False,
    },
    "digest": {
        **_DIGEST,
        "description": "SHA-256 of the document as canonical JSON (RFC 8785).",
    },
    "log": {
        "type": "object",
        "description": "The version's row in the log of all publications.",
        "additionalProperties": False,
        "required": ["sequence", "previous", "digest"],
        "properties": {
            "sequence": {"type": "integer", "minimum": 1},
            "previous": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
            "digest": _DIGEST,
        },
    },
}


def problems(data: Mapping[str, Any]) -> list[str]:
    """What is wrong with plain data that claims to be a Document, place by place."""
    if _too_deep(data):  # before anything walks down it
        return [f"sections: more than {MAX_DEPTH} levels"]
    validator = Draft202012Validator(
        document_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    found = [
        f"{'/'.join(str(part) for part in error.absolute_path) or '/'}: {error.message}"
        for error in validator.iter_errors(data)
    ]
    if found:
        return found
    document = Document.from_dict(data)
    return [*_beyond_schema(document), *hygiene.problems(document)]


def _beyond_schema(document: Document) -> list[str]:
    """What JSON Schema can't say: identities and anchors are unique."""
    found = []
    for name in ("id", "anchor"):
        values = [getattr(section, name) for section in document.walk()]
        found += [f"sections: {name} {v!r} twice" for v in _doubles(values)]
    for section in document.walk():
        ids = [entry.id for entry in section.entries]
        found += [f"{section.anchor}: entry id {v!r} twice" for v in _doubles(ids)]
        anchors = [entry.anchor or entry.id for entry in section.entries]
        if not _doubles(ids):
            found += [
                f"{section.anchor}: entry anchor {v!r} twice" for v in _doubles(anchors)
            ]
    return found


def _doubles(values: list[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > 1)


def _too_deep(data: Mapping[str, Any]) -> bool:
    level = [data]
    for _depth in range(MAX_DEPTH + 1):
        level = [child for parent in level for child in _children(parent)]
    return bool(level)


def _children(parent: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    children = parent.get("sections")
    if not isinstance(children, list):
        return []
    return [child for child in children if isinstance(child, Mapping)]


def _rules(name: str) -> dict[str, Any]:
    kind = kinds.get(name)
    entry = {"properties": {"attributes": kind.entry_schema()}}
    entries: dict[str, Any] = {"items": entry} if kind.has_entries else {"maxItems": 0}
    return {
        "if": {"properties": {"kind": {"const": name}}},
        "then": {
            "properties": {"attributes": kind.section_schema(), "entries": entries}
        },
    }
