"""What of a draft a translator gets: the texts that are its own, as they were written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from organisations.languages import codes, texts
from policies import agreement
from policies import document as doc
from policies.compiling import section_value
from policies.models import Draft, Section


@dataclass(frozen=True)
class Translatable:
    """The texts, which translations fell behind, and which sections are left out.

    ``stale`` has, per language, the addresses (``section:entry``) of what fell behind.
    A section that says word for word what a clause or the parent's policy says is
    translated there; so are the rows of a register.
    """

    document: doc.Document
    stale: dict[str, set[str]]
    borrowed: tuple[str, ...]


def translatable(draft: Draft) -> Translatable:
    """The draft's own texts, variables as they were written. Two queries."""
    policy = draft.policy
    rows = list(draft.sections.prefetch_related("entries"))
    children: dict[int | None, list[Section]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    stale: dict[str, set[str]] = {code: set() for code in codes()}
    sections: list[doc.Section] = []
    borrowed: list[str] = []
    for row in _in_order(children, None):
        value = section_value(row)
        if row.taken and value.own_digest() == row.taken:
            borrowed.append(next(iter(value.heading.values()), row.anchor))
            continue
        if row.register:
            value = replace(value, entries=())
        sections.append(value)
        _note_stale(stale, row, value)
    document = doc.Document(
        kind=policy.kind,
        title=texts(policy, "title"),
        languages=codes(),
        organisation={"trade_name": policy.organisation.trade_name},
        sections=tuple(sections),
    )
    return Translatable(document, stale, tuple(borrowed))


def _in_order(
    children: dict[int | None, list[Section]], parent: int | None
) -> list[Section]:
    """The rows in reading order."""
    found: list[Section] = []
    for row in children[parent]:
        found += [row, *_in_order(children, row.pk)]
    return found


def _note_stale(stale: dict[str, set[str]], row: Section, value: doc.Section) -> None:
    agreed = {entry.uid: entry.agreed for entry in row.entries.all()}
    for code in agreement.stale(row.agreed, agreement.prints(value)):
        stale[code].add(f"{row.uid}:")
    for entry in value.entries:
        for code in agreement.stale(agreed[entry.id], agreement.prints(entry)):
            stale[code].add(f"{row.uid}:{entry.id}")
