"""What stands around the text of a saved page: dates, notices, offers of files, styles.

Which of it a page has depends on the day; the policy's words are not among it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from organisations.languages import codes
from policies.evidence import linear, markup
from policies.evidence.markup import Element
from policies.evidence.saved import Line
from policies.kinds import wording

# Where our pages have it, seen from their article.
HEAD = "./header[1]"
CONTENTS = "./nav[contains(@class, 'contents')][1]"
RECORD = "(.//footer[contains(@class, 'record')])[1]"


def dates(article: Element, language: str) -> Iterator[Line]:
    """The lines under the title that tell days, and what else stands among them."""
    for line in filter(_is_dates, article.xpath(f"{HEAD}/p")):
        for span in line.xpath("./span"):
            if not _leads_on(span):
                yield _line(span, language)
        yield Line(plain(line, _is_span))


def _line(span: Element, language: str) -> Line:
    days = list(markup.outermost(span, lambda e: e.tag == "time"))
    # A day that isn't what its element says is no day, but altered words.
    if all(_is_day(day, language) for day in days):
        return Line(plain(span, lambda e: e.tag == "time"), tuple(map(plain, days)))
    return Line(plain(span))


def _is_dates(element: Element) -> bool:
    """Whether it is the paragraph under the title that has the dates."""
    return element.tag == "p" and "dates" in markup.classes(element)


def _is_span(element: Element) -> bool:
    """Whether it is one of the dates' own lines, not a span deeper down."""
    above = element.getparent()
    return element.tag == "span" and above is not None and _is_dates(above)


def _is_day(element: Element, language: str) -> bool:
    try:
        date = dt.date.fromisoformat(element.get("datetime") or "")
    except ValueError:
        return False
    known = language if language in codes() else "en"
    return wording.day(date, known) == plain(element)


def _leads_on(span: Element) -> bool:
    """Whether a line under the title is a link and nothing else."""
    return [child.tag for child in span] == ["a"] and not plain(span, is_link)


def within(article: Element, language: str) -> Iterator[tuple[str, str]]:
    """What our pages print about the text within the article, each with its part."""
    for head in article.xpath(HEAD):
        yield from (("head", found) for found in _notices(head, language))
    for contents in article.xpath(CONTENTS):
        for form in markup.outermost(contents, lambda e: e.tag == "form"):
            yield from (("contents", found) for found in _sentences(form))
    for record in article.xpath(RECORD):
        yield from (("record", found) for found in _below(record))


def _notices(head: Element, language: str) -> Iterator[str]:
    """Under the title: notices, links among the dates, and whatever else is there."""
    for block in markup.outermost(head, _is_block):
        if block.getparent() is head and block.tag == "h1":
            continue
        if block.getparent() is head and _is_dates(block):
            yield from map(plain, filter(_leads_on, block.xpath("./span")))
        else:
            yield from _sentences(
                block, lambda e: e.tag == "time" and _is_day(e, language)
            )
    yield " ".join(markup.seen(head, _is_block))


def _is_block(element: Element) -> bool:
    return element.tag in ("h1", "h2", "p", "li")


def _below(record: Element) -> Iterator[str]:
    """What stands with the record besides its facts."""
    yield from _sentences(record, lambda e: e.tag == "dl" or _downloads(e))
    # Which formats a site offers changes; the links are no words of the policy.
    for offer in markup.outermost(record, _downloads, lambda e: e.tag == "dl"):
        yield from _sentences(offer, _names_format)


def _downloads(element: Element) -> bool:
    return element.tag == "p" and "downloads" in markup.classes(element)


def _names_format(element: Element) -> bool:
    """Whether it is a link to a file, called after its kind: "PDF", "Word (DOCX)"."""
    if not is_link(element):
        return False
    words = markup.seen(element)
    ending = (element.get("href") or "").rpartition("/policy.")[2].casefold()
    return 0 < len(words) <= 2 and linear.bare(words[-1]).casefold() == ending


def around(document: Element, article: Element) -> Iterator[str]:
    """What a reader sees beside the article."""
    for main in markup.outermost(document, lambda e: e.tag == "main"):
        yield from _sentences(main, lambda e: e is article)


def _sentences(
    block: Element, but: markup.Skip = lambda _found: False
) -> Iterator[str]:
    """The links by themselves and the words between them, without signs: which of them
    a notice has depends on the day."""
    yield from map(plain, markup.outermost(block, is_link, but))
    rest = markup.words(block, lambda e: is_link(e) or but(e))
    yield " ".join(word for word in rest if re.search(r"\w", word))


def styles(document: Element) -> Iterator[str]:
    """Everything that can make the page look otherwise than it reads."""
    for style in document.xpath("//style"):
        yield "".join(style.itertext()).strip()
    for script in document.xpath("//script"):
        if script.get("type") != "application/ld+json":
            yield f"script {script.get('src') or ''}"
    for sheet in document.xpath("//link[contains(@rel, 'stylesheet')]"):
        yield f"sheet {sheet.get('href') or ''}"
    for element in document.xpath("//*[@style or @hidden]"):
        yield f"{element.tag} {element.get('style') or 'hidden'}"
    for element in document.xpath("//s | //del | //strike"):
        yield f"{element.tag} {plain(element)}"


def is_link(element: Element) -> bool:
    """Whether it leads somewhere."""
    return element.tag == "a"


def plain(element: Element, skip: markup.Skip = lambda _found: False) -> str:
    """The words that a reader sees in it, one blank between them."""
    return " ".join(markup.seen(element, skip))
