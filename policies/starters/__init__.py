"""Template sets: whole policies from which an organisation starts its own (F74).

Each is a YAML file in the exchange format's shape of sections, in both languages, with
variables for the organisation's facts. ``hint`` stands beside a section for its editor
alone. ``take: set/anchor`` takes a section of another set over, with the members beside
it instead of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from policies.document import Document
from policies.importers import sections
from policies.kinds.attributes import Label

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Starter:
    """A template set, as somebody chooses it: the kind of policy, its name, what for."""

    kind: str
    label: Label
    help: Label


STARTERS: Mapping[str, Starter] = MappingProxyType(
    {
        "privacy": Starter(
            "privacy",
            _("Privacy policy"),
            _("Everything that GDPR art. 13 asks, for visitors, customers, readers of a "
              "newsletter and job applicants."),
        ),
        "cookie": Starter(
            "cookie",
            _("Cookie policy"),
            _("Types and table from the cookie register, consent and how to withdraw it "
              "(Telecommunications Act art. 11.7a)."),
        ),
        "combined": Starter(
            "combined",
            _("Privacy and cookie statement"),
            _("The privacy policy and the cookie policy on one page."),
        ),
        "processors": Starter(
            "processors",
            _("List of processors"),
            _("The register of processors with an explanation, to publish or to send to "
              "customers."),
        ),
    }
)  # fmt: skip


def document(name: str) -> Document:
    """What a draft says that starts from this set, with its variables as written."""
    data = _resolved(name)
    return sections.document(data, data["kind"], data["title"])


def registers(name: str) -> set[str]:
    """The anchors of its sections that take their rows from a register."""
    return sections.registers(_resolved(name)["sections"])


def slug(name: str) -> dict[str, str]:
    """The address that it suggests, per language."""
    return dict(_read(name)["slug"])


def hints(name: str) -> dict[str, dict[str, str]]:
    """What its editor should check or fill in: section id → hint per language.

    A set is named after its kind of policy, so a draft's kind finds its hints.
    """
    return _hints(_resolved(name)["sections"]) if name in STARTERS else {}


def _hints(parts: list[Data]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for part in parts:
        if hint := part.get("hint"):
            found[part.get("id", part["anchor"])] = dict(hint)
        found |= _hints(part.get("sections") or [])
    return found


def _resolved(name: str) -> dict[str, Any]:
    data = deepcopy(_read(name))
    return {**data, "sections": [_taken(part) for part in data["sections"]]}


def _taken(part: dict[str, Any]) -> dict[str, Any]:
    """The section itself, or the one that it takes over from another set."""
    if source := part.pop("take", ""):
        part = {**_named(source), **part}
    if below := part.get("sections"):
        part["sections"] = [_taken(child) for child in below]
    return part


def _named(source: str) -> dict[str, Any]:
    name, _slash, anchor = source.partition("/")
    for part in _resolved(name)["sections"]:
        if part["anchor"] == anchor:
            found: dict[str, Any] = part
            return found
    raise KeyError(source)


@cache
def _read(name: str) -> dict[str, Any]:
    """The file of a set; KeyError when there is no such set."""
    if name not in STARTERS:  # it comes from a form
        raise KeyError(name)
    path = Path(__file__).with_name(f"{name}.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data
