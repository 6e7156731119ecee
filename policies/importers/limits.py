"""How much structure a file may have before anything is parsed.

Parsing costs time per line, link and mark, not per byte. No policy comes near these
numbers; a file that was made to keep a parser busy does.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from policies.importers.refusal import Refused

MOST_LINES = {"text": 30_000, "markdown": 15_000, "html": 100_000}
MOST_BLANK = 100_000
MOST_LINKS = 8_000
MOST_ENTITIES = 40_000
MOST_MARKS = 25_000
LONGEST_LINE = 50_000
_WRITTEN_LINE = re.compile(r"^[^\S\n]*\S", re.MULTILINE)
_NUMBERISH = re.compile(r"\b0[1-9]|\+[1-9]")
_MARKS = "*_`[<~!\\&"


def check(text: str, form: str) -> None:
    """Refuse a text with more lines, links or marks than can be read in time."""
    form = "markdown" if form.startswith("markdown") else form
    lines = sum(1 for _line in _WRITTEN_LINE.finditer(text))
    if text.count("\n") - lines > MOST_BLANK:
        raise _too_complex(_("empty lines"), text.count("\n") - lines, MOST_BLANK)
    if lines > MOST_LINES[form]:
        raise _too_complex(_("lines"), lines, MOST_LINES[form])
    links = sum(map(text.count, ("@", "://", "www.")))
    links += sum(1 for _number in _NUMBERISH.finditer(text))
    if links > MOST_LINKS:
        raise _too_complex(_("addresses and telephone numbers"), links, MOST_LINKS)
    entities = text.count("&") + (text.count("<") if form != "html" else 0)
    if entities > MOST_ENTITIES:
        raise _too_complex(_("signs like & and <"), entities, MOST_ENTITIES)
    if form != "markdown":
        return
    marks = sum(map(text.count, _MARKS))
    if marks > MOST_MARKS:
        raise _too_complex(_("Markdown marks"), marks, MOST_MARKS)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            message = _(
                "Line %(line)d has %(size)d characters; break it into paragraphs."
            )
            raise Refused("long_line", message % {"line": number, "size": len(line)})


def _too_complex(what: str, count: int, most: int) -> Refused:
    message = _(
        "The file has %(count)d %(what)s; at most %(most)d are read. Import it "
        "in parts."
    )
    says = {"count": count, "what": what, "most": most}
    return Refused("too_complex", message % says)
