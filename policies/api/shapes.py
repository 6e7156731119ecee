"""The parts that answers are made of: texts, moments, links, a policy, a version."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

from policies.states import CANCELLED, POLICY_KINDS, VERSION_STATES

_LANGUAGE = "^[a-z]{2}$"
_TEXTS = {
    "type": "object",
    "additionalProperties": False,
    "patternProperties": {_LANGUAGE: {"type": "string"}},
}

Texts = Annotated[
    dict[str, str],
    WithJsonSchema(
        {
            **_TEXTS,
            "description": "A text per language code; unwritten languages are absent.",
            "examples": [{"nl": "Cookiebeleid", "en": "Cookie policy"}],
        }
    ),
]
Pages = Annotated[
    dict[str, str],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {_LANGUAGE: {"type": "string", "format": "uri"}},
            "description": "The address of the page in each language.",
        }
    ),
]
Moment = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "A moment in UTC (ISO 8601).",
            "examples": ["2022-10-25T22:00:00Z"],
        }
    ),
]
Date = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "format": "date",
            "description": "A day (ISO 8601).",
            "examples": ["2022-10-26"],
        }
    ),
]
Uri = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
Uid = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "format": "uuid",
            "description": "The policy's uid, which never changes.",
        }
    ),
]
Digest = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256, as hexadecimal digits.",
        }
    ),
]
PreviousDigest = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^([0-9a-f]{64})?$",
            "description": "The digest of the row before it; empty for the first.",
        }
    ),
]
Kind = Annotated[
    str,
    WithJsonSchema({"enum": [kind for kind, _ in POLICY_KINDS], "type": "string"}),
]
State = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "enum": [state for state, _ in VERSION_STATES if state != CANCELLED],
            "description": "What it is at this moment.",
        }
    ),
]
# `describing` puts the published schema of a Document in the place of these.
Document = Annotated[dict[str, Any], WithJsonSchema({"$comment": "Document"})]
Entry = Annotated[dict[str, Any], WithJsonSchema({"$comment": "Entry"})]
Value = Annotated[
    Any,
    WithJsonSchema({"description": "A value as in the Document; null: there is none."}),
]


class Log(BaseModel):
    """A version's row in the installation's log, which proves its order."""

    sequence: int = Field(ge=1, description="Its place in the log.")
    previous: PreviousDigest
    digest: Digest


class Withdrawn(BaseModel):
    """That a version no longer holds, since when and why."""

    at: Moment
    reason: Texts


class VersionLinks(BaseModel):
    """Where a version is. The page's formats are beside it."""

    self: Uri
    policy: Uri
    page: Pages
    formats: dict[str, Pages] = Field(
        description="The address of each format that can be had, by its name."
    )


class VersionFacts(BaseModel):
    """The facts of a publication, with the names that every format has."""

    policy: Uid
    version: int = Field(ge=1, description="The number, counted per policy.")
    state: State
    effective_from: Moment
    published_at: Moment
    changed: Date
    material: bool = Field(description="Whether it was published as a material change.")
    note: Texts
    addresses: Pages
    digest: Digest
    log: Log
    withdrawn: Withdrawn | None = Field(description="null: it was not.")
    links: VersionLinks


class Version(VersionFacts):
    """A version with its whole text."""

    document: Document


class PolicyLinks(BaseModel):
    """Where a policy is."""

    self: Uri
    versions: Uri
    current: Uri
    current_version: Uri
    page: Pages


class Policy(BaseModel):
    """A policy with the versions in force and scheduled, without their texts."""

    policy: Uid
    kind: Kind
    title: Texts
    slug: Texts
    reviewed_on: Date | None = Field(
        description="The day on which the text in force was last reviewed; null: not "
        "since it took effect, was published and changed."
    )
    current: VersionFacts = Field(
        description="What is in force; its text is gone when its state is withdrawn."
    )
    scheduled: list[VersionFacts] = Field(
        description="Versions that are announced, the next one first."
    )
    links: PolicyLinks


class PolicyList(BaseModel):
    """A part of the organisation's policies, in its own order."""

    count: int = Field(ge=0, description="How many there are in all.")
    items: list[Policy]


class VersionList(BaseModel):
    """A part of a policy's versions, the latest first."""

    count: int = Field(ge=0, description="How many there are in all.")
    items: list[VersionFacts]
