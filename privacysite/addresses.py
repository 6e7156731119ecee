"""Every address of an organisation's public host, as far as they can be listed.

What only a form or a program's own question leads to (any day, any two versions, a
search) has no end; ``tests/privacysite/test_addresses.py`` names each with its reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from cms.models import PageContent, PageUrl

from organisations.brand import brand
from organisations.languages import codes
from organisations.models import Organisation
from policies import kinds, notices, paths
from policies.api import finding as readable
from policies.api.service import ROOT
from policies.exporters import formats
from policies.models import Policy, Version
from policies.views import finding
from policies.views.embedding import INSTEAD
from policies.wellknown import SECURITY

GPC = "/.well-known/gpc.json"


@dataclass(frozen=True, slots=True)
class Address:
    """A path, and whether it answers 410 because its text was withdrawn."""

    path: str
    gone: bool = False


def public_addresses(organisation: Organisation, now: dt.datetime) -> list[str]:
    """Every path that answers 200, whoever asks and without a query."""
    return [each.path for each in listed(organisation, now) if not each.gone]


def gone_addresses(organisation: Organisation, now: dt.datetime) -> list[str]:
    """Every path of a text that was withdrawn: it answers 410 with the reason."""
    return [each.path for each in listed(organisation, now) if each.gone]


def leading_addresses(organisation: Organisation, now: dt.datetime) -> list[str]:
    """Every path that leads on to a page, maybe by the visitor's language."""
    found = ["/", "/api/", ROOT]
    policies = list(readable.policies(organisation, now))
    known = {policy.kind for policy in policies}
    known |= {kind for kind, other in INSTEAD.items() if other in known}
    short = [paths.short(policy) for policy in policies]
    for path in [*short, *(f"/p/{kind}/" for kind in sorted(known))]:
        found += [path, *(f"{path}{code}/" for code in codes())]
    return found


def queried_addresses(organisation: Organisation, now: dt.datetime) -> list[str]:
    """Paths with a query that pages themselves lead to, like both languages at once."""
    return [
        f"{paths.comparison(policy, code, *pair)}?languages=both"
        for policy in readable.policies(organisation, now)
        for pair in _pairs(_rows(policy, now), now)
        for code in codes()
    ]


def listed(organisation: Organisation, now: dt.datetime) -> list[Address]:
    """All of them, those that are gone too, each once."""
    found = [*map(Address, _own(organisation)), *map(Address, _cms(organisation))]
    in_force = []
    for policy in readable.policies(organisation, now):
        policy.organisation = organisation
        rows = _rows(policy, now)
        current = _current(rows, now)
        in_force += [current] if current.withdrawn is None else []
        found += _of_policy(policy, current)
        found += _of_versions(policy, rows, now)
    found += map(Address, _registers(in_force))
    return list(dict.fromkeys(found))


def _own(organisation: Organisation) -> Iterator[str]:
    """What every organisation has, and what it chose to have."""
    words = ["search", "verify", "subscribe", "api"]
    feeds = [""]
    if notices.lists_them_now(organisation):
        words.append("processors")
        feeds.append("processors")
    for code in codes():
        yield f"/{code}/"
        yield from (paths.own(code, word) for word in words)
        yield from (paths.feed_of_all(code, what) for what in feeds)
    yield from ("/robots.txt", "/sitemap.xml")
    if organisation.gpc_since:
        yield GPC
    if organisation.security_contact:
        yield SECURITY
    for name in ("openapi.json", "organisation", "policies"):
        yield f"{ROOT}{name}"
    yield from (f"{ROOT}schemas/{name}.json" for name in ("document", "version"))
    looks = brand(organisation) or {}
    yield from filter(None, (looks["logo_url"], looks["logo_dark_url"]))


def _cms(organisation: Organisation) -> Iterator[str]:
    """The published pages of the CMS that show something themselves."""
    for code in codes():
        shown = PageContent.objects.filter(
            page__site=organisation.site, language=code, page__login_required=False
        ).exclude(redirect__gt="")
        urls = PageUrl.objects.filter(
            page__in=shown.values("page"), language=code, path__isnull=False
        )
        for path in urls.order_by("path").values_list("path", flat=True):
            yield f"/{code}/{path}/" if path else f"/{code}/"


