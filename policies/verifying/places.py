"""Where a version is and was: hosts and slugs change, what was saved keeps the old ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from organisations.addresses import absolute, origin
from organisations.languages import codes
from organisations.models import AuditEntry, Organisation, Rebranding
from policies import paths
from policies.evidence.comparing import Place
from policies.evidence.saved import host, path
from policies.models import Policy, Version

_PERMANENT = re.compile(
    r"/(?P<language>[a-z]{2})/(?P<slug>[-a-z0-9_]+)/v/(?P<number>[1-9][0-9]{0,8})/"
)


def of(version: Version) -> Place:
    """Today's address, the organisation's hosts, and which addresses are known."""
    organisation = version.policy.organisation
    hosts = frozenset(_hosts(organisation))
    slugs = frozenset(_slugs(version.policy))
    # A site that was reached without encryption once is so no longer.
    origins = {"", *(f"https://{name}" for name in hosts), *map(origin, hosts)}

    def known(address: str) -> bool:
        found = _PERMANENT.fullmatch(path(address))
        return (
            found is not None
            and found["language"] in codes()
            and found["slug"] in slugs
            and int(found["number"]) == version.number
            and address.removesuffix(found[0]) in origins
        )

    language = organisation.default_language
    return Place(_today(version)[language], hosts, known)


def stated(version: Version, place: Place, addresses: Iterable[str]) -> dict[str, str]:
    """By language, the address that a file says is the version's: today's or a former
    one. A language of which it says none has today's path on the same site."""
    today = _today(version)
    found: dict[str, str] = {}
    for address in addresses:
        if host(address) and "/v/" in address and place.known(address):
            found.setdefault(path(address)[1:3], address)
    if not found:
        return today
    site = _site(next(iter(found.values())))
    rest = {code: site + path(address) for code, address in today.items()}
    return {**rest, **found}


def former(version: Version, addresses: Iterable[str]) -> str:
    """The first of these addresses that isn't today's; "" when all are."""
    today = _today(version).values()
    now = {*today, *(path(address) for address in today)}
    return next((address for address in addresses if address not in now), "")


def _site(address: str) -> str:
    return address.removesuffix(path(address))


def _today(version: Version) -> dict[str, str]:
    policy = version.policy
    return {
        code: absolute(policy.organisation, paths.version(policy, code, version.number))
        for code in codes()
    }


def _hosts(organisation: Organisation) -> Iterator[str]:
    """The hosts that are or were the organisation's, as far as it is known."""
    yield from organisation.hosts.values_list("name", flat=True)
    old = Rebranding.objects.filter(organisation=organisation)
    yield from old.values_list("old_host", flat=True)


def _slugs(policy: Policy) -> Iterator[str]:
    """The slugs of the policy; also those that the organisation's trail remembers."""
    for code in codes():
        yield policy.slug_in(code)
        field = f"slug_{code}"
        renamed = AuditEntry.objects.filter(
            organisation=policy.organisation, details__changes__has_key=field
        )
        for details in renamed.values_list("details", flat=True):
            yield from _texts(details["changes"][field])


def _texts(change: Any) -> Iterator[str]:
    for value in change if isinstance(change, list | tuple) else (change,):
        if isinstance(value, str):
            yield value
