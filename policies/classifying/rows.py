"""The rows of a section: which came and went, and what became of the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policies.classifying import rules as ruling
from policies.classifying import substance
from policies.classifying.places import Place, content
from policies.classifying.reasons import Reason
from policies.classifying.rules import Judge, Rules
from policies.diffing import AttributeChange, EntryChange, SectionChange
from policies.kinds import countries


@dataclass(slots=True)
class Context:
    """What a row has to be judged with: the third countries to which data went before,
    and whether the document was written anew."""

    known: set[str]
    blunt: bool


def reasons(
    change: SectionChange, place: Place, rules: Rules, context: Context
) -> Iterator[Reason]:
    """A reason for each row that differs."""
    gone = [content(c.before) for c in change.entries if c.before and not c.after]
    come = [content(c.after) for c in change.entries if c.after and not c.before]
    for row in change.entries:
        here = place.row(row.entry)
        twins = come if row.after is None else gone if row.before is None else []
        if content(row.entry) in twins:
            yield here.reason("order_changed")
            continue
        yield from _row(row, here, rules, context)
        yield from _countries(row, here, context.known)


def attributes(
    changes: tuple[AttributeChange, ...], place: Place, judges: dict[str, Judge]
) -> Iterator[Reason]:
    """A reason for each value that differs."""
    for change in changes:
        judge = judges.get(change.attribute.name) or _default(change)
        if code := judge(change):
            yield place.reason(code, change)


def text_code(code: str, rules: Rules) -> str:
    """The code of a text's change in a section with these rules."""
    if code == "link_changed" and rules.rights:
        return "links_of_rights_changed"
    return code


def _row(
    row: EntryChange, place: Place, rules: Rules, context: Context
) -> Iterator[Reason]:
    if row.before is None or row.after is None:
        code = rules.added if row.before is None else rules.removed
        yield place.reason(code if isinstance(code, str) else code(row.entry))
        return
    if row.moved:
        yield place.reason("row_moved" if row.origin else "order_changed")
    for text in row.texts:
        how = substance.How(text.rich, blunt=context.blunt)
        code = substance.judge(text.before, text.after, how)
        if code in substance.SUBSTANTIAL:
            code = rules.reworded or code
        if code:
            yield place.reason(text_code(code, rules))
    yield from attributes(row.attributes, place, dict(rules.attributes))


def _countries(row: EntryChange, place: Place, known: set[str]) -> Iterator[Reason]:
    """A country outside the EEA to which nothing went before (GDPR art. 13(1)(f))."""
    for change in row.attributes:
        if change.attribute.name != "country" or not change.after:
            continue
        if countries.outside_the_eea([change.after]) and change.after not in known:
            known.add(change.after)
            yield place.reason("third_country_added", change)


def _default(change: AttributeChange) -> Judge:
    if change.attribute.localised:
        return ruling.worded("row_changed")
    return ruling.always("row_changed")
