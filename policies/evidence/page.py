"""A saved page: its title, dates, sections and record, apart from the frame around.

The frame (header, footer, switch of language, links to other policies, notices about
what is in force) changes while the version doesn't; it is left out or kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from policies.evidence import markup, surroundings
from policies.evidence.markup import Element
from policies.evidence.saved import NAMES, Part, Saved, Unreadable, digests
from policies.evidence.surroundings import CONTENTS, HEAD, RECORD, is_link, plain

_VERSION = re.compile(r"\b(?:versie|version) ([1-9][0-9]{0,8})\b")
# Links about a section: the languages that a site offers come and go.
_FURNITURE = frozenset(["section-links"])
_SUMMARY = "./div/div[contains(@class, 'glance')][1]"
# Our pages have a few dozen elements above the text and below it, and as many sections.
MOST_BESIDE = 500
MOST_SECTIONS = 1_000
_CODE = re.compile(r"[A-Z]{2}")


def read(html: str) -> Saved:
    """The policy on the page; `Unreadable` where there is none, or more than one."""
    document = markup.parse(html)
    article = _article(document.xpath("//article"))
    if not _is_simple(article):
        raise Unreadable
    language = (document.get("lang") or "")[:2].lower()
    parts = tuple(_parts(article))
    permanent = tuple(_addresses(article))
    dates = tuple(
        dict.fromkeys(
            line for line in surroundings.dates(article, language) if line.text
        )
    )
    record = " ".join(w for part in parts if part.key == "record" for w in part.words)
    number = next((m for line in dates if (m := _VERSION.search(line.text))), None)
    return Saved(
        form="html",
        language=language,
        parts=parts,
        digests=digests(record),
        addresses=(*permanent, *_canonical(document)),
        permanent=permanent,
        number=int(number[1]) if number else None,
        dates=dates,
        within=tuple(
            dict.fromkeys(t for t in surroundings.within(article, language) if t[1])
        ),
        around=tuple(
            dict.fromkeys(t for t in surroundings.around(document, article) if t)
        ),
        styles=frozenset(surroundings.styles(document)),
    )


def _article(found: Sequence[Element]) -> Element:
    """The policy among these; `Unreadable` with a reason where another page has it."""
    policies = [a for a in found if "policy" in markup.classes(a)]
    if len(policies) > 1 or any("embedded" in markup.classes(a) for a in policies):
        raise Unreadable(
            _(
                "A page with several policies on it cannot be checked. Open each policy "
                "by itself, and save that page, its PDF or its JSON file."
            )
        )
    if policies:
        return policies[0]
    if any("beside" in markup.classes(a) for a in found):
        raise Unreadable(
            _(
                "A page with two languages side by side cannot be checked. Open the "
                "policy in one language, and save that page, its PDF or its JSON file."
            )
        )
    if any(a.get("data-digest") for a in found):
        raise Unreadable(
            _(
                "The HTML for another website cannot be checked. Open the policy on "
                "this website, and save that page, its PDF or its JSON file."
            )
        )
    raise Unreadable


def _is_simple(article: Element) -> bool:
    beside = article.xpath(f"count({HEAD}//*) + count({RECORD}//*)")
    sections = article.xpath("count(.//section)")
    return bool(beside <= MOST_BESIDE and sections <= MOST_SECTIONS)


def _parts(article: Element) -> Iterator[Part]:
    head, contents, record = (_frame(article, x) for x in (HEAD, CONTENTS, RECORD))
    for title in head.xpath("./h1") if head is not None else ():
        yield _part("title", title)
    if contents is not None:
        yield _contents(contents)
    summary = _frame(article, _SUMMARY)
    if summary is not None:
        yield _part("summary", summary)
    for section in article.xpath(".//section"):
        yield _section(section)
    known = [head, contents, summary, record]
    yield Part(
        "text",
        NAMES["text"],
        markup.words(
            article, lambda e: e.tag == "section" or e in known or _furniture(e)
        ),
    )
    if record is not None:
        yield Part("record", NAMES["record"], tuple(_record(record)))


def _frame(article: Element, expression: str) -> Element | None:
    """The one element that our page has there; whatever else is like it is text."""
    found: Element | None = next(iter(article.xpath(expression)), None)
    return found


def _part(key: str, element: Element) -> Part:
    return Part(key, NAMES[key], markup.words(element))


def _contents(contents: Element) -> Part:
    """The lines, once each: the list stands there for wide and for narrow screens."""
    links = markup.outermost(contents, is_link)
    lines = dict.fromkeys(plain(link) for link in links)
    beside = markup.words(contents, lambda e: e.tag in ("a", "form"))
    return Part("contents", NAMES["contents"], (*" ".join(lines).split(), *beside))


def _section(section: Element) -> Part:
    """The section's own words, not those of the sections in it."""
    heading = next(iter(section.xpath("./*[contains(@class, 'h')]")), None)
    own = markup.words(section, lambda e: e.tag == "section" or _furniture(e))
    words = own[:6] if heading is None else markup.words(heading)
    return Part(f"#{section.get('id') or ''}", " ".join(words), own)


def _furniture(element: Element) -> bool:
    """Whether it is the links to a section in other languages, and says nothing else."""
    return (
        bool(markup.classes(element) & _FURNITURE)
        and not (element.text or "").strip()
        and all(map(_is_code, element))
    )


def _is_code(link: Element) -> bool:
    return (
        link.tag == "a"
        and len(link) == 0
        and _CODE.fullmatch(link.text or "") is not None
        and not (link.tail or "").strip()
    )


def _facts(record: Element) -> Iterator[Element]:
    return markup.outermost(record, lambda e: e.tag == "dl")


def _rows(record: Element) -> Iterator[tuple[list[Element], list[str]]]:
    """The rows of the record with a permanent address: their links, and the addresses."""
    for facts in _facts(record):
        for row in facts.xpath("./div"):
            links = row.xpath("./dd//a")
            found = [link.get("href") or "" for link in links]
            if any(re.search(r"/v/\d+/$", address) for address in found):
                yield links, found


def _record(record: Element) -> Iterator[str]:
    # The permanent address is looked at by itself.
    own = {link for links, _addresses in _rows(record) for link in links}
    for facts in _facts(record):
        yield from markup.words(facts, lambda e: e in own)


def _addresses(article: Element) -> Iterator[str]:
    """The permanent address: where its link leads, and as it is printed."""
    for record in article.xpath(RECORD):
        for links, found in _rows(record):
            yield from (a for a in found if re.search(r"/v/\d+/$", a))
            yield from map(plain, links)


def _canonical(document: Element) -> Iterator[str]:
    """The page's own address, as search engines are told."""
    for link in document.xpath("//link[@rel='canonical']"):
        yield link.get("href") or ""
