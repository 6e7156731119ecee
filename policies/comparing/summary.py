"""A comparison in plain sentences, for a message, a list or a change note."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from policies import kinds
from policies.comparing.cells import Shown
from policies.comparing.sections import name
from policies.diffing import (
    AttributeChange,
    Comparison,
    EntryChange,
    FactChange,
    SectionChange,
    TextChange,
)
from policies.kinds.attributes import Duration
from policies.richtext import plain
from policies.states import POLICY_KINDS

# A longer text isn't quoted: its line says only that it changed.
_QUOTED = 120


def lines(comparison: Comparison, shown: Shown) -> list[str]:
    """What differs, a line each, in the order of the page."""
    language = shown.language
    found = []
    if comparison.title and shown.of(comparison.title):
        found.append(_arrow(_("Title"), *_values(comparison.title, shown)))
    if comparison.kinds:
        found.append(_arrow(_("Kind"), *kind_labels(comparison)))
    found += [_fact(fact, language) for fact in comparison.facts]
    for change in comparison.changed:
        found += _section(change, shown)
    return found


def kind_labels(comparison: Comparison) -> list[str]:
    """The old and the new kind of the document, as a reader calls them."""
    labels = dict(POLICY_KINDS)
    return [str(labels.get(kind, kind)) for kind in comparison.kinds or ()]


def _fact(fact: FactChange, language: str) -> str:
    return _arrow(capfirst(fact.label), *fact.shown(language))


def _section(change: SectionChange, shown: Shown) -> Iterator[str]:
    heading = name(change.section, shown.language)
    if change.what == "added":
        yield _("New section: ‘%(heading)s’") % {"heading": heading}
        return
    if change.what == "removed":
        yield _("Section removed: ‘%(heading)s’") % {"heading": heading}
        return
    if change.moved:
        yield _("Section moved: ‘%(heading)s’") % {"heading": heading}
    for part in _parts(change, shown):
        yield f"{heading}: {part}"


def _parts(change: SectionChange, shown: Shown) -> Iterator[str]:
    if change.kinds:
        labels = (str(kinds.get(kind).label) for kind in change.kinds)
        yield _arrow(_("kind of section"), *labels)
    if change.anchors:
        yield _arrow(_("address on the page"), *(f"#{a}" for a in change.anchors))
    texts = [text for text in change.texts if shown.of(text)]
    for text in texts:
        if text.name == "heading":
            yield _arrow(_("heading"), *_values(text, shown))
    if any(text.rich for text in texts):
        yield _("text changed")
    for attribute in change.attributes:
        yield from _attribute(attribute, shown)
    for entry in change.entries:
        yield from _entry(entry, shown)


def _entry(change: EntryChange, shown: Shown) -> Iterator[str]:
    term = _term(change, shown.language)
    if change.what in _WHOLE:
        yield _WHOLE[change.what]() % {"row": term}
        return
    if change.moved:
        yield _("‘%(row)s’ moved") % {"row": term}
    for text in change.texts:
        if shown.of(text) and text.rich:
            yield _("‘%(row)s’ text changed") % {"row": term}
        elif shown.of(text):
            yield _arrow(_("name of a row"), *_values(text, shown))
    for attribute in change.attributes:
        for line in _attribute(attribute, shown):
            yield _("‘%(row)s’ %(change)s") % {"row": term, "change": line}


_WHOLE = {
    "added": lambda: _("‘%(row)s’ added"),
    "removed": lambda: _("‘%(row)s’ removed"),
}


def _term(change: EntryChange, language: str) -> str:
    """The row's term; of one without, the beginning of its text."""
    entry = change.entry
    if entry.term:
        return entry.term.get(language) or next(iter(entry.term.values()))
    text = entry.description.get(language) or next(iter(entry.description.values()), "")
    words = " ".join(plain(text).split())
    return Truncator(words).words(6, truncate="…") or entry.id


def _attribute(change: AttributeChange, shown: Shown) -> Iterator[str]:
    codes = shown.of(change)
    for language in [shown.language] if shown.language in codes else codes[:1]:
        before, after = change.exchanged(language)
        if isinstance(change.attribute, Duration) and before and after:
            yield f"{before} → {after}"  # a period needs no name
        else:
            yield _arrow(str(change.attribute.public_label), before, after)


def _values(change: TextChange, shown: Shown) -> tuple[str, str]:
    codes = [code for code in shown.of(change) if code in change.languages]
    language = shown.language if shown.language in codes else codes[0]
    return change.before.get(language, ""), change.after.get(language, "")


def _arrow(label: str, before: str, after: str) -> str:
    if max(len(before), len(after)) > _QUOTED:
        return _("%(label)s changed") % {"label": label}
    if before and after:
        return f"{label}: {before} → {after}"
    if after:
        return _("%(label)s: %(value)s (added)") % {"label": label, "value": after}
    return _("%(label)s: %(value)s (removed)") % {"label": label, "value": before}
