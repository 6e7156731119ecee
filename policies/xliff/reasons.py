"""Why a translation can't be applied, or what to look at first, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SOURCE_CHANGED = gettext_lazy(
    "The source text changed after it was exported. Compare, then choose."
)
SOURCE_SHAPE = gettext_lazy(
    "The source text has other paragraphs now than when it was exported. Export it again "
    "for the translator."
)
INCOMPLETE = gettext_lazy(
    "A part of this text is not translated, or is not in the file. Translate it whole."
)
UNBALANCED = gettext_lazy(
    "A mark for a link or for emphasis ends before it begins. Put the marks around the "
    "words again."
)
STRANGE = gettext_lazy(
    "The translation has a mark that the source text doesn't have. Take it out."
)
NO_WORDS = gettext_lazy("The translation has no words.")
UNKNOWN = gettext_lazy(
    "The draft no longer has this text, or takes it from elsewhere. Copy what you need."
)


def lost(marks: Sequence[str]) -> str:
    """Links, emphasis or variables of the source text that the translation lacks."""
    return _("The translation lost: %s. Put it back.") % ", ".join(marks)


def hidden(character: str) -> str:
    """A character that no page may have."""
    return _("The translation has the character %s, which no page shows.") % character


def too_long(signs: int, most: int) -> str:
    """More than the field takes."""
    return _("The translation has %(signs)d signs; %(most)d fit.") % {
        "signs": signs,
        "most": most,
    }