def _registers(in_force: Iterable[Version]) -> Iterator[str]:
    """The registers whose rows a text in force takes over."""
    sections = (section for row in in_force for section in row.document.walk())
    names = {kinds.get(section.kind).register for section in sections}
    yield from (
        f"{ROOT}{name.replace('_', '-')}" for name in sorted(filter(None, names))
    )


def _rows(policy: Policy, now: dt.datetime) -> list[Version]:
    """The versions that are public, the first one first."""
    return list(finding.public(policy, now).reverse().defer("canonical"))


def _current(rows: list[Version], now: dt.datetime) -> Version:
    return [row for row in rows if row.effective_from <= now][-1]


def _of_policy(policy: Policy, current: Version) -> Iterator[Address]:
    gone = current.withdrawn is not None
    for code in codes():
        base = policy.path(code)
        yield from _with_formats(base, gone)
        for word in ("versions", "on", "since", "changes"):
            yield Address(paths.under(policy, code, word))
        for word in ("beside", "embed"):
            yield Address(paths.under(policy, code, word), gone)
        yield Address(paths.under(policy, code, "embed", "frame"), gone)
        yield Address(paths.feed(policy, code))
        if not gone:
            yield Address(paths.under(policy, code, "search"))
    for name in _names(policy):
        yield from (Address(f"{name}{more}") for more in ("", "/versions"))
        yield from (
            Address(f"{name}/{w}", gone) for w in ("current", "current-version")
        )


def _of_versions(
    policy: Policy, rows: list[Version], now: dt.datetime
) -> Iterator[Address]:
    if any(row.withdrawn is None and row.effective_from <= now for row in rows):
        for code in codes():
            yield Address(f"{policy.path(code)}timemap/")
    for row in rows:
        gone = row.withdrawn is not None
        for code in codes():
            path = paths.version(policy, code, row.number)
            yield from _with_formats(path, gone)
            yield Address(f"{path}evidence.zip", gone)
        for name in _names(policy):
            yield Address(f"{name}/versions/{row.number}", gone)
    for code in codes():
        for pair in _pairs(rows, now):
            yield Address(paths.comparison(policy, code, *pair))
    yield from _of_days(policy, rows, now)


def _of_days(
    policy: Policy, rows: list[Version], now: dt.datetime
) -> Iterator[Address]:
    """The days on which another text began to hold; what ended such a day counts."""
    zone = policy.organisation.zone
    effective = [row for row in rows if row.effective_from <= now]
    last = {
        row.effective_from.astimezone(zone).date().isoformat(): row for row in effective
    }
    now_gone = effective[-1].withdrawn is not None
    for day, row in last.items():
        gone = row.withdrawn is not None
        for code in codes():
            yield from _with_formats(paths.under(policy, code, "on", day), gone)
            yield Address(paths.under(policy, code, "since", day), gone or now_gone)
        for name in _names(policy):
            yield Address(f"{name}/on/{day}", gone)


def _pairs(rows: list[Version], now: dt.datetime) -> list[tuple[int, int]]:
    """Neighbours, and each with the last one that took effect: what pages lead to."""
    shown = [row for row in rows if row.withdrawn is None]
    found = {(a.number, b.number) for a, b in pairwise(shown)}
    past = [row for row in shown if row.effective_from <= now]
    found |= {(row.number, past[-1].number) for row in past[:-1]}
    return sorted(found)


def _with_formats(path: str, gone: bool) -> Iterator[Address]:
    yield Address(path, gone)
    for form in formats().values():
        if form.available():
            yield Address(f"{path}policy.{form.name}", gone)


def _names(policy: Policy) -> list[str]:
    """Where the API knows a policy: by its uid, and by its slug in each language."""
    names = [str(policy.uid), *(policy.slug_in(code) for code in codes())]
    return [f"{ROOT}policies/{name}" for name in dict.fromkeys(names)]
