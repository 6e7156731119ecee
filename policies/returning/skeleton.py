"""The skeleton of a file that comes back, and the Document that it makes with words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from policies import richtext
from policies.document import Document, Section
from policies.fieldmarks import key
from policies.returning.alone import bare, trimmed
from policies.texts import BLOCKS, INLINE, LINE, Form
from policies.xliff.applying import with_texts
from policies.xliff.fields import fields

FORMAT = "privacysite.skeleton/1"
TITLE = key("", "title")
_LENGTH = 16

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All of a Document that a file in one language doesn't say in words.

    ``printed`` has the keys of the texts that the file prints. ``kept`` has, by key, a
    text that the format can't say exactly (None: not written in this language), with
    the digest of how it reads in the file: while that is unaltered, the kept one holds.
    ``outside`` has a digest for each stretch of words that belongs to no text.
    ``origin`` stands in the file before links to pages of the same site.
    """

    language: str
    document: Document
    printed: tuple[str, ...]
    kept: Mapping[str, tuple[str, str | None]]
    outside: tuple[str, ...] = ()
    origin: str = ""

    def as_json(self) -> str:
        """JSON for people to leave alone: a value a line, keys sorted."""
        data = {
            "format": FORMAT,
            "language": self.language,
            "document": self.document.as_dict(),
            "printed": self.printed,
            "kept": self.kept,
            "outside": self.outside,
            "origin": self.origin,
        }
        return json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True)


def from_json(text: str) -> Skeleton:
    """The skeleton that `as_json` wrote; ValueError for anything else."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise ValueError("another format")
        return Skeleton(
            language=_string(data["language"]),
            document=Document.from_dict(data["document"]),
            printed=tuple(map(_string, data["printed"])),
            kept={name: _kept(value) for name, value in data["kept"].items()},
            outside=tuple(map(_string, data["outside"])),
            origin=_string(data["origin"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise ValueError("no skeleton") from fault


def skeleton(
    document: Document,
    language: str,
    found: Texts,
    outside: Sequence[str] = (),
    origin: str = "",
) -> Skeleton:
    """The skeleton beside a file from which these texts are read back, as HTML."""
    wanted = dict(_texts(document, language))
    read = _read(found, origin)
    kept = {
        name: (digest(read[name]) if name in read else "", wanted.get(name))
        for name in {**wanted, **read}
        if read.get(name) != wanted.get(name)
    }
    return Skeleton(
        language=language,
        document=bare(document),
        printed=tuple(found),
        kept=kept,
        outside=tuple(map(digest, outside)),
        origin=origin,
    )


def filled(found: Skeleton, texts: Texts) -> Document:
    """The Document with the texts that were read from the file."""
    new = _read(texts, found.origin)
    for name, (seen, original) in found.kept.items():
        if digest(new[name]) == seen if name in new else not seen:
            new[name] = cleaned(original or "", form_of(name))
    written = {name: text for name, text in new.items() if text}
    language = found.language
    title = {language: written[TITLE]} if TITLE in written else {}
    sections = tuple(_filled(s, written, language) for s in found.document.sections)
    return trimmed(replace(found.document, title=title, sections=sections))


def form_of(name: str) -> Form:
    """What kind of text a key names."""
    field = name.rpartition(":")[2]
    if field in {"intro", "outro", "description"}:
        return BLOCKS
    return INLINE if field.count(".") == 2 else LINE


def cleaned(html: str, form: Form) -> str:
    """The HTML as the Document may hold it: every word from a file passes here."""
    if form == LINE:
        return " ".join(richtext.plain(html).split())
    if form == INLINE:
        return richtext.sanitise_inline(html)
    return richtext.sanitise(html)


def digest(text: str) -> str:
    """Enough of a SHA-256 to see that a text is unaltered."""
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _read(texts: Texts, origin: str) -> dict[str, str]:
    """The texts as the Document may hold them, links within the site as it has them."""
    at_home = f'href="{origin}/'
    return {
        name: cleaned(
            html.replace(at_home, 'href="/') if origin else html, form_of(name)
        )
        for name, html in texts.items()
    }


def _texts(document: Document, language: str) -> Iterator[tuple[str, str]]:
    """Every text of the document in that language, by key."""
    if title := document.title.get(language):
        yield TITLE, title
    for field in fields(document):
        if text := field.text.get(language):
            yield field.key, text


def _filled(section: Section, texts: Texts, language: str) -> Section:
    below = tuple(_filled(child, texts, language) for child in section.sections)
    return replace(with_texts(section, texts, language), sections=below)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _kept(value: Any) -> tuple[str, str | None]:
    seen, original = value
    return _string(seen), None if original is None else _string(original)
