"""When a policy is read again: planning it, and saying that it was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policies.actions.plan_review import mark_reviewed, plan_review
from policies.admin.access import policy_for
from policies.conditions import Unmet
from policies.forms.planning import PlanForm


@require_POST
def plan(request: HttpRequest, policy: int) -> HttpResponse:
    """Set the next review date and the months between two."""
    found = policy_for(request, policy, "plan review")
    form = PlanForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return _back(policy)
    on, months = form.cleaned_data["next_review"], form.cleaned_data["review_months"]
    try:
        plan_review(request.user, found, on=on, months=months)
    except Unmet as unmet:
        messages.error(request, unmet.message)
    else:
        messages.success(request, _("The next review is planned."))
    return _back(policy)


@require_POST
def reviewed(request: HttpRequest, policy: int) -> HttpResponse:
    """The text was read again and is still right."""
    found = policy_for(request, policy, "plan review")
    try:
        mark_reviewed(request.user, found)
    except Unmet as unmet:
        messages.error(request, unmet.message)
    else:
        messages.success(request, _("It is noted that the text is still right."))
    return _back(policy)


def _back(policy: int) -> HttpResponse:
    address = reverse("admin:policies_policy_review", args=[policy])
    return HttpResponseRedirect(f"{address}#planning")
