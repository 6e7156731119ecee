"""Looking at a draft as readers will, and showing it to somebody outside (F69)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from organisations.addresses import origin
from organisations.languages import codes
from policies.actions.share_preview import revoke_preview, share_preview, token_of
from policies.admin.access import page, policy_for
from policies.conditions import Unmet
from policies.forms.sharing import ShareForm
from policies.models import PreviewLink

WIDTHS = ("phone", "desktop")
BOTH = "both"


@require_safe
def look(request: HttpRequest, policy: int) -> HttpResponse:
    """The draft in frames: one language or both side by side, on a phone or a desk."""
    found = policy_for(request, policy, "read")
    show = request.GET.get("show", BOTH)
    width = request.GET.get("width", "desktop")
    shown = [show] if show in codes() else list(codes())
    return page(
        request,
        "look",
        found,
        title=_("Preview"),
        show=show if show in codes() else BOTH,
        width=width if width in WIDTHS else "desktop",
        frames=[
            (code, reverse("admin:policies_policy_preview", args=[policy, code]))
            for code in shown
        ],
        languages=codes(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, policy: int) -> HttpResponse:
    """The links of a draft, and a form for a new one."""
    found = policy_for(request, policy, "share")
    form = ShareForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            share_preview(request.user, found, **form.cleaned_data)
        except Unmet as unmet:
            form.add_error(
                unmet.code if unmet.code in form.fields else None, unmet.message
            )
        else:
            messages.success(request, _("The link is ready. Copy it from the list."))
            return HttpResponseRedirect(request.path)
    now = timezone.now()
    return page(
        request,
        "share",
        found,
        status=422 if form.is_bound else 200,
        title=_("Links for counsel"),
        form=form,
        links=[
            {"link": link, "open": link.is_open(now), "url": address(link)}
            for link in found.preview_links.all()
        ],
        zone=found.organisation.zone,
    )


@require_POST
def revoke(request: HttpRequest, policy: int, link: int) -> HttpResponse:
    """End a link at once."""
    found = policy_for(request, policy, "share")
    row = get_object_or_404(PreviewLink, policy=found, pk=link)
    revoke_preview(request.user, row)
    messages.success(request, _("The link has ended."))
    return HttpResponseRedirect(reverse("admin:policies_policy_share", args=[policy]))


def address(link: PreviewLink) -> str:
    """The whole address that counsel gets."""
    path = reverse("counsel_enter", args=[token_of(link)])
    return f"{origin(settings.ADMIN_HOST)}{path}"
