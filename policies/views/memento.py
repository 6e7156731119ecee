"""A policy's past for programs: the Memento protocol (RFC 7089).

The address of the text in force is the original resource; each version's permanent
address is a memento of it, from the moment at which it took effect. A TimeGate leads
from a moment to the version of that moment, a TimeMap lists them all. A withdrawn
version is no memento: its text can't be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.addresses import absolute
from policies import pages, paths
from policies.models import Policy, Version
from policies.models.version import VersionQuerySet
from policies.views import finding, neighbours
from policies.views.neighbours import Neighbours

LINK_FORMAT = "application/link-format"


@require_safe
def timegate(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """302 to the version of the moment that ``Accept-Datetime`` names.

    Without one, to the last version; for a moment before the first, to that one.
    """
    found = finding.policy_or_404(request, language, slug)
    asked = request.headers.get("Accept-Datetime")
    moment = timezone.now() if asked is None else _moment(asked)
    response = _to_version(found, language, moment) if moment else _malformed(language)
    response["Vary"] = "Accept-Datetime"
    response["Cache-Control"] = pages.CACHE_CONTROL
    return response


@require_safe
def timemap(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Every version that can be read, in link format (RFC 6690), the first one first.

    In one answer, which RFC 7089 allows: ten thousand are a megabyte that compresses
    well, and who asks for the list wants all of it.
    """
    found = finding.policy_or_404(request, language, slug)
    rows = _mementos(found).order_by("effective_from", "number")
    listed = [
        (number, http_date(moment.timestamp()))
        for number, moment in rows.values_list("number", "effective_from")
    ]
    if not listed:
        raise Http404
    lines = [
        _link(found, found.path(language), "original"),
        _link(found, found.path(language) + "timegate/", "timegate"),
        _self(found, language, listed[0][1], listed[-1][1]),
        *_listed(found, language, listed),
    ]
    response = HttpResponse(",\n".join(lines) + "\n", content_type=LINK_FORMAT)
    response["Cache-Control"] = pages.CACHE_CONTROL
    # Programs of other sites may read what is public anyway.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def date(row: Version) -> str:
    """The moment from which a version is what the policy said, as in headers."""
    return http_date(row.effective_from.timestamp())


def links(found: Policy, language: str, near: Neighbours) -> str:
    """The ``Link`` header of the text in force, of a memento and of the TimeGate."""
    original = _link(found, found.path(language), "original")
    gates = _gates(found, language)
    return ", ".join([original, *gates, *_ends(found, language, near)])


def _to_version(found: Policy, language: str, moment: dt.datetime) -> HttpResponse:
    now = timezone.now()
    rows = _mementos(found)
    row = rows.filter(effective_from__lte=moment).first() or rows.last()
    if row is None:
        raise Http404
    response = HttpResponse(status=HTTPStatus.FOUND)
    response["Location"] = absolute(
        found.organisation, paths.version(found, language, row.number)
    )
    response["Link"] = links(found, language, neighbours.around(found, row, now))
    return response


def _mementos(found: Policy) -> VersionQuerySet:
    """The versions that can be read, the last first, without their texts."""
    rows: VersionQuerySet = found.versions.effective(timezone.now())
    return rows.filter(withdrawal=None).defer("canonical")


def _moment(asked: str) -> dt.datetime | None:
    seconds = parse_http_date_safe(asked.strip())
    if seconds is None:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def _malformed(language: str) -> HttpResponse:
    with translation.override(language):
        words = _("Accept-Datetime must be a date like %(example)s.") % {
            "example": "Wed, 26 Oct 2022 00:00:00 GMT"
        }
    return HttpResponse(
        words + "\n",
        status=HTTPStatus.BAD_REQUEST,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Language": language},
    )


def _gates(found: Policy, language: str) -> list[str]:
    path = found.path(language)
    return [
        _link(found, f"{path}timegate/", "timegate"),
        _link(found, f"{path}timemap/", "timemap", type=LINK_FORMAT),
    ]


def _ends(found: Policy, language: str, near: Neighbours) -> list[str]:
    """The mementos around: each address once, with all that it is."""
    named = {
        "first": near.first, "last": near.last, "prev": near.previous, "next": near.next
    }  # fmt: skip
    rels: dict[int, list[str]] = {}
    rows: dict[int, Version] = {near.version.number: near.version}
    for rel, row in named.items():
        if row is not None:
            rows[row.number] = row
            rels.setdefault(row.number, []).append(rel)
    return [
        _memento(found, language, rows[number], " ".join([*each, "memento"]))
        for number, each in rels.items()
    ]


def _listed(
    found: Policy, language: str, listed: list[tuple[int, str]]
) -> Iterator[str]:
    """The mementos of a TimeMap. What all addresses have in common is made once."""
    first, last = listed[0][0], listed[-1][0]
    before, after = absolute(
        found.organisation, paths.version(found, language, last)
    ).rsplit(str(last), 1)
    for number, moment in listed:
        ends = {"first": first, "last": last}
        rel = " ".join([*(name for name in ends if ends[name] == number), "memento"])
        yield f'<{before}{number}{after}>; rel="{rel}"; datetime="{moment}"'


def _self(found: Policy, language: str, first: str, last: str) -> str:
    return _link(
        found,
        found.path(language) + "timemap/",
        "self",
        type=LINK_FORMAT,
        **{"from": first, "until": last},
    )


def _memento(found: Policy, language: str, row: Version, rel: str) -> str:
    path = paths.version(found, language, row.number)
    return _link(found, path, rel, datetime=date(row))


def _link(found: Policy, path: str, rel: str, **more: str) -> str:
    parameters = "".join(f'; {name}="{value}"' for name, value in more.items())
    return f'<{absolute(found.organisation, path)}>; rel="{rel}"{parameters}'
