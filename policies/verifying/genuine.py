"""The genuine text of a version, in the form of the file that is compared with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from organisations.languages import codes
from policies import editions, pages, paths
from policies.evidence import opening, page
from policies.evidence.data import document_of
from policies.evidence.saved import Saved
from policies.exporters import formats, kept
from policies.models import Version
from policies.schema import VERSION_FORMAT
from policies.states import IN_FORCE, SCHEDULED, SUPERSEDED
from policies.views import answers, neighbours

# A day that no page has: days that may differ are compared with it.
_SOME_DAY = dt.date(1, 1, 1)
_SOMEWHERE = "/"
_LEADS = dict.fromkeys(("changes_url", "next_changes_url", "beside_url"), _SOMEWHERE)
_UPCOMING = {
    "effective_from": _SOME_DAY, "url": _SOMEWHERE, "changes_url": _SOMEWHERE,
}  # fmt: skip
_FORMATS = {"pdf": ("pdf",), "docx": ("docx",), "text": ("txt", "md")}


def looks(version: Version, saved: Saved) -> list[tuple[str, list[Saved]]]:
    """How the version reads in each language that the file may be in."""
    languages = [saved.language] if saved.language in codes() else list(codes())
    if saved.data is not None:
        return [(languages[0], [_data(version, saved)])]
    if saved.form == "html":
        return [
            (language, [page.read(as_it_is(version, language))])
            for language in languages
        ]
    return [
        (language, [made, page.read(html(version, language, IN_FORCE))])
        for language in languages
        for made in _made(version, saved.form, language)
    ]


def states(version: Version, language: str) -> list[Saved]:
    """The page in every state that it may be saved in, with all that it may say then."""
    return [
        page.read(html(version, language, state, more))
        for state, more in (
            (IN_FORCE, {"reviewed": _SOME_DAY, "upcoming": _UPCOMING, **_LEADS}),
            (SUPERSEDED, {"until": _SOME_DAY, "since_url": _SOMEWHERE, **_LEADS}),
            (SUPERSEDED, _LEADS),
            (SCHEDULED, _LEADS),
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
    version: Version, language: str, state: str, more: dict[str, Any] | None = None
) -> str:
    """The page of the version at its permanent address, in a state."""
    policy = version.policy
    here = {code: paths.version(policy, code, version.number) for code in codes()}
    answer = pages.version_page(
        HttpRequest(), version, language, state=state, paths=here, old=True,
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


def _made(version: Version, form: str, language: str) -> list[Saved]:
    names = [name for name in _FORMATS[form] if name in formats()]
    found = [formats()[name] for name in names if formats()[name].available()]
    edition = editions.of(version)
    return [opening.read(kept.content(edition, f, language)) for f in found]
