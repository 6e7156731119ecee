"""What changed: the draft against a version, or two versions, word by word."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.languages import codes
from organisations.numerals import whole
from policies import diffing
from policies.admin.access import draft_for, page
from policies.comparing import ComparisonView
from policies.compiling import compile_draft
from policies.document import Document
from policies.models import Draft, Policy, Version

DRAFT = "draft"
MOST = 100


@dataclass(frozen=True)
class Text:
    """One of the two texts: a version, or the draft."""

    key: str
    name: str
    document: Document


@require_safe
def changes(request: HttpRequest, policy: int) -> HttpResponse:
    """``?from=&to=``: numbers of versions, or "draft"; ``language``: one, or both."""
    draft = draft_for(request, policy, "read")
    numbers = _numbers(draft.policy)
    asked = request.GET
    before = _text(draft, asked.get("from") or _default(draft.policy, numbers))
    after = _text(draft, asked.get("to") or DRAFT)
    language = asked.get("language", "")
    language = language if language in codes() else ""
    shown = (language,) if language else codes()
    own, view = (get_language() or "nl")[:2], None
    if before is not None and after is not None:
        found = diffing.compare(before.document, after.document)
        view = ComparisonView(found, shown[0] if language else own, shown)
    return page(
        request,
        "changes",
        draft.policy,
        title=_("What changed"),
        tab="review" if after and after.key == DRAFT else "versions",
        before=before,
        after=after,
        view=view,
        language=language,
        numbers=_with(numbers, before, after),
    )


def _numbers(policy: Policy) -> list[int]:
    """The newest ones: a list with all of a long past is no choice any more."""
    found = policy.versions.order_by("-number")
    return list(found.values_list("number", flat=True)[:MOST])


def _with(numbers: list[int], *chosen: Text | None) -> list[int]:
    """The same, always with what is compared."""
    shown = {int(text.key) for text in chosen if text and text.key != DRAFT}
    return sorted(shown.union(numbers), reverse=True)


def _default(policy: Policy, numbers: list[int]) -> str:
    """The version in force, or the last one; "" when nothing was published."""
    current = Version.objects.in_force(policy, timezone.now())
    newest = current.number if current else next(iter(numbers), "")
    return str(newest)


def _text(draft: Draft, key: str) -> Text | None:
    """The text of that name; None when nothing was published, 404 when it isn't there."""
    if key == DRAFT:
        return Text(DRAFT, _("the draft"), compile_draft(draft))
    if not key:
        return None
    number = whole(key)
    if number is None:
        raise Http404
    version = get_object_or_404(Version, policy=draft.policy, number=number)
    name = _("version %(number)d") % {"number": number}
    return Text(str(number), name, version.document)
