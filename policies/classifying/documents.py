"""Two Documents: material or minor, and why (F79; WP260 rev.01 §29-30)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from policies.classifying import codes, facts, rows, rules, substance
from policies.classifying.places import Place, content
from policies.classifying.reasons import Classification, Reason
from policies.diffing import Comparison, SectionChange, compare
from policies.document import Document, Section
from policies.kinds import countries
from policies.states import POLICY_KINDS


def classify(before: Document, after: Document) -> Classification:
    """Whether people have to be told of the step from one Document to the next."""
    found = list(_distinct(_reasons(compare(before, after))))
    found.sort(key=lambda reason: (not reason.material, reason.quiet))
    return Classification(any(reason.material for reason in found), tuple(found))


def _reasons(comparison: Comparison) -> Iterator[Reason]:
    languages = tuple(
        dict.fromkeys([*comparison.after.languages, *comparison.before.languages])
    )
    yield from facts.reasons(comparison.facts, languages)
    if comparison.kinds:
        labels = dict(POLICY_KINDS)
        was, became = (labels.get(kind, kind) for kind in comparison.kinds)
        params = {"what": _("Kind"), "before": was, "after": became}
        yield Reason("document_kind_changed", params=params)
    if comparison.title:
        old, new = comparison.title.before, comparison.title.after
        if code := substance.judge(old, new, substance.How(title=True)):
            yield Reason(code, params={"where": new or old})
    yield from _Sections(comparison, languages).reasons()


class _Sections:
    """What the sections of a comparison need to know of each other."""

    def __init__(self, comparison: Comparison, languages: Sequence[str]) -> None:
        self._languages = languages
        self._changed = comparison.changed
        self._context = rows.Context(
            set(_third_countries(comparison.before)),
            _texts(self._changed) > substance.BLUNT,
        )
        self._gone = [
            content(c.before) for c in self._changed if c.before and not c.after
        ]
        self._come = [
            content(c.after) for c in self._changed if c.after and not c.before
        ]

    def reasons(self) -> Iterator[Reason]:
        """Section by section, in reading order."""
        for change in self._changed:
            place = Place(self._languages, change.section)
            if self._only_moved(change):
                yield place.reason("order_changed")
                continue
            found = rules.of(change.section.kind)
            if change.before is None or change.after is None:
                yield from _whole(change, place, found)
            else:
                yield from _changed(change, place, found, self._context.blunt)
            yield from rows.attributes(change.attributes, place, dict(found.section))
            if found.named or (change.before and change.after):
                yield from rows.reasons(change, place, found, self._context)

    def _only_moved(self, change: SectionChange) -> bool:
        """Whether it came or went, and says what another one says that went or came."""
        if change.before is None:
            return content(change.section) in self._gone
        return change.after is None and content(change.section) in self._come


def _whole(change: SectionChange, place: Place, found: rules.Rules) -> Iterator[Reason]:
    """A section that came or went: its own text; its rows are named by themselves."""
    section = change.section
    if section.intro or section.outro or (section.entries and not found.named):
        came = change.before is None
        yield place.reason("section_added" if came else "section_removed")
    elif not section.entries:
        yield place.reason("empty_section")


def _changed(
    change: SectionChange, place: Place, found: rules.Rules, blunt: bool
) -> Iterator[Reason]:
    if change.moved:
        yield place.reason("order_changed")
    if change.anchors:
        yield place.reason("anchor_changed")
    if change.kinds:
        yield place.reason("layout_changed")
    for text in change.texts:
        how = substance.How(text.rich, text.name == "heading", blunt)
        if code := substance.judge(text.before, text.after, how):
            yield place.reason(rows.text_code(code, found))


def _texts(changes: Sequence[SectionChange]) -> int:
    """How many texts changed, of sections and rows that were there before."""
    stayed = [change for change in changes if change.before and change.after]
    rows = (row for change in stayed for row in change.entries)
    own = sum(len(change.texts) for change in stayed)
    return own + sum(len(row.texts) for row in rows if row.before and row.after)


def _third_countries(document: Document) -> Iterator[str]:
    for section in document.walk():
        yield from countries.outside_the_eea(_named(section))


def _named(section: Section) -> Iterator[str]:
    return (str(entry.attributes.get("country", "")) for entry in section.entries)


def _distinct(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Each once: a term and a text that both changed are one purpose that did."""
    seen = set()
    for reason in reasons:
        named = str(reason.params.get("what")) if codes.names_value(reason.code) else ""
        key = reason.code, reason.section, reason.entry, named
        if key not in seen:
            seen.add(key)
            yield reason
