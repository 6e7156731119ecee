"""The kinds of section. One module a kind; each says ``KIND = Kind(…)``.

To add a kind: a module here (or in another app, registered when that app starts), a
partial ``templates/policies/sections/<name>.html`` and a test. Nothing else changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from policies.kinds.base import Kind

_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind; ValueError when another one has its name."""
    if _KINDS.setdefault(kind.name, kind) != kind:
        raise ValueError(f"two kinds are called {kind.name!r}")
    return kind


def all_kinds() -> Mapping[str, Kind]:
    """Every kind by its name."""
    return MappingProxyType(_KINDS)


def get(name: str) -> Kind:
    """The kind of that name; KeyError when there is none."""
    return _KINDS[name]


def _load(package: str, path: list[str]) -> None:
    for module in iter_modules(path):
        found = getattr(import_module(f"{package}.{module.name}"), "KIND", None)
        if isinstance(found, Kind):
            register(found)


_load(__name__, list(__path__))
