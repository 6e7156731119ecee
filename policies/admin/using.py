"""Adding a clause to a draft: choose one, and where it shall stand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations import permissions
from organisations.numerals import whole
from policies.actions.borrow import use_clause
from policies.admin import loans
from policies.admin.access import draft_for, page, section_for
from policies.conditions import Unmet
from policies.models import Draft


@require_http_methods(["GET", "HEAD", "POST"])
def clauses(request: HttpRequest, policy: int) -> HttpResponse:
    """The clauses that can be used, with their text; or use one of them."""
    draft = draft_for(request, policy, "edit")
    if request.method == "POST":
        return _use(request, draft)
    return _show(request, draft, whole(request.GET.get("parent")))


def _use(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Add the clause below the chosen section, or at the end."""
    wanted = whole(request.POST.get("clause")) or 0
    clause = loans.usable(draft).filter(pk=wanted).first()
    if clause is None:
        raise Http404
    below = request.POST.get("parent", "")
    parent = section_for(draft, whole(below) or 0) if below else None
    try:
        row = use_clause(request.user, draft, clause, parent=parent)
    except Unmet as unmet:
        messages.error(request, unmet.message)
        return _show(request, draft, parent.pk if parent else None, status=422)
    messages.success(
        request, _("The clause “%(clause)s” was added.") % {"clause": clause}
    )
    address = reverse("admin:policies_policy_draft", args=[draft.policy_id])
    return HttpResponseRedirect(f"{address}#s{row.pk}")


def _show(
    request: HttpRequest, draft: Draft, parent: int | None, status: int = 200
) -> HttpResponse:
    held = permissions.of(request.user)
    return page(
        request,
        "clauses",
        draft.policy,
        status=status,
        tab="draft",
        title=_("Add a clause"),
        offers=loans.offers(draft),
        places=loans.places(draft),
        parent=parent,
        may_keep=held.can("edit clauses", draft.policy.organisation),
    )
