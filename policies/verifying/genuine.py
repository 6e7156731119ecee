"""The genuine text of a version, in the form of the file that is compared with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from organisations.languages import codes
from policies import editions, keeping, pages, paths
from policies.edition import Edition
from policies.evidence import opening, page
from policies.evidence.comparing import Place
from policies.evidence.data import document_of
from policies.evidence.saved import NAMES, Part, Saved
from policies.exporters import Format, formats, kept
from policies.models import Version
from policies.schema import VERSION_FORMAT
from policies.states import IN_FORCE, SCHEDULED, SUPERSEDED
from policies.verifying import places, told
from policies.views import answers, embedding, neighbours

# A day that no page has: days that may differ are compared with it.
_SOME_DAY = dt.date(1, 1, 1)
_SOMEWHERE = "/"
_LEADS = dict.fromkeys(("changes_url", "next_changes_url", "beside_url"), _SOMEWHERE)
_UPCOMING = {
    "effective_from": _SOME_DAY, "url": _SOMEWHERE, "changes_url": _SOMEWHERE,
}  # fmt: skip
_FORMATS = {"pdf": ("pdf",), "docx": ("docx",), "text": ("txt", "md")}


def looks(version: Version, saved: Saved, place: Place, language: str) -> list[Saved]:
    """How the version reads in that language: in each format that the file may be."""
    if saved.data is not None:
        return [_data(version, saved)]
    if saved.form == "html":
        return [page.read(as_it_is(version, language))]
    return _made(version, saved, place, language)


def outline(version: Version, language: str) -> tuple[Part, ...]:
    """The parts of the page, which tell where sections begin."""
    return page.read(html(version, language, IN_FORCE)).parts


def framed(version: Version, language: str) -> Saved:
    """The page that other sites show in a frame: no contents, summary or notices."""
    return page.read(embedding.bare(HttpRequest(), version, language).text)


def states(version: Version, language: str) -> list[Saved]:
    """The page in every state that it may be saved in, with all that it may say then."""
    announced = {
        "processor_notices": told.announcements(version, language),
        "reviewed": _SOME_DAY, "upcoming": _UPCOMING, **_LEADS,
    }  # fmt: skip
    return [
        page.read(html(version, language, state, more, old=old))
        for state, more, old in (
            (IN_FORCE, announced, False),
            (SUPERSEDED, {"until": _SOME_DAY, "since_url": _SOMEWHERE, **_LEADS}, True),
            (SUPERSEDED, _LEADS, True),
            (SCHEDULED, _LEADS, True),
            (SUPERSEDED, {**_LEADS, "vacant": True}, True),
            (SCHEDULED, {**_LEADS, "vacant": True}, True),
        )
    ]


def as_it_is(version: Version, language: str) -> str:
    """The page as a visitor gets it today; of a withdrawn version, as it was."""
    policy, near = version.policy, _near(version)
    if version.withdrawn is not None:
        return html(version, language, SUPERSEDED)
    if near.state == IN_FORCE:
        here = {code: policy.path(code) for code in codes()}
        return answers.current(HttpRequest(), version, language, here).text
    here = {code: paths.version(policy, code, version.number) for code in codes()}
    return answers.fixed(HttpRequest(), version, language, here).text


def _near(version: Version) -> neighbours.Neighbours:
    return neighbours.around(version.policy, version, timezone.now())


def html(
    version: Version,
    language: str,
    state: str,
    more: dict[str, Any] | None = None,
    *,
    old: bool = True,
) -> str:
    """The page of the version in a state; at its permanent address where it is old."""
    policy = version.policy
    here = {code: paths.version(policy, code, version.number) for code in codes()}
    answer = pages.version_page(
        HttpRequest(), version, language, state=state, paths=here, old=old,
        more=more or {},
    )  # fmt: skip
    return answer.text


def _data(version: Version, saved: Saved) -> Saved:
    edition = editions.of(version)
    document = edition.document.as_dict()
    if document_of(saved.data) is saved.data:
        return Saved("json", data=document)
    facts = {**edition.as_dict(), "document": document}
    # The API answers with links instead of a format.
    named = {} if "links" in (saved.data or {}) else {"format": VERSION_FORMAT}
    return Saved("json", data={**named, **facts})


def _made(version: Version, saved: Saved, place: Place, language: str) -> list[Saved]:
    """In each format, with the address that it had when the file was saved."""
    names = [name for name in _FORMATS[saved.form] if name in formats()]
    found = [formats()[name] for name in names if formats()[name].available()]
    addresses = places.stated(version, place, saved.addresses)
    edition = replace(editions.of(version), addresses=addresses)
    return [_read(edition, form, language) for form in found]


def _read(edition: Edition, form: Format, language: str) -> Saved:
    """The words of a file; making and reading it takes a while, so they are kept."""
    made_of = (edition.as_dict(), edition.logo, edition.accent, language, form.name)
    name = keeping.key("words", *made_of)
    words = keeping.read("texts", name, str)
    if words is None:
        made = opening.read(kept.content(edition, form, language))
        words = " ".join(made.parts[0].words)
        keeping.keep("texts", name, words)
    return Saved(form.name, parts=(Part("text", NAMES["text"], (*words.split(),)),))
