"""What changed between two versions of a policy."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from organisations.addresses import absolute
from organisations.languages import codes
from policies import paths
from policies.api import caching, changes, finding, problems, showing
from policies.api.parameters import After, Before, PolicyName
from policies.classifying import classify
from policies.diffing import compare
from policies.document import Document
from policies.models import Policy, Version
from policies.views import finding as public

router = Router(tags=["Versions"])


@router.get("/policies/{policy}/comparison", response=changes.Changes,
            operation_id="comparison",
            summary="What changed between two versions")  # fmt: skip
def comparison(
    request: HttpRequest,
    response: HttpResponse,
    policy: PolicyName,
    before: Before,
    after: After,
) -> changes.Changes:
    """What differs between two versions, in the order asked: sections and rows by their
    ids, what each records, and texts in the languages in which they differ."""
    now = timezone.now()
    found = finding.policy_or_404(request, policy, now)
    rows = {row.number: row for row in public.versions_or_404(found, {before, after})}
    for row in rows.values():
        if withdrawn := showing.withdrawn(row):
            raise problems.Withdrawn(row.number, withdrawn.model_dump())
    caching.dated(response, finding.only(found), now)
    one, other = rows[before], rows[after]
    current = public.effective(found, now).defer("canonical").first()
    return changes.Changes(
        before=showing.facts(one, now, current),
        after=showing.facts(other, now, current),
        page=_page(found, one, other),
        **_differences(one.document, other.document),
    )


def _differences(before: Document, after: Document) -> dict[str, Any]:
    judged = classify(before, after)
    return {
        "material": judged.material,
        "reasons": [reason.as_dict(*codes()) for reason in judged.reasons],
        **changes.parts(compare(before, after)),
    }


def _page(found: Policy, before: Version, after: Version) -> dict[str, str]:
    """The comparison for readers; of a version with itself there is none."""
    if before.number == after.number:
        return {}
    return {
        code: absolute(
            found.organisation,
            paths.comparison(found, code, before.number, after.number),
        )
        for code in codes()
    }
