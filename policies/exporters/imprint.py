"""What a file says of its own publication: whose it is, which version, since when."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, override

from policies.edition import Edition
from policies.kinds import wording
from policies.rendering import pick


def title(edition: Edition, language: str) -> str:
    """The policy's title; in another language where it is not written in this one."""
    texts = edition.document.title
    return texts.get(language) or next(iter(texts.values()), "")


def title_language(edition: Edition, language: str) -> str:
    """The language of that title, "" when it is the asked one."""
    return pick(edition.document.title, language).lang


def organisation(edition: Edition) -> str:
    """The name under which the organisation publishes."""
    return str(edition.document.organisation.get("trade_name", ""))


def origin(edition: Edition, language: str) -> str:
    """The site on which it is published, like ``https://example.org``."""
    scheme, _colon, rest = edition.addresses.get(language, "").partition("://")
    return f"{scheme}://{rest.partition('/')[0]}" if rest else ""


def lines(edition: Edition, language: str) -> list[tuple[str, str]]:
    """The facts with their names in that language, for a header or a footer."""
    with override(language):
        return list(_lines(edition, language))


def _lines(edition: Edition, language: str) -> Iterator[tuple[str, str]]:
    if name := organisation(edition):
        yield gettext("Organisation"), name
    yield gettext("Version"), str(edition.number)
    yield gettext("In force from"), wording.day(edition.effective_from.date(), language)
    if edition.document.updated:
        yield gettext("Last updated"), wording.day(edition.changed, language)
    if address := edition.addresses.get(language):
        yield gettext("Permanent address"), address
    yield gettext("Fingerprint (SHA-256)"), edition.digest
