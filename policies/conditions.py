"""Conditions: small functions that raise with the reason why something can't be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from organisations import permissions
from organisations.models import Organisation, Role
from policies import schema
from policies.document import Document
from policies.models import Draft, Policy, Version


class Unmet(Exception):
    """A condition that is not met; its message tells the user what to do.

    ``code`` is for programs and tests.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def has_role(actor: object, role: Role, organisation: Organisation) -> None:
    """The actor has that role. None stands for the command line, which may everything."""
    if actor is not None and not permissions.of(actor).may(role, organisation):
        raise Unmet(
            "forbidden",
            _("You have no right to do this for %(organisation)s.")
            % {"organisation": organisation},
        )


def unchanged_since(draft: Draft, seen: int | None) -> None:
    """Nobody changed the draft since it was shown with that count (invariant 8)."""
    if seen is not None and draft.lock_version != seen:
        raise Unmet(
            "changed",
            _(
                "Somebody changed the draft meanwhile. Look at the change, then try again."
            ),
        )


def has_text(document: Document) -> None:
    """There is something to publish."""
    if not document.sections or not document.title:
        raise Unmet(
            "empty", _("The draft has no sections yet. Write or import a text first.")
        )


def is_valid(document: Document) -> None:
    """The document fits its schema."""
    found = schema.problems(document.as_dict())
    if found:
        raise Unmet("invalid", _("The draft is not valid: %s") % "; ".join(found[:5]))


def differs(document: Document, latest: Version | None) -> None:
    """There is something new to publish."""
    if latest is not None and latest.digest == document.digest():
        raise Unmet(
            "unchanged",
            _(
                "The draft says the same as version %(number)d: there is nothing to publish."
            )
            % {"number": latest.number},
        )


def has_note(note: Mapping[str, str], material: bool, latest: Version | None) -> None:
    """A later version says in both languages what changed, unless it is minor (F05)."""
    if latest is not None and material and not (note.get("nl") and note.get("en")):
        raise Unmet(
            "note",
            _("Say in Dutch and in English what changed, or mark the change as minor."),
        )


def moment_is_free(
    policy: Policy, effective: dt.datetime, published: dt.datetime
) -> None:
    """The moment is nobody else's, and history is not rewritten.

    A first version may start in the past (a text that was in force already); a later
    one can't, since days on which another text held would then answer differently.
    """
    versions = Version.objects.filter(policy=policy)
    if versions.filter(effective_from=effective).exists():
        raise Unmet("taken", _("Another version takes effect at that same moment."))
    if effective < published and versions.exists():
        raise Unmet(
            "past",
            _("That moment lies in the past, when another version was in force. "
              "Choose today or a later day."),
        )  # fmt: skip
