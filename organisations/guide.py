"""The editing guide (docs/editing): its chapters, read from Markdown and made into pages.

The files are the product's own and the same that a code host shows: links between
chapters and to pictures are relative in them, and become addresses here.
"""

from __future__ import annotations

import itertools
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

FOLDER = Path(settings.BASE_DIR) / "docs" / "editing"
INDEX = "README"
# Short enough for a file's name: a longer one is none of ours.
_NAME = re.compile(r"(?=.{1,80}\Z)[a-z]+(-[a-z]+)*")
_CHAPTER = re.compile(r"(?P<name>[a-z-]+)\.md(?P<hash>#.*)?")
_PICTURE = re.compile(r"\.\./pictures/(?P<language>[a-z]{2})/(?P<name>[a-z-]+)\.png")


@dataclass(frozen=True)
class Chapter:
    """A chapter in the list of them."""

    name: str
    title: str


@dataclass(frozen=True)
class Addresses:
    """Where a chapter and a picture are found."""

    chapter: Callable[[str], str]
    picture: Callable[[str, str], str]


def text(language: str, name: str) -> str | None:
    """A chapter as it is written; None when there is no such one."""
    if name != INDEX and not _NAME.fullmatch(name):
        return None
    path = FOLDER / language / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def picture(language: str, name: str) -> Path | None:
    """The file of a picture; None when there is no such one."""
    if not _NAME.fullmatch(language) or not _NAME.fullmatch(name):
        return None
    path = FOLDER / "pictures" / language / f"{name}.png"
    return path if path.is_file() else None


def chapters(language: str) -> list[Chapter]:
    """All chapters, in the order of the index's list."""
    found = []
    for token in flat(parse(text(language, INDEX) or "")):
        if token.type == "link_open":
            link = _CHAPTER.fullmatch(str(token.attrGet("href")))
            name = link["name"] if link else ""
            if name and (written := text(language, name)):
                found.append(Chapter(name, title(written)))
    return found


def title(written: str) -> str:
    """The first heading."""
    return written.partition("\n")[0].removeprefix("# ").strip()


def page(written: str, addresses: Addresses) -> SafeString:
    """The text as HTML, without its first heading, which the page itself prints."""
    tokens = parse(written.partition("\n")[2])
    for before, token in itertools.pairwise(tokens):
        if before.type == "heading_open":
            before.attrSet("id", anchor(token.content))
    for token in flat(tokens):
        _lead(token, addresses)
    made: str = _reader().renderer.render(tokens, _reader().options, {})
    return mark_safe(made)  # noqa: S308 the guide is ours; HTML in it is not read


def anchor(heading: str) -> str:
    """The part of the address after #, as code hosts make it of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def parse(written: str) -> list[Token]:
    """The Markdown in tokens."""
    return _reader().parse(written)


def flat(tokens: list[Token]) -> Iterator[Token]:
    """Every token, with those inside lines of text."""
    for token in tokens:
        yield token
        yield from token.children or ()


def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _lead(token: Token, addresses: Addresses) -> None:
    """Give a link or a picture its address on this host."""
    if token.type == "link_open":
        href = str(token.attrGet("href"))
        if link := _CHAPTER.fullmatch(href):
            token.attrSet(
                "href", addresses.chapter(link["name"]) + (link["hash"] or "")
            )
        elif href.startswith("https://"):
            token.attrs |= {"target": "_blank", "rel": "noopener"}
    elif token.type == "image":
        found = _PICTURE.fullmatch(str(token.attrGet("src")))
        path = picture(found["language"], found["name"]) if found else None
        if found and path:
            token.attrSet("src", addresses.picture(found["language"], found["name"]))
            token.attrs |= dict(
                zip(("width", "height"), _size(path), strict=True), loading="lazy"
            )


def _size(path: Path) -> tuple[int, int]:
    """Width and height, which stand at the beginning of every PNG."""
    with path.open("rb") as opened:
        width, height = struct.unpack(">16xII", opened.read(24))
    return width, height
