"""The organisation and its policies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import BaseModel, Field

from organisations.addresses import absolute
from organisations.languages import codes
from policies.api import caching, finding, registers, shapes, showing
from policies.api.addresses import of
from policies.api.paging import Window, part
from policies.api.parameters import Limit, Offset, PolicyName
from policies.views.finding import organisation_or_404

router = Router(tags=["Policies"])


class OrganisationLinks(BaseModel):
    """Where the organisation's resources are."""

    self: shapes.Uri
    policies: shapes.Uri
    processors: shapes.Uri | None = Field(
        description="null: no policy in force lists processors."
    )
    page: shapes.Pages


class Organisation(BaseModel):
    """Who publishes here."""

    facts: dict[str, Any] = Field(
        description="Its present facts, with the names that `organisation` has in a "
        "Document. What a version printed is in that version's own Document."
    )
    languages: list[str] = Field(examples=[["nl", "en"]])
    default_language: str = Field(examples=["nl"])
    time_zone: str = Field(
        description="By which days begin and end.", examples=["Europe/Amsterdam"]
    )
    links: OrganisationLinks


@router.get("/organisation", response=Organisation, operation_id="organisation",
            summary="Who publishes here")  # fmt: skip
def organisation(request: HttpRequest) -> Organisation:
    """The organisation whose host this is: names, address, data protection officer,
    supervisory authority."""
    found = organisation_or_404(request)
    lists_processors = registers.is_public(found, "processors", timezone.now())
    return Organisation(
        facts=found.facts(),
        languages=list(codes()),
        default_language=found.default_language,
        time_zone=found.time_zone,
        links=OrganisationLinks(
            self=of(found, "organisation"),
            policies=of(found, "policies"),
            processors=of(found, "processors") if lists_processors else None,
            page={code: absolute(found, f"/{code}/") for code in codes()},
        ),
    )


@router.get("/policies", response=shapes.PolicyList, operation_id="policies",
            summary="All policies")  # fmt: skip
def policies(
    request: HttpRequest,
    response: HttpResponse,
    limit: Limit,
    offset: Offset,
) -> shapes.PolicyList:
    """The organisation's policies, each with the version in force and those scheduled,
    without their texts. The way to further parts is in the `Link` header."""
    publisher, now = organisation_or_404(request), timezone.now()
    rows = finding.policies(publisher, now)
    window = Window(request.path, limit, offset)
    count, found = part(rows, window, publisher, response)
    for row in found:
        row.organisation = publisher
    standing = finding.standing(found, now)
    caching.dated(response, finding.policies(publisher, now), now)
    return shapes.PolicyList(
        count=count,
        items=[showing.policy(row, standing[row.pk], now) for row in found],
    )


@router.get("/policies/{policy}", response=shapes.Policy, operation_id="policy",
            summary="One policy")  # fmt: skip
def one_policy(
    request: HttpRequest, response: HttpResponse, policy: PolicyName
) -> shapes.Policy:
    """A policy with the version in force and those scheduled, without their texts."""
    now = timezone.now()
    found = finding.policy_or_404(request, policy, now)
    caching.dated(response, finding.only(found), now)
    return showing.policy(found, finding.standing([found], now)[found.pk], now)
