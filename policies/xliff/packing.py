"""Translations as plain data and back, to be carried from the preview to the applying."""

from __future__ import annotations

from typing import Any

from policies.xliff.inline import Code, Pieces
from policies.xliff.units import Returned, Translations


def packed(found: Translations) -> dict[str, Any]:
    """Plain data that JSON can hold."""
    return {
        "policy": found.policy,
        "source": found.source,
        "target": found.target,
        "version": found.version,
        "units": {
            name: [_pack(unit.source), _pack(unit.target), unit.fault]
            for name, unit in found.units.items()
        },
    }


def unpacked(data: dict[str, Any]) -> Translations:
    """The translations that `packed` wrote."""
    units = {
        name: Returned(_unpack(source) or (), _unpack(target), fault)
        for name, (source, target, fault) in data["units"].items()
    }
    return Translations(**{**data, "units": units})


def _pack(pieces: Pieces | None) -> list[Any] | None:
    if pieces is None:
        return None
    return [p if isinstance(p, str) else [p.what, p.number, p.markup] for p in pieces]


def _unpack(data: list[Any] | None) -> Pieces | None:
    if data is None:
        return None
    return tuple(part if isinstance(part, str) else Code(*part) for part in data)
