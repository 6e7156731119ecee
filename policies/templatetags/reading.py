"""What the summary at the top of a policy asks: short lists, and how long it reads."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from policies.rendering import EntryView
from policies.summary import NAMED, Surprise

register = template.Library()


@register.filter
def named(entries: Sequence[EntryView]) -> SafeString:
    """The first few terms, and how many more there are."""
    return _first([entry.term for entry in entries])


@register.filter
def labelled(surprises: Sequence[Surprise]) -> SafeString:
    """What is surprising, without its details."""
    return _first([str(surprise.label) for surprise in surprises])


def _first(found: Sequence[object]) -> SafeString:
    more = len(found) - NAMED
    shown = format_html_join(" · ", "{}", ((item,) for item in found[:NAMED]))
    if more <= 0:
        return shown
    rest = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
    return format_html("{} {}", shown, rest)
