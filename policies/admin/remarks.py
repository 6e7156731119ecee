"""Remarks on a draft: saying something, answering, calling it settled."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.numerals import whole
from policies.actions import remark as remarking
from policies.admin.access import policy_for
from policies.conditions import Unmet
from policies.models import Comment, Policy


@require_POST
def remark(request: HttpRequest, policy: int) -> HttpResponse:
    """Say something about the draft or a section of it, or answer a remark."""
    found = policy_for(request, policy, "comment")
    sent = request.POST
    try:
        remarking.remark(
            request.user,
            found,
            sent.get("text", ""),
            section_uid=sent.get("section", ""),
            reply_to=_answered(found, sent.get("reply_to", "")),
            asks_change=bool(sent.get("asks_change")),
        )
    except Unmet as unmet:
        messages.error(request, unmet.message)
    return _back(request, found)


@require_POST
def settle(request: HttpRequest, policy: int, remark: int) -> HttpResponse:
    """Call a remark settled, or open it again."""
    found = policy_for(request, policy, "comment")
    comment = get_object_or_404(Comment, policy=found, pk=remark)
    resolved = "reopen" not in request.POST
    try:
        remarking.settle(request.user, comment, resolved=resolved)
    except Unmet as unmet:
        messages.error(request, unmet.message)
    else:
        said = _("The comment is settled.") if resolved else _("It is open again.")
        messages.success(request, said)
    return _back(request, found)


def _answered(policy: Policy, sent: str) -> Comment | None:
    if not sent:
        return None
    found = Comment.objects.filter(policy=policy, pk=whole(sent) or 0).first()
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, policy: Policy) -> HttpResponse:
    """To the page from which it was sent; that page alone may be anywhere here."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = reverse("admin:policies_policy_review", args=[policy.pk]) + "#remarks"
    return HttpResponseRedirect(wanted)
