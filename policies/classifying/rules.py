"""What a kind of section makes of a difference: the form of a rule, and all there are.

Another app registers the rules of its own kinds when it starts, as it does the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from policies.classifying import periods, substance
from policies.diffing import AttributeChange
from policies.document import Entry
from policies.kinds import countries
from policies.kinds.attributes import LocalList

# Answers the code of what an attribute's change means.
Judge = Callable[[AttributeChange], str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The codes for what happens to the rows of a kind of section.

    ``reworded`` is for a row whose text says something else; "" keeps the text's own
    code. ``named`` says that each row of a section that came or went is named, instead of
    the section. ``rights`` marks the kinds whose links are ways to use one's rights.
    ``added`` may look at the row.
    """

    added: str | Callable[[Entry], str] = "row_added"
    removed: str | Callable[[Entry], str] = "row_removed"
    reworded: str = ""
    attributes: Mapping[str, Judge] = field(default_factory=dict)
    section: Mapping[str, Judge] = field(default_factory=dict)
    named: bool = True
    rights: bool = False


OTHER = Rules()
_RULES: dict[str, Rules] = {}


def register(kind: str, rules: Rules) -> None:
    """Tell what differences mean in sections of that kind."""
    _RULES[kind] = rules


def of(kind: str) -> Rules:
    """The rules of that kind; the strictest ones where nobody gave any."""
    return _RULES.get(kind, OTHER)


def always(code: str) -> Judge:
    """Whatever it was and is."""
    return lambda change: code


def worded(code: str, *, title: bool = False) -> Judge:
    """By what the text says; the code when that is something else."""

    how = substance.How(title=title)

    def judge(change: AttributeChange) -> str:
        if isinstance(change.attribute, LocalList):
            return code
        before, after = change.before or {}, change.after or {}
        found = substance.judge(before, after, how)
        return code if found in substance.SUBSTANTIAL else found

    return judge


def flag(on: str, off: str) -> Judge:
    """A yes or no: what it means when it becomes yes, and when it stops to be."""
    return lambda change: on if change.after else off


def replaced(changed: str, added: str, removed: str = "") -> Judge:
    """One value: in another one's place, where there was none, or no longer."""

    def judge(change: AttributeChange) -> str:
        if change.before and change.after:
            return changed
        return added if change.after else removed or changed

    return judge


def members(added: str, removed: str) -> Judge:
    """A choice of several: one that came, or only some that went."""
    return lambda change: (
        added if set(change.after or ()) - set(change.before or ()) else removed
    )


def longer(more: str, less: str, changed: str) -> Judge:
    """A period; one that is no longer said, or said for the first time, is neither.

    The same one in other units is no other period.
    """

    def judge(change: AttributeChange) -> str:
        one, other = (
            periods.length(str(v)) for v in (change.before or "", change.after or "")
        )
        if one is None or other is None:
            return changed
        if one == other:
            return "detail_changed"
        if one.total == other.total:
            return changed
        return more if other.total > one.total else less

    return judge


def country(change: AttributeChange) -> str:
    """Where data go: another country in the EEA takes no protection away."""
    protected = change.after in countries.EEA
    return "country_in_the_eea" if protected else "country_changed"


def mechanism(change: AttributeChange) -> str:
    """What protects a transfer: naming it where nothing was named takes nothing away."""
    derogations = ("consent", "contract")
    if change.after == "none" and change.before:
        return "safeguard_named"
    if not change.before and change.after not in derogations:
        return "safeguard_named"
    return "safeguard_changed"
