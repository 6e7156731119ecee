"""Conditions: small functions that raise with the reason why something can't be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from organisations import audit, characters, permissions
from organisations.models import Organisation
from policies import schema, variables
from policies.classifying import Classification
from policies.compiling import compile_draft
from policies.document import Document
from policies.models import Draft, Policy, Version, Webhook
from policies.states import APPROVED, EDITING, IN_REVIEW

LONGEST = 5_000  # characters that a remark, a note or a comment has at most


class Unmet(Exception):
    """A condition that is not met; its message tells the user what to do.

    ``code`` is for programs and tests.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.policy: Policy | None = None  # whose it is, when several were meant


def may(actor: object, verb: str, organisation: Organisation) -> None:
    """The actor may do that. None stands for the command line, which may everything."""
    if actor is not None and not permissions.of(actor).can(verb, organisation):
        raise Unmet(
            "forbidden",
            _("You have no right to do this for %(organisation)s.")
            % {"organisation": organisation},
        )


def is_readable(*texts: str) -> None:
    """What is said to colleagues can be kept, and read: nothing hidden, no books."""
    for text in texts:
        if found := characters.hidden(text):
            raise Unmet(
                "text",
                _("The text holds the hidden character %(found)s: type it anew.")
                % {"found": found},
            )
        if len(text) > LONGEST:
            raise Unmet(
                "text",
                _("A comment has at most %(count)d characters.") % {"count": LONGEST},
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
    """There is something new to publish. What was withdrawn may be published again."""
    same = latest is not None and latest.digest == document.digest()
    if latest is not None and same and latest.withdrawn is None:
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


def minor_is_explained(
    judged: Classification | None, material: bool, override: str
) -> None:
    """Who calls a change minor that looks material says why (F79).

    None where there is nothing to compare with: a first version changes nothing.
    """
    is_readable(override)
    if len(override) > audit.LONGEST:
        raise Unmet(
            "override",
            _("The reason has at most %(count)d characters.")
            % {"count": audit.LONGEST},
        )
    if judged is not None and judged.material and not material and not override.strip():
        raise Unmet(
            "override",
            _("The change looks material. Mark it as material, or write down why it is "
              "minor all the same."),
        )  # fmt: skip


def variables_are_filled(raw: Document) -> None:
    """Every variable in the text is known, and the organisation has that fact (F29)."""
    found = variables.amiss(raw, raw.organisation)
    if found:
        names = ", ".join(dict.fromkeys("{" + place.name + "}" for place in found))
        raise Unmet(
            "variables",
            _("These variables are unknown or not filled in: %(names)s. Correct the "
              "text, or fill in the organisation's facts.") % {"names": names},
        )  # fmt: skip


def is_in(draft: Draft, *states: str) -> None:
    """The draft is in one of these states."""
    if draft.state not in states:
        raise Unmet(
            "state",
            _("That can't be done now: the draft is in the state “%(state)s”.")
            % {"state": draft.get_state_display()},
        )


def is_not_in(draft: Draft, state: str) -> None:
    """The draft is in another state than this one."""
    if draft.state == state:
        raise Unmet(
            "state",
            _("The draft is in the state “%(state)s” already.")
            % {"state": draft.get_state_display()},
        )


def is_approved(draft: Draft, actor: object) -> None:
    """A colleague approved the draft, or the organisation lets one person do both.

    None stands for the command line, which may everything; the trail says who it was.
    """
    single = draft.policy.organisation.single_person
    if actor is None or draft.state == APPROVED or (single and draft.state == EDITING):
        return
    if draft.state == IN_REVIEW:
        raise Unmet(
            "approval",
            _("The draft is in review. It has to be approved before it is published."),
        )
    raise Unmet(
        "approval",
        _("A colleague has to approve the draft first. Ask for a review."),
    )


def is_as_approved(draft: Draft, document: Document | None = None) -> None:
    """What would be published is what was approved, facts and registers included.

    ``document`` is the text of the day on which it takes effect; today's without. A row
    of a register that begins or ends in between was read by nobody.
    """
    if draft.state != APPROVED:
        return
    last = draft.policy.rounds.order_by("-number").first()
    approved = last.decisions.exclude(digest="") if last else ()
    found = {decision.digest for decision in approved}
    if found and found != {(document or compile_draft(draft)).digest()}:
        raise Unmet(
            "not_as_approved",
            _("The organisation's facts or a register say something else on that day "
              "than what was approved. Give up the approval, and ask for a review of the "
              "text as it is then."),
        )  # fmt: skip


def no_change_is_asked(draft: Draft) -> None:
    """Every remark that asks for a change was settled."""
    if draft.policy.comments.filter(asks_change=True, resolved_at=None).exists():
        raise Unmet(
            "open_remarks",
            _("A change was asked for that is still open. It has to be settled first."),
        )


def schedule_is_settled(pending: Sequence[Version], scheduled: str) -> None:
    """What becomes of the versions that are scheduled already was chosen.

    Kept, it replaces the new text on its day, whatever that says; cancelled, it never
    takes effect.
    """
    if scheduled not in ("keep", "cancel") and pending:
        raise Unmet(
            "scheduled",
            _(
                "Version %(number)d is scheduled. Choose whether it stays or is cancelled."
            )
            % {"number": pending[0].number},
        )


def moment_is_free(
    effective: dt.datetime,
    published: dt.datetime,
    replaced: Version | None,
    newest: Version | None,
) -> None:
    """The moment is nobody else's, and history is not rewritten.

    A first version may start in the past (a text that was in force already); a later
    one can't, since days on which another text held would then answer differently.
    ``replaced`` is the version that holds until that moment, ``newest`` the last one made.
    """
    if replaced is not None and replaced.effective_from == effective:
        raise Unmet("taken", _("Another version takes effect at that same moment."))
    if effective < published and newest is not None:
        raise Unmet(
            "past",
            _("That moment lies in the past, when another version was in force. "
              "Choose today or a later day."),
        )  # fmt: skip


def webhook_is_used(webhook: Webhook) -> None:
    """The webhook is switched on: otherwise nothing is sent to it."""
    if not webhook.active:
        raise Unmet("off", _("This webhook is not in use: nothing is sent to it."))
