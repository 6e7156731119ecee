"""The hosts of this installation with what can be read there, for `simulate_traffic`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Max, Q
from django.utils import timezone

from organisations.languages import codes
from organisations.models import Host
from policies import paths
from policies.models import Policy
from privacysite.traffic.mix import CURRENT, FILES, PAST, SITE, Site

Paths = dict[str, dict[str, list[str]]]


def sites() -> list[Site]:
    """Every canonical host whose organisation published something. Two queries."""
    policies: dict[int, list[Policy]] = defaultdict(list)
    took_effect = Q(versions__effective_from__lte=timezone.now())
    rows = Policy.objects.order_by("position", "pk").annotate(
        last=Max("versions__number", filter=took_effect)
    )
    for policy in rows.filter(last__isnull=False):
        policies[policy.organisation_id].append(policy)
    hosts = Host.objects.filter(canonical=True, organisation__in=policies)
    return [
        Site(host.name, _paths(policies[host.organisation_id]))
        for host in hosts.order_by("pk")
    ]


def _paths(policies: list[Policy]) -> Paths:
    found: Paths = {kind: defaultdict(list) for kind in (CURRENT, PAST, FILES, SITE)}
    for code in codes():
        found[SITE][code] += [f"/{code}/", "/sitemap.xml", "/robots.txt"]
        for policy in policies:
            found[CURRENT][code].append(policy.path(code))
            found[PAST][code] += _past(policy, code)
            found[FILES][code] += [
                f"{policy.path(code)}policy.json",
                f"{policy.path(code)}policy.md",
                paths.feed(policy, code),
            ]
    return found


def _past(policy: Policy, code: str) -> Iterator[str]:
    last: int = policy.last  # type: ignore[attr-defined]
    yield paths.under(policy, code, "versions")
    yield paths.version(policy, code, 1)
    yield paths.version(policy, code, last)
    if last > 1:
        yield paths.comparison(policy, code, last - 1, last)
