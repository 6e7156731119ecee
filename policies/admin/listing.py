"""What lists of policies tell of each, by annotations: no query per row."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from policies.models import Policy, Section, Version


def annotated(policies: QuerySet[Policy]) -> QuerySet[Any]:
    """Policies with the version in force, the next one, and how the draft stands.

    ``ahead``: the draft says or holds something that the last version does not.
    """
    now = timezone.now()
    versions = Version.objects.filter(policy=OuterRef("pk")).not_cancelled()
    in_force = versions.filter(effective_from__lte=now).order_by(
        "-effective_from", "-number"
    )
    scheduled = versions.filter(effective_from__gt=now).order_by("effective_from")
    newest = Version.objects.filter(policy=OuterRef("pk")).order_by("-number")
    sections = Section.objects.filter(draft__policy=OuterRef("pk"))
    return policies.annotate(
        current_number=Subquery(in_force.values("number")[:1]),
        current_from=Subquery(in_force.values("effective_from")[:1]),
        current_withdrawn=Subquery(in_force.values("withdrawal__at")[:1]),
        next_number=Subquery(scheduled.values("number")[:1]),
        next_from=Subquery(scheduled.values("effective_from")[:1]),
        last_published=Subquery(newest.values("published_at")[:1]),
        written=Exists(sections),
        rewritten=Exists(sections.exclude(digest=F("published"))),
        behind=Exists(sections.exclude(behind=[])),
        lacking=Exists(sections.exclude(lacking=[])),
        remarks=Count(
            "comments",
            filter=Q(comments__resolved_at=None, comments__reply_to=None),
            distinct=True,
        ),
    ).annotate(
        ahead=Exists(
            Policy.objects.filter(pk=OuterRef("pk"), draft__sections__isnull=False)
            .exclude(draft__lock_version=F("draft__published_lock"))
            .exclude(draft__changed_by="")
        )
    )


def standing(policies: list[Any]) -> dict[int, dict[str, Any]]:
    """By policy: how many sections changed since the last version, and how many fell
    behind or lack something, per language. One query."""
    found: dict[int, dict[str, Any]] = {
        policy.pk: {"changed": 0, "behind": {}, "lacking": {}} for policy in policies
    }
    rows = Section.objects.filter(draft__policy__in=found).values_list(
        "draft__policy_id", "digest", "published", "behind", "lacking"
    )
    for policy, digest, published, behind, lacking in rows:
        mine = found[policy]
        mine["changed"] += digest != published
        for name, languages in (("behind", behind), ("lacking", lacking)):
            for code in languages:
                mine[name][code] = mine[name].get(code, 0) + 1
    return found
