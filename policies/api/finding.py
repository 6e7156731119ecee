"""What an address of the API names, of what the request's organisation made public.

Which versions are public, `policies.views.finding` knows: a policy is from the moment
that its first version takes effect, and those that are scheduled then are, too.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from organisations.languages import codes
from organisations.models import Organisation
from policies.models import Policy, Version
from policies.views.finding import organisation_or_404


def policies(organisation: Organisation, now: dt.datetime) -> QuerySet[Policy]:
    """The organisation's public policies, in its own order."""
    effective = Version.objects.filter(policy=OuterRef("pk")).effective(now)
    return Policy.objects.filter(Exists(effective), organisation=organisation).order_by(
        "position", "pk"
    )


def policy_or_404(request: HttpRequest, name: str, now: dt.datetime) -> Policy:
    """The public policy with that uid, or with that slug in any language."""
    organisation = organisation_or_404(request)
    named = Q()
    for code in codes():
        named |= Q(**{f"slug_{code}": name})
    if uid := _uid(name):
        named |= Q(uid=uid)
    found = policies(organisation, now).filter(named).first()
    if found is None:
        raise Http404
    found.organisation = organisation  # with the hosts that the middleware read
    return found


def only(found: Policy) -> QuerySet[Policy]:
    """That policy alone."""
    return Policy.objects.filter(pk=found.pk)


def standing(found: Sequence[Policy], now: dt.datetime) -> dict[int, list[Version]]:
    """The version in force and those scheduled of each policy, by its key; the latest
    first. One query, no text read."""
    keys = [policy.pk for policy in found]
    latest = Version.objects.latest_of(Policy.objects.filter(pk__in=keys), now)
    ahead = Version.objects.filter(policy__in=keys, effective_from__gt=now)
    rows = (
        Version.objects.filter(
            Q(pk__in=ahead.values("pk")) | Q(pk__in=latest.values("pk"))
        )
        .not_cancelled()
        .select_related("withdrawal")
        .textless()
        .order_by("-effective_from", "-number")
    )
    by_policy = {policy.pk: policy for policy in found}
    standing: dict[int, list[Version]] = {policy.pk: [] for policy in found}
    for row in rows:
        row.policy = by_policy[row.policy_id]
        standing[row.policy_id].append(row)
    return standing


def _uid(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None
