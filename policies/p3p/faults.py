"""What can be wrong with a compact policy: unreadable, missing, contradicting.

A study of 33,139 sites (Leon and others, "Token Attempt", 2010) names these three as
the errors of the compact policies that were in use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from policies.p3p import tokens
from policies.p3p.tokens import Token, Words

MALFORMED, UNKNOWN, NO_CHOICE, DUPLICATE = (
    "malformed",
    "unknown",
    "no_choice",
    "duplicate",
)
CHOICES_DIFFER, CHOICE_UNUSUAL, DRAFT_TOKEN = (
    "choices_differ",
    "choice_unusual",
    "draft_token",
)
SEVERAL_ACCESS, IDENTIFIED, ANONYMOUS, TEST = (
    "several_access",
    "identified",
    "anonymous",
    "test",
)
EMPTY, MISSING = "empty", "missing_"

WORDS: dict[str, Words] = {
    MALFORMED: _("Malformed, so ignored: %(tokens)s"),
    UNKNOWN: _("Unknown to P3P, so ignored: %(tokens)s"),
    NO_CHOICE: _("Can't be opt-in or opt-out, so ignored: %(tokens)s"),
    DUPLICATE: _("Stands there more than once: %(tokens)s"),
    CHOICES_DIFFER: _(
        "Stands there with different choices, of which the weakest counts: %(tokens)s"
    ),
    CHOICE_UNUSUAL: _("P3P itself knows no choice here: %(tokens)s"),
    DRAFT_TOKEN: _("Only in Microsoft's list, not in P3P 1.0: %(tokens)s"),
    EMPTY: _("The line has no token that can be read."),
    MISSING + tokens.ACCESS: _("No token says whether people can inspect their data."),
    MISSING + tokens.PURPOSE: _("No token says what the data are used for."),
    MISSING + tokens.RECIPIENT: _("No token says who receives the data."),
    MISSING + tokens.RETENTION: _("No token says how long the data are kept."),
    MISSING + tokens.CATEGORY: _("No token says which data are collected."),
    SEVERAL_ACCESS: _("Only one token about access can be true: %(tokens)s"),
    IDENTIFIED: _(
        "NOI says that no identified data are collected, but these do: %(tokens)s"
    ),
    ANONYMOUS: _(
        "NID says that all data are anonymous, but these name data: %(tokens)s"
    ),
    TEST: _(
        "TST makes this a test that browsers have to ignore. "
        "The judgement is what it would be without TST."
    ),
}
WARNINGS = frozenset({CHOICE_UNUSUAL, DRAFT_TOKEN, TEST})

_IDENTIFYING = frozenset({"PHY", "ONL", "UNI", "FIN", "GOV"})
_NEEDED = (tokens.PURPOSE, tokens.RECIPIENT, tokens.RETENTION, tokens.CATEGORY)
_NO_CHOICE_IN_P3P = frozenset({"CUR", "OUR"})
_FROM_A_DRAFT = frozenset({"CUS"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, by its code, with the tokens that it is about."""

    code: str
    tokens: tuple[str, ...] = ()

    @property
    def is_warning(self) -> bool:
        """Whether the tokens count all the same and contradict nothing."""
        return self.code in WARNINGS

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return str(WORDS[self.code]) % {"tokens": ", ".join(self.tokens)}


def problem(code: str, about: Iterable[str] = ()) -> Problem:
    """The fault with each token once."""
    return Problem(code, tuple(dict.fromkeys(about)))


def doubles(codes: Sequence[str]) -> list[Problem]:
    """The tokens that say twice the same."""
    return [problem(DUPLICATE, codes)] if codes else []


def of_choices(written: Sequence[tuple[str, str]]) -> list[Problem]:
    """Faults of the letters behind the tokens, given as (token, letter)."""
    codes = [code for code, _choice in written]
    differing = [c + x for c, x in written if codes.count(c) > 1]
    unusual = [
        c + x for c, x in written if c in _NO_CHOICE_IN_P3P and x not in ("", "a")
    ]
    draft = [c + x for c, x in written if c in _FROM_A_DRAFT]
    found = (
        (CHOICES_DIFFER, differing),
        (CHOICE_UNUSUAL, unusual),
        (DRAFT_TOKEN, draft),
    )
    return [problem(code, about) for code, about in found if about]


def of_tokens(read: Sequence[Token]) -> list[Problem]:
    """What is missing among the tokens, and which contradict each other."""
    if not read:
        return [Problem(EMPTY)]
    return [*_missing(read), *_contradictions(read)]


def _missing(read: Sequence[Token]) -> list[Problem]:
    present = {token.group for token in read}
    # Who collects nothing need not say what is done with it.
    needed = () if tokens.NON_IDENTIFIABLE in present else _NEEDED
    return [
        Problem(MISSING + group)
        for group in (tokens.ACCESS, *needed)
        if group not in present
    ]


def _contradictions(read: Sequence[Token]) -> list[Problem]:
    codes = {token.code for token in read}
    access = [t.code for t in read if t.group == tokens.ACCESS]
    categories = [t.code for t in read if t.group == tokens.CATEGORY]
    identifying = [code for code in categories if code in _IDENTIFYING]
    found = (
        (SEVERAL_ACCESS, access if len(set(access)) > 1 else []),
        (IDENTIFIED, identifying if "NOI" in codes else []),
        (ANONYMOUS, categories if "NID" in codes else []),
        (TEST, ["TST"] if "TST" in codes else []),
    )
    return [problem(code, about) for code, about in found if about]
