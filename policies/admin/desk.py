"""The overview: every policy of one's organisations, how it stands, where to act (F72)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from organisations import permissions
from organisations.languages import codes, texts
from policies.admin import listing
from policies.kinds import wording
from policies.models import Policy
from policies.states import APPROVED, DRAFT_STATES, EDITING, IN_REVIEW

PER_PAGE = 50
# What can be asked for, by its name in the address: a label and the condition.
FILTERS: dict[str, tuple[str | Promise, Q]] = {
    "changed": (gettext_lazy("with changes"), Q(ahead=True) | Q(rewritten=True)),
    "review": (gettext_lazy("in review"), Q(draft__state=IN_REVIEW)),
    "approved": (gettext_lazy("approved"), Q(draft__state=APPROVED)),
    "scheduled": (gettext_lazy("scheduled"), Q(next_number__isnull=False)),
    "behind": (gettext_lazy("translation behind"), Q(behind=True)),
    "lacking": (gettext_lazy("translation missing"), Q(lacking=True)),
    "remarks": (gettext_lazy("with open remarks"), Q(remarks__gt=0)),
    "unpublished": (gettext_lazy("never published"), Q(last_published=None)),
}
OVERDUE = "overdue"
SORTS: dict[str, tuple[str | Promise, tuple[Any, ...]]] = {
    "organisation": (
        gettext_lazy("organisation"),
        ("organisation__trade_name", "position", "pk"),
    ),
    "title": (gettext_lazy("policy"), ("title", "organisation__trade_name", "pk")),
    "since": (
        gettext_lazy("in force since"),
        (F("current_from").desc(nulls_last=True), "pk"),
    ),
    "changed": (
        gettext_lazy("last change"),
        (F("draft__changed_at").desc(nulls_last=True), "pk"),
    ),
    "review": (
        gettext_lazy("next review"),
        (F("next_review").asc(nulls_last=True), "pk"),
    ),
}


@dataclass(frozen=True)
class Cell:
    """One cell of the matrix: what it says, where it leads, how urgent it is."""

    text: str
    url: str = ""
    tone: str = ""  # "", "good", "warn", "bad"


@dataclass(frozen=True)
class Line:
    """A policy in the matrix; one cell per language under ``languages``."""

    policy: Any
    title: str
    url: str
    in_force: Cell
    draft: Cell
    languages: tuple[Cell, ...]
    scheduled: Cell
    review: Cell
    remarks: Cell


def overview(request: HttpRequest) -> dict[str, Any]:
    """What the first page of the admin shows, by what its address asks for."""
    held = permissions.of(request.user)
    asked = {name: request.GET.get(name, "") for name in ("organisation", "state")}
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "organisation"
    page = Paginator(_found(held, asked, sort), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return {
        "page": page,
        "lines": _lines(page),
        "languages": codes(),
        "organisations": held.own[: permissions.MOST_LISTED],
        "asked": asked,
        "filters": [*((n, label) for n, (label, _q) in FILTERS.items()),
                    (OVERDUE, _("review overdue"))],
        "sort": sort,
        "sorts": [(name, label) for name, (label, _order) in SORTS.items()],
        "grouped": sort == "organisation",
    }  # fmt: skip


def _found(
    held: permissions.Permissions, asked: dict[str, str], sort: str
) -> QuerySet[Any]:
    rows = Policy.objects.all()
    if not held.everything:
        rows = rows.filter(organisation__in=held.own)
    if asked["organisation"]:
        rows = rows.filter(organisation__slug=asked["organisation"])
    found = listing.annotated(rows).select_related("organisation", "draft")
    if asked["state"] in FILTERS:
        found = found.filter(FILTERS[asked["state"]][1])
    elif asked["state"] == OVERDUE:
        found = found.filter(next_review__lt=timezone.localdate())
    return found.order_by(*SORTS[sort][1])


def _lines(page: Page[Any]) -> list[Line]:
    policies = list(page)
    standing = listing.standing(policies)
    return [_line(policy, standing[policy.pk]) for policy in policies]


def _line(policy: Any, standing: dict[str, Any]) -> Line:
    language = (get_language() or "nl")[:2]
    return Line(
        policy=policy,
        title=policy.title_in(language),
        url=_to("draft", policy),
        in_force=_in_force(policy, language),
        draft=_draft(policy, standing["changed"]),
        languages=tuple(_translation(policy, standing, code) for code in codes()),
        scheduled=_scheduled(policy, language),
        review=_review(policy, language),
        remarks=_remarks(policy),
    )


def _in_force(policy: Any, language: str) -> Cell:
    url = _to("versions", policy)
    if policy.current_number is None:
        return Cell(_("nothing yet"))
    if policy.current_withdrawn:
        text = _("%(number)d withdrawn") % {"number": policy.current_number}
        return Cell(text, url, "bad")
    since = _day(policy, policy.current_from, language)
    return Cell(f"{policy.current_number} · {since}", url)


def _draft(policy: Any, changed: int) -> Cell:
    draft = getattr(policy, "draft", None)
    state = draft.state if draft else EDITING
    if state != EDITING:
        tone = "good" if state == APPROVED else "warn"
        return Cell(str(dict(DRAFT_STATES)[state]), _to("review", policy), tone)
    if not policy.written:
        return Cell(_("empty"), _to("draft", policy), "warn")
    if changed:
        text = ngettext("%(count)d section", "%(count)d sections", changed)
        return Cell(text % {"count": changed}, _to("draft", policy), "warn")
    if policy.ahead:
        return Cell(_("changed"), _to("draft", policy), "warn")
    return Cell("", _to("draft", policy))


def _translation(policy: Any, standing: dict[str, Any], code: str) -> Cell:
    url = f"{_to('draft', policy)}?language={code}"
    lacking, behind = (standing[name].get(code, 0) for name in ("lacking", "behind"))
    if code not in texts(policy, "title"):
        return Cell(_("no title"), reverse(
            "admin:policies_policy_change", args=[policy.pk]), "bad")  # fmt: skip
    if lacking:
        return Cell(_("%(count)d missing") % {"count": lacking}, url, "bad")
    if behind:
        return Cell(_("%(count)d behind") % {"count": behind}, url, "warn")
    return Cell(_("complete") if policy.written else "")


def _scheduled(policy: Any, language: str) -> Cell:
    if policy.next_number is None:
        return Cell("")
    day = _day(policy, policy.next_from, language)
    return Cell(f"{policy.next_number} · {day}", _to("versions", policy), "good")


def _review(policy: Any, language: str) -> Cell:
    if policy.next_review is None:
        return Cell("")
    late = policy.next_review < timezone.localdate(timezone=policy.organisation.zone)
    day = wording.day(policy.next_review, language)
    return Cell(day, _to("review", policy), "bad" if late else "")


def _remarks(policy: Any) -> Cell:
    if not policy.remarks:
        return Cell("")
    text = ngettext("%(count)d remark", "%(count)d remarks", policy.remarks)
    return Cell(text % {"count": policy.remarks}, _to("review", policy), "warn")


def _day(policy: Policy, moment: Any, language: str) -> str:
    local = timezone.localtime(moment, policy.organisation.zone)
    return wording.day(local.date(), language)


def _to(name: str, policy: Policy) -> str:
    return reverse(f"admin:policies_policy_{name}", args=[policy.pk])
