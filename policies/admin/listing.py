"""What the list of policies tells of each, by annotations: no query per row."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from policies.models import Policy, Section, Version


def annotated(policies: QuerySet[Policy]) -> QuerySet[Any]:
    """Policies with the version in force, the next one, and whether the draft is ahead.

    ``ahead`` is a fast answer for lists: the draft was written in after the last
    publication. The draft's own page compares what they say.
    """
    now = timezone.now()
    versions = Version.objects.filter(policy=OuterRef("pk"))
    in_force = versions.filter(effective_from__lte=now).order_by(
        "-effective_from", "-number"
    )
    scheduled = versions.filter(effective_from__gt=now).order_by("effective_from")
    newest = versions.order_by("-number")
    sections = Section.objects.filter(draft__policy=OuterRef("pk"))
    return policies.annotate(
        current_number=Subquery(in_force.values("number")[:1]),
        current_from=Subquery(in_force.values("effective_from")[:1]),
        current_withdrawn=Subquery(in_force.values("withdrawal__at")[:1]),
        next_number=Subquery(scheduled.values("number")[:1]),
        next_from=Subquery(scheduled.values("effective_from")[:1]),
        last_published=Subquery(newest.values("published_at")[:1]),
        written=Exists(sections),
    ).annotate(
        ahead=Exists(
            Policy.objects.filter(pk=OuterRef("pk"), draft__sections__isnull=False)
            .exclude(draft__changed_by="")
            .filter(
                Q(draft__changed_at__gt=OuterRef("last_published"))
                | Q(versions__isnull=True)
            )
        )
    )
