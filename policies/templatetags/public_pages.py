"""What the public pages' templates ask: styles, days, contents, rows of a section."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from policies.document import Section
from policies.kinds import wording
from policies.rendering import DocumentView, Fragment, SectionView, pick
from policies.templatetags.styles import inlined, sheet

register = template.Library()

# A longer list of contents names the first level only: it must fit beside the text.
LONGEST_CONTENTS = 24


@register.simple_tag(takes_context=True)
def page_styles(context: Context) -> SafeString:
    """The ``<style>`` of a page; the request takes its hash along to the headers."""
    organisation = _member(context.get("page"), "organisation")
    accent = _member(organisation, "accent") or ""
    styles = sheet(accent, _member(organisation, "accent_dark") or "")
    return inlined(styles, context.get("request"))


@register.filter
def day(value: dt.date | str | None, language: str = "") -> SafeString | str:
    """A day, moment or ISO date as ``<time>``, in full in that language."""
    if not value:
        return ""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value[:10])
    if isinstance(value, dt.datetime):
        value = (
            timezone.localtime(value) if timezone.is_aware(value) else value
        ).date()
    written = wording.day(value, language or get_language() or "en")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), written)


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A section in the list of contents, with those under it."""

    anchor: str
    heading: Fragment
    lines: list[ContentsLine]


@register.filter
def contents(sections: list[SectionView]) -> list[ContentsLine]:
    """The sections that have a heading, two levels deep while that stays short."""
    lines = _lines(sections, depth=2)
    if sum(1 + len(line.lines) for line in lines) > LONGEST_CONTENTS:
        lines = _lines(sections, depth=1)
    return lines


@register.filter
def embedded(document: DocumentView, prefix: str) -> list[SectionView]:
    """A policy's sections for a page that holds more policies.

    Headings go one level down, anchors get a prefix so that none occurs twice.
    """
    anchors = {section.anchor for section in document.document.walk()}
    return [
        SectionView(
            document.language, document.facts, _prefixed(section, prefix, anchors), 3
        )
        for section in document.document.sections
    ]


@register.filter
def below(section: SectionView) -> int:
    """The level of a heading inside the section: no level may be skipped."""
    return section.level + 1 if section.heading else section.level


@register.filter
def paired(section: SectionView) -> bool:
    """Whether each entry has a term, so that a ``<dl>`` may hold them."""
    return all(entry.term for entry in section.entries)


@register.filter
def heading_in(section: SectionView, language: str) -> str:
    """The section's heading in another language, as far as it is written."""
    return section.section.heading.get(language, "")


@register.filter
def lookup(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of a key that isn't known before."""
    return mapping.get(key, "")


@register.filter
def local(texts: Mapping[str, str] | str | None, language: str) -> Fragment:
    """A text per language from the organisation's facts."""
    return pick(
        texts if isinstance(texts, Mapping) else {language: texts or ""}, language
    )


def _lines(sections: list[SectionView], depth: int) -> list[ContentsLine]:
    if not depth:
        return []
    return [
        ContentsLine(s.anchor, s.heading, _lines(s.sections, depth - 1))
        for s in sections
        if s.heading
    ]


def _prefixed(section: Section, prefix: str, anchors: set[str]) -> Section:
    def relink(texts: Mapping[str, str]) -> dict[str, str]:
        return {code: _relinked(text, prefix, anchors) for code, text in texts.items()}

    return replace(
        section,
        anchor=f"{prefix}-{section.anchor}",
        intro=relink(section.intro),
        outro=relink(section.outro),
        entries=tuple(
            replace(entry, description=relink(entry.description))
            for entry in section.entries
        ),
        sections=tuple(_prefixed(s, prefix, anchors) for s in section.sections),
    )


def _relinked(html: str, prefix: str, anchors: set[str]) -> str:
    return re.sub(
        r'(<a [^>]*?href="#)([^"]*)"',
        lambda m: f'{m[1]}{prefix}-{m[2]}"' if m[2] in anchors else m[0],
        html,
    )


def _member(holder: Any, name: str) -> Any:
    """A key of a dict or an attribute of an object, as templates look it up."""
    if isinstance(holder, Mapping):
        return holder.get(name)
    return getattr(holder, name, None)
