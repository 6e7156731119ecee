"""Reading a token line such as ``CP="NOI CURa OUR"``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from policies.p3p import faults
from policies.p3p.faults import Problem
from policies.p3p.tokens import (
    ALWAYS,
    GROUPS,
    OPT_IN,
    OPT_OUT,
    TOKENS,
    WITH_CHOICE,
    Token,
    Words,
)

_FRAME = re.compile(
    r"^\s*P3P\s*:|\bpolicyref\s*=\s*(?:\"[^\"]*\"|[^\s,\"]+)\s*,?|\bCP\s*=",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]")
_SEPARATORS = re.compile(r"[\s,;]+")
_SHAPE = re.compile(r"([A-Z]{3})([AIO]?)", re.IGNORECASE)

CHOICES: dict[str, Words] = {
    ALWAYS: _("Always: there is no choice."),
    OPT_IN: _("Only for people who opt in."),
    OPT_OUT: _("Except for people who opt out."),
}


@dataclass(frozen=True, slots=True)
class Mention:
    """A token as the line has it; ``choice`` is "", "a", "i" or "o"."""

    token: Token
    choice: str = ""

    @property
    def code(self) -> str:
        """The token in its usual spelling, like ``CURa``."""
        return self.token.code + self.choice

    @property
    def group(self) -> str:
        """The code of the token's group."""
        return self.token.group

    @property
    def consent(self) -> str:
        """The choice that holds: without a letter it is "always"."""
        return (self.choice or ALWAYS) if self.group in WITH_CHOICE else ""

    @property
    def meaning(self) -> str:
        """What it says, in the active language."""
        return str(self.token.meaning)

    @property
    def choice_meaning(self) -> str:
        """What people can choose, in the active language; "" where that can't be."""
        # P3P has no choice for what a visitor asked for, nor for the site itself.
        if not self.consent or self.code in {"CUR", "CURa", "OUR", "OURa"}:
            return ""
        return str(CHOICES[self.consent])


@dataclass(frozen=True, slots=True)
class CompactPolicy:
    """A token line that has been read. ``line`` is what stood after ``CP=``."""

    line: str
    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]

    def of(self, group: str) -> tuple[Mention, ...]:
        """The tokens of one group, as they stand in the line."""
        return tuple(m for m in self.mentions if m.group == group)

    @property
    def groups(self) -> dict[str, tuple[Mention, ...]]:
        """The tokens by group, without the groups that have none."""
        return {group: found for group in GROUPS if (found := self.of(group))}


def parse(line: str) -> CompactPolicy:
    """The policy that a line states, and what is wrong with it.

    ``CP=``, quotes, commas and capitals don't matter. A token that can't be read is
    named among the problems and counts for nothing; of doubles the first counts.
    """
    content = _content(line)
    written = [part for part in _SEPARATORS.split(content) if part]
    read: list[Mention] = []
    unreadable: dict[str, list[str]] = {}
    for part in written:
        result = _read(part)
        if isinstance(result, Mention):
            read.append(result)
        else:
            unreadable.setdefault(result, []).append(part)
    mentions, doubles = _once(read)
    problems = [
        *(faults.problem(code, parts) for code, parts in unreadable.items()),
        *faults.doubles(doubles),
        *faults.of_choices([(m.token.code, m.choice) for m in mentions]),
        *faults.of_tokens([m.token for m in mentions]),
    ]
    return CompactPolicy(content, mentions, tuple(problems))


def _content(line: str) -> str:
    """The tokens of a line or of a whole ``P3P:`` header, white space folded."""
    return " ".join(_QUOTES.sub(" ", _FRAME.sub(" ", line)).strip(" ,;").split())


def _read(part: str) -> Mention | str:
    """The token, or the code of what is wrong with it."""
    match = _SHAPE.fullmatch(part)
    if not match:
        return faults.MALFORMED
    token = TOKENS.get(match[1].upper())
    if token is None:
        return faults.UNKNOWN
    if match[2] and token.group not in WITH_CHOICE:
        return faults.NO_CHOICE
    return Mention(token, match[2].lower())


def _once(read: list[Mention]) -> tuple[tuple[Mention, ...], list[str]]:
    """The tokens without doubles (``CON`` says the same as ``CONa``), and those."""
    first: dict[tuple[str, str], Mention] = {}
    doubles = []
    for mention in read:
        key = (mention.token.code, mention.consent)
        if key in first:
            doubles.append(mention.code)
        first.setdefault(key, mention)
    return tuple(first.values()), doubles
