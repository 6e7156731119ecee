"""From staff ids, as trails and versions keep them, to people's names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext

from organisations.audit import SYSTEM, UNKNOWN

_PREFIX = "user:"


def names(ids: Iterable[str]) -> dict[str, str]:
    """The names of those who still have an account, in one query."""
    keys = {key for each in ids if (key := _key(each)) is not None}
    if not keys:
        return {}
    return {
        f"{_PREFIX}{pk}": name_of(person)
        for pk, person in get_user_model().objects.in_bulk(keys).items()
    }


def name_of(person: Any) -> str:
    """The full name where there is one, else the name to sign in with."""
    return str(person.get_full_name() or person.get_username())


def called(staff_id: str, known: Mapping[str, str]) -> str:
    """What to call somebody: the name, as long as there is one."""
    if staff_id == SYSTEM:
        return gettext("the system")
    if staff_id == UNKNOWN:
        return gettext("somebody unknown")
    if _key(staff_id) is None:
        return staff_id
    return known.get(staff_id) or gettext("former colleague")


def _key(staff_id: str) -> int | None:
    key = staff_id.removeprefix(_PREFIX)
    # Longer numbers are nobody's, and too large for the database.
    valid = key != staff_id and key.isascii() and key.isdigit() and len(key) < 18
    return int(key) if valid else None
