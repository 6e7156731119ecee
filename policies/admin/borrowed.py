"""Clauses and parent: what a draft took from elsewhere, and what is new there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organisations.languages import texts
from organisations.numerals import whole
from policies import borrowing
from policies.actions import borrow
from policies.actions.take_all_news import takable, take_all_news
from policies.admin.access import draft_for, page, section_for
from policies.admin.clause_pages import heading
from policies.admin.loans import cards, lacking
from policies.conditions import Unmet
from policies.models import Draft, Section

ORDER = ("news", "both", "gone", "own", "same")  # what asks for a decision, first
OFFER = "offer-"  # before a section's key, in a form that takes several


@require_safe
def borrowed(request: HttpRequest, policy: int) -> HttpResponse:
    """Every section that was taken from elsewhere, with its source and how it differs."""
    draft = draft_for(request, policy, "read")
    found = borrowing.loans(draft)
    shown = cards(found)
    parent = draft.policy.follows
    return page(
        request,
        "borrowed",
        draft.policy,
        title=_("Clauses and parent"),
        draft=draft,
        cards=sorted(shown, key=lambda card: ORDER.index(card.state)),
        same=[card for card in shown if card.state == "same"],
        takable=takable(found),
        parent=parent,
        lacking=lacking(draft),
        followable=borrowing.followable(draft.policy.organisation)
        .exclude(pk=draft.policy.pk)
        .order_by("organisation__trade_name", "position", "pk"),
    )


@require_POST
def take(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """The section says what its source says now."""
    seen, offer = whole(request.POST.get("seen")), request.POST.get("offer", "")
    return _about(
        request, policy, section, _("“%(heading)s” has the source's text now."),
        lambda row: borrow.take_news(
            request.user, row, seen=-1 if seen is None else seen, offered=offer
        ),
    )  # fmt: skip


@require_POST
def keep(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """The new text was read and is not taken."""
    return _about(
        request, policy, section, _("“%(heading)s” stays as it is."),
        lambda row: borrow.keep_own(
            request.user, row, offered=request.POST.get("offer", "")
        ),
    )  # fmt: skip


@require_POST
def unlink(request: HttpRequest, policy: int, section: int) -> HttpResponse:
    """The section is the draft's own from now on."""
    return _about(
        request, policy, section,
        _("“%(heading)s” is this policy's own now. Its text stays as it is."),
        lambda row: borrow.unlink(request.user, row),
    )  # fmt: skip


@require_POST
def take_all(request: HttpRequest, policy: int) -> HttpResponse:
    """Every new text, as it was shown, where no words of one's own are lost."""
    draft = draft_for(request, policy, "edit")
    offered = {
        pk: str(offer)
        for name, offer in request.POST.items()
        if name.startswith(OFFER)
        and (pk := whole(name.removeprefix(OFFER))) is not None
    }
    return _answer(request, draft, lambda: _all_taken(request, draft, offered))


@require_POST
def take_section(request: HttpRequest, policy: int) -> HttpResponse:
    """Add a section of the parent's policy that the draft lacks."""
    draft = draft_for(request, policy, "edit")
    uid = request.POST.get("uid", "")

    def done() -> str:
        row = borrow.take_section(request.user, draft, uid)
        return _("“%(heading)s” was added at the end.") % {"heading": _name(row)}

    return _answer(request, draft, done)


@require_POST
def follow(request: HttpRequest, policy: int) -> HttpResponse:
    """Follow a policy of the parent organisation; none ends it."""
    draft = draft_for(request, policy, "edit")
    wanted = request.POST.get("parent", "")
    choices = borrowing.followable(draft.policy.organisation)
    parent = choices.filter(pk=whole(wanted) or 0).first() if wanted else None
    if wanted and parent is None:
        raise Http404

    def done() -> str:
        borrow.follow(request.user, draft.policy, parent)
        if parent is None:
            return _("This policy follows no other one now. Its text stays as it is.")
        return _("This policy follows “%(policy)s” now.") % {"policy": parent}

    return _answer(request, draft, done)


def _about(
    request: HttpRequest,
    policy: int,
    section: int,
    said: str,
    verb: Callable[[Section], Any],
) -> HttpResponse:
    """Do something with one section and say so, or why not."""
    draft = draft_for(request, policy, "edit")
    row = section_for(draft, section)

    def done() -> str:
        verb(row)
        return said % {"heading": _name(row)}

    return _answer(request, draft, done, f"#b{row.pk}")


def _answer(
    request: HttpRequest, draft: Draft, verb: Callable[[], str], mark: str = ""
) -> HttpResponse:
    try:
        messages.success(request, verb())
    except Unmet as unmet:
        messages.error(request, unmet.message)
    address = reverse("admin:policies_policy_borrowed", args=[draft.policy_id])
    return HttpResponseRedirect(address + mark)


def _all_taken(request: HttpRequest, draft: Draft, offered: dict[int, str]) -> str:
    count = len(take_all_news(request.user, draft, offered))
    if not count:
        raise Unmet("changed", _("Nothing was taken: look at the texts once more."))
    return ngettext(
        "One section has the new text now.",
        "%(count)d sections have the new text now.",
        count,
    ) % {"count": count}


def _name(row: Section) -> str:
    return heading(texts(row, "heading"), row.anchor)
