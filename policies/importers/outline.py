"""Headings into a tree: which heading stands under which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _

from policies.document import MAX_DEPTH
from policies.importers.blocks import Block, Findings, Heading, Markup, Paragraph
from policies.importers.lines import number_depth
from policies.importers.refusal import Refused

MOST_HEADINGS = 10_000
_POLICY = re.compile(
    r"(?:ons |our |the )?(?:privacy|cookie|privacy[- ]?(?:en|and|&|/)[- ]?cookies?)"
    r"[- ]?(?:beleid|policy|verklaring|statement|reglement|notice|notification)"
)
_CONTENTS = re.compile(
    r"(?:onderdelen|inhoud|inhoudsopgave|in dit document|contents|table of contents|"
    r"on this page|index)\W*"
)
_ASIDE = re.compile(r"redirect notice|omleidingsbericht|doorverwijzing")
_GROUP = re.compile(r"(?:groep|group|statement|verklaring) [“\"‘'«]")


@dataclass(slots=True)
class Node:
    """A heading with what stands under it."""

    heading: Heading | None
    blocks: list[Block] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    depth: int = 0

    @property
    def title(self) -> str:
        """The heading's words, or ""."""
        return self.heading.text if self.heading else ""


def policy_name(title: str) -> str:
    """``privacy``, ``cookie`` or ``combined`` when a heading is only such a name."""
    words = " ".join(title.casefold().split()).rstrip(".")
    if not _POLICY.fullmatch(words):
        return ""
    if "privacy" in words and "cookie" in words:
        return "combined"
    return "cookie" if "cookie" in words else "privacy"


def is_contents(title: str) -> bool:
    """Whether a heading announces a table of contents."""
    return bool(_CONTENTS.fullmatch(title.casefold().strip()))


def is_aside(title: str) -> bool:
    """Whether a heading announces something that is not part of the policy."""
    return bool(_ASIDE.match(title.casefold()))


def outline(blocks: Sequence[Block], findings: Findings) -> Node:
    """A root without heading, and under it the headings as they nest."""
    levels = _levels(blocks)
    if len(levels) > MOST_HEADINGS:
        message = _(
            "The file has %(count)d headings; at most %(most)d are read. Import it in "
            "parts."
        )
        counts = {"count": len(levels), "most": MOST_HEADINGS}
        raise Refused("too_many_headings", message % counts)
    root = Node(None)
    path = [(0, root)]
    for at, block in enumerate(blocks):
        if not isinstance(block, Heading):
            path[-1][1].blocks.append(block)
            continue
        while path[-1][0] >= levels[at]:
            path.pop()
        parent = path[-1][1]
        if parent.depth == MAX_DEPTH:
            _keep_in_text(parent, block, findings)
            continue
        node = Node(block, depth=parent.depth + 1)
        parent.children.append(node)
        path.append((levels[at], node))
    return root


def _keep_in_text(parent: Node, heading: Heading, findings: Findings) -> None:
    reason = _("Deeper than three levels; kept as a heading within the text.")
    findings.doubt(heading.line, heading.text, reason)
    words = escape(heading.text, quote=False)
    parent.blocks.append(Markup(heading.line, f"<h5>{words}</h5>"))


def _levels(blocks: Sequence[Block]) -> dict[int, int]:
    """The level of each heading, by its place among the blocks."""
    places = [at for at, block in enumerate(blocks) if isinstance(block, Heading)]
    marks = {b.mark for b in blocks if isinstance(b, Heading)}
    strong = 2 + bool(marks & {"pipe", "number"})
    levels: dict[int, int] = {}
    before: Heading | None = None
    questions_nest = False
    for place, last in zip(places, [None, *places], strict=False):
        heading = blocks[place]
        assert isinstance(heading, Heading)  # noqa: S101 places are of headings
        level = _own_level(heading, strong)
        if heading.mark == "question":
            between = blocks[last + 1 : place] if last is not None else []
            questions_nest = questions_nest or _hardly_any(before, between)
            level += questions_nest
        elif not heading.level:
            questions_nest = False
        levels[place] = level
        before = heading
    return levels


def _own_level(heading: Heading, strong: int) -> int:
    if heading.level:
        return heading.level
    if policy_name(heading.text) or is_aside(heading.text):
        return 1
    if heading.mark == "pipe":
        return 2
    if heading.mark == "number":
        return 2 + number_depth(heading.text)
    deeper = heading.mark == "label" or _GROUP.match(heading.text.casefold())
    return strong + bool(deeper)


def _hardly_any(before: Heading | None, between: Sequence[Block]) -> bool:
    """Whether a heading has so little text of its own that a question goes under it."""
    if before is None or is_contents(before.text) or policy_name(before.text):
        return False
    if before.mark == "question":
        return not between
    words = [block.text for block in between if isinstance(block, Paragraph)]
    few = len(words) == len(between) <= 1
    return few and len("".join(words)) < 150
