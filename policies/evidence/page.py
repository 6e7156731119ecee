"""A saved page: its title, dates, sections and record, apart from the frame around.

The frame (header, footer, switch of language, links to other policies, notices about
what is in force) changes while the version doesn't; it is left out or kept apart.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from babel import UnknownLocaleError

from policies.evidence import markup
from policies.evidence.markup import Element
from policies.evidence.saved import NAMES, Line, Part, Saved, Unreadable, digests
from policies.kinds import wording

_VERSION = re.compile(r"\b(?:versie|version) ([1-9][0-9]{0,8})\b")
# Links about a section: the languages that a site offers come and go.
_FURNITURE = frozenset(["section-links"])
_HEAD = "./header[1]"
_CONTENTS = "./nav[contains(@class, 'contents')][1]"
_SUMMARY = "./div/div[contains(@class, 'glance')][1]"
_RECORD = "(.//footer[contains(@class, 'record')])[1]"


def read(html: str) -> Saved:
    """The policy on the page; `Unreadable` where there is none, or more than one."""
    document = markup.parse(html)
    articles = document.xpath("//article[contains(@class, 'policy')]")
    articles = [a for a in articles if "policy" in markup.classes(a)]
    if len(articles) != 1:
        raise Unreadable
    article = articles[0]
    parts = tuple(_parts(article))
    permanent = tuple(_addresses(article))
    dates = tuple(dict.fromkeys(line for line in _dates(article) if line.text))
    record = " ".join(w for part in parts if part.key == "record" for w in part.words)
    number = next((m for line in dates if (m := _VERSION.search(line.text))), None)
    return Saved(
        form="html",
        language=(document.get("lang") or "")[:2].lower(),
        parts=parts,
        digests=digests(record),
        addresses=(*permanent, *_canonical(document)),
        permanent=permanent,
        number=int(number[1]) if number else None,
        dates=dates,
        around=tuple(dict.fromkeys(t for t in _around(document, article) if t)),
        styles=frozenset(_styles(document)),
    )


def _parts(article: Element) -> Iterator[Part]:
    head, contents, record = (_frame(article, x) for x in (_HEAD, _CONTENTS, _RECORD))
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
    lines = dict.fromkeys(_plain(link) for link in contents.xpath(".//a"))
    beside = markup.words(contents, lambda e: e.tag in ("a", "form"))
    return Part("contents", NAMES["contents"], (*" ".join(lines).split(), *beside))


def _section(section: Element) -> Part:
    """The section's own words, not those of the sections in it."""
    heading = next(iter(section.xpath("./*[contains(@class, 'h')]")), None)
    own = markup.words(section, lambda e: e.tag == "section" or _furniture(e))
    words = own[:6] if heading is None else markup.words(heading)
    return Part(f"#{section.get('id') or ''}", " ".join(words), own)


def _furniture(element: Element) -> bool:
    return bool(markup.classes(element) & _FURNITURE)


def _beside(element: Element) -> bool:
    return element.tag == "form" or _furniture(element)


def _record(record: Element) -> Iterator[str]:
    own = {
        a for row in record.xpath(".//dl/div") if _permanent(row) for a in row.iter("a")
    }
    for facts in record.xpath(".//dl"):
        yield from markup.words(facts, lambda e: e in own)


def _permanent(row: Element) -> list[str]:
    """The permanent address in a row of the record: it is looked at by itself."""
    if row.tag != "div":
        return []
    found = [a.get("href") or "" for a in row.xpath("./dd//a")]
    return [address for address in found if re.search(r"/v/\d+/$", address)]


def _addresses(article: Element) -> Iterator[str]:
    """The permanent address: where its link leads, and as it is printed."""
    for row in article.xpath(f"{_RECORD}//dl/div"):
        if found := _permanent(row):
            yield from found
            yield from (_plain(link) for link in row.xpath("./dd//a"))


def _canonical(document: Element) -> Iterator[str]:
    """The page's own address, as search engines are told."""
    for link in document.xpath("//link[@rel='canonical']"):
        yield link.get("href") or ""


def _dates(article: Element) -> Iterator[Line]:
    for line in article.xpath(f"{_HEAD}/p[contains(@class, 'dates')]"):
        spans = line.xpath("./span")
        for span in (found for found in spans if not _leads_on(found)):
            days = span.xpath(".//time")
            # A day that isn't what its element says is no day, but altered words.
            if all(_is_day(day) for day in days):
                yield Line(_plain(span, "time"), tuple(map(markup.text, days)))
            else:
                yield Line(_plain(span))
        yield Line(_plain(line, "span"))


def _is_day(element: Element) -> bool:
    language = (element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") or "en")[
        :2
    ]
    try:
        date = dt.date.fromisoformat(element.get("datetime") or "")
        return wording.day(date, language) == markup.text(element)
    except (ValueError, UnknownLocaleError):
        return False


def _leads_on(span: Element) -> bool:
    """Whether a line under the title is a link and nothing else."""
    return [child.tag for child in span] == ["a"] and not _plain(span, "a")


def _plain(element: Element, without: str = "") -> str:
    found = markup.words(element, lambda e: e.tag == without)
    return " ".join(word for word in found if word[:1] != "⟨")


def _around(document: Element, article: Element) -> Iterator[str]:
    """What a reader sees beside the text: notices, downloads, links about a section."""
    for block in article.xpath(f"{_HEAD}/*[not(self::h1)]"):
        if "dates" not in markup.classes(block):
            yield from _sentences(block)
        for span in filter(_leads_on, block.xpath("./span")):
            yield _plain(span)
    for record in article.xpath(_RECORD):
        yield from _sentences(record, but=lambda e: e.tag == "dl" or _downloads(e))
        # Which formats a site offers changes; the links are no words of the policy.
        for offer in filter(_downloads, record.iter("p")):
            yield from _sentences(offer, but=lambda e: e.tag == "a")
    for element in article.iter("p", "div", "aside", "span", "nav", "ul", "a", "form"):
        if _beside(element) and not any(map(_beside, element.iterancestors())):
            yield from _sentences(element)
    for main in document.xpath("//main"):
        yield from _sentences(main, but=lambda e: e is article)


def _sentences(
    block: Element, but: markup.Skip = lambda _found: False
) -> Iterator[str]:
    """The links by themselves and the words between them, without signs and days: which
    of them a notice has depends on the day."""
    for link in block.xpath(".//a"):
        if not any(but(above) for above in [link, *link.iterancestors()]):
            yield _plain(link)
    rest = markup.words(block, lambda e: e.tag in ("a", "time") or but(e))
    yield " ".join(word for word in rest if re.search(r"\w", word))


def _downloads(element: Element) -> bool:
    return "downloads" in markup.classes(element)


def _styles(document: Element) -> Iterator[str]:
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
