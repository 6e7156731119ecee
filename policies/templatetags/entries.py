"""How an entry's attributes stand on the page: details, table cells, links, mails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from policies.kinds import wording
from policies.kinds.attributes import Attribute, Email, Flag, Phone, Url
from policies.kinds.links import link_for, telephone_link
from policies.rendering import EntryView, Fragment, SectionView

register = template.Library()

# Flags that change what the page offers, rather than something to read.
SILENT = {"ask"}


@dataclass(frozen=True, slots=True)
class Detail:
    """One attribute of an entry: its name, how it reads, where it leads."""

    name: str
    label: str
    value: Any
    href: str = ""


@register.filter
def details(entry: EntryView) -> list[Detail]:
    """The attributes that are said in a line of their own: all but the tags."""
    return [
        _detail(entry, a)
        for a in entry.kind.attributes
        if a.name in entry.show and not a.tag and a.name not in SILENT
    ]


@dataclass(slots=True)
class Column:
    """A column of a table: one attribute, or a few that belong together."""

    label: str
    attributes: list[Attribute] = field(default_factory=list)

    def cell(self, entry: EntryView) -> list[Detail]:
        """What the entry has for this column."""
        return [
            _in_cell(_detail(entry, a), a)
            for a in self.attributes
            if a.name in entry.show and entry.data[a.name] is not False
        ]


@register.filter
def columns(section: SectionView) -> list[Column]:
    """The columns that at least one entry fills.

    A yes-or-no stands in the column of the attribute before it ("2 years" or "until
    the browser closes"); addresses share the last column.
    """
    return [
        column
        for column in _all_columns(section)
        if any(column.cell(entry) for entry in section.entries)
    ]


@register.filter
def cell(column: Column, entry: EntryView) -> list[Detail]:
    """What the entry has in that column."""
    return column.cell(entry)


@register.filter
def linked(description: Fragment, href: str) -> Fragment | SafeString:
    """The description as a link, unless it has links already or several blocks."""
    html = str(description.html)
    inner = html.removeprefix("<p>").removesuffix("</p>")
    if not href or "<a " in html or "<p" in inner or not inner:
        return description
    link = format_html('<a href="{}">{}</a>', href, mark_safe(inner))  # noqa: S308
    return replace(description, html=format_html("<p>{}</p>", link))


@register.filter
def request_mail(entry: EntryView, facts: Mapping[str, Any]) -> str:
    """A ready-made e-mail with which to use a right, as ``mailto:`` (F65), or ""."""
    to = entry.data.get("email") or facts.get("dpo_email") or facts.get("email")
    if not entry.data.get("ask") or not to:
        return ""
    with override(entry.language):
        right = entry.show.get("right") or entry.entry.term.get(entry.language, "")
        subject = gettext("Request under the GDPR: %(right)s") % {"right": right}
        body = gettext(
            "Dear %(organisation)s,\n\n"
            "I wish to use this right under the GDPR: %(right)s.\n\n"
            "What it is about:\n\n"
            "How you know me (for example a customer number or e-mail address):\n\n"
            "Please answer within one month (article 12(3) GDPR).\n\n"
            "Kind regards,\n"
        ) % {"organisation": facts.get("trade_name", ""), "right": right}
    text = quote(body.replace("\n", "\r\n"))
    return f"{link_for('email', str(to))}?subject={quote(subject)}&body={text}"


@register.filter
def country(code: str, language: str) -> str:
    """The country's name."""
    return wording.country(code, language) if code else ""


@register.filter
def phone(number: str) -> str:
    """A telephone number as people write it."""
    return wording.phone(number)


@register.filter
def tel(number: str) -> str:
    """The ``tel:`` address of a telephone number, or ""."""
    return telephone_link(number)


@register.filter
def address(url: str) -> str:
    """A web address as people say it: without scheme and closing slash."""
    return url.split("://", 1)[-1].removesuffix("/")


def _detail(entry: EntryView, attribute: Attribute) -> Detail:
    value, href = entry.show[attribute.name], ""
    raw = str(entry.data[attribute.name])
    match attribute:
        case Url():
            value, href = address(raw), raw
        case Email():
            href = link_for("email", raw)
        case Phone():
            href = telephone_link(raw)
    return Detail(attribute.name, str(attribute.label), value, href)


def _in_cell(detail: Detail, attribute: Attribute) -> Detail:
    """In a cell the name of an address or of a yes says more than its value."""
    named = isinstance(attribute, Url | Flag)
    return replace(detail, value=detail.label) if named else detail


def _all_columns(section: SectionView) -> Iterator[Column]:
    found: list[Column] = []
    addresses = Column(gettext("More"))
    for attribute in section.kind.attributes:
        if isinstance(attribute, Url):
            addresses.attributes.append(attribute)
        elif isinstance(attribute, Flag) and found:
            found[-1].attributes.append(attribute)
        else:
            found.append(Column(str(attribute.label), [attribute]))
    yield from (*found, addresses)
