"""Exporters: a published Document becomes the bytes of another format.

A module a format: it has a `FORMAT`, and that is all that makes it one. Whatever needs
to know which formats there are asks `formats()`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from policies.edition import Edition
from policies.kinds.attributes import Label


class Unmade(Exception):
    """A format that could not be made now: too much at once, or too large."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Format:
    """One format of a published policy.

    ``name`` is the end of its file name, ``policy.<name>``. ``write`` makes the bytes of
    an edition in a language, the same ones each time. ``available`` says whether this
    machine can make it (a library of the system may be missing). ``costly`` ones take
    long enough to be kept. ``all_languages`` says that a file holds every language, so
    that it is the same one at each language's address. One that is not ``offered`` is
    for a special purpose, which its own page explains.
    """

    name: str
    label: Label
    media_type: str
    write: Callable[[Edition, str], bytes]
    available: Callable[[], bool] = _always
    costly: bool = False
    all_languages: bool = False
    offered: bool = True


@cache
def formats() -> Mapping[str, Format]:
    """Every format by its name, in the order of names."""
    found = [
        getattr(import_module(f"{__name__}.{module.name}"), "FORMAT", None)
        for module in pkgutil.iter_modules(__path__)
    ]
    return {f.name: f for f in sorted(filter(None, found), key=lambda f: f.name)}
