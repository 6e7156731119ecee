"""Markdown: CommonMark with tables, readable as it stands, and it can come back.

Each text has an invisible comment around it that says which one it is, and a last
comment has the skeleton (`policies.returning`), so that an edited file can be imported.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from django.utils.translation import gettext_lazy as _

from policies.edition import Edition
from policies.exporters import Format, imprint
from policies.exporters.blocks import Border, Heading, Words
from policies.exporters.body import body
from policies.exporters.markdown_blocks import written
from policies.exporters.markdown_inline import inline
from policies.exporters.reading import read
from policies.importers.marked_markdown import ENDING, marked_texts
from policies.returning.skeleton import TITLE, skeleton


def write(edition: Edition, language: str) -> bytes:
    """The version in one language."""
    text = "\n".join((*_heading(edition, language), *_body(edition, language)))
    found, outside = marked_texts(text)
    origin = imprint.origin(edition, language)
    bones = skeleton(edition.document, language, found, outside, origin).as_json()
    # "--" and angle brackets would end the comment.
    bones = (
        bones.replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "-\\u002d")
    )
    front = _front_matter(edition, language)
    return f"---\n{front}---\n\n{text}\n\n{ENDING}\n{bones}\n-->\n".encode()


def _front_matter(edition: Edition, language: str) -> str:
    facts = {
        "title": imprint.title(edition, language),
        "language": language,
        "organisation": imprint.organisation(edition),
        **edition.as_dict(),
    }
    return yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=10_000)


def _heading(edition: Edition, language: str) -> Iterator[str]:
    title = Words(imprint.title(edition, language))
    yield from written([Heading(1, (Border(TITLE), title, Border("")))])
    yield ""


def _body(edition: Edition, language: str) -> Iterator[str]:
    html = body(edition.document, language, marked=True)
    yield from written(read(html, imprint.origin(edition, language)))
    yield from ("", "---", "")
    for name, value in imprint.lines(edition, language):
        yield f"- **{inline((Words(name),))}:** {inline((Words(value),))}"


FORMAT = Format(
    name="md",
    label=_("Markdown"),
    media_type="text/markdown; charset=utf-8",
    write=write,
)
