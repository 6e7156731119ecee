"""Subscribing to changes by e-mail: the form, and the links in readers' mails.

Mail scanners follow links, so opening one changes nothing: a button does (RFC 8058).
The page says the same of an address that is known and of one that is not.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.languages import codes
from organisations.models import Organisation
from policies import pages, paths
from policies.actions import subscribe as subscribing
from policies.conditions import Unmet
from policies.forms.subscribing import SubscribeForm
from policies.models import Policy, Version
from policies.news import links
from policies.views import finding, sent

FORM = ["GET", "HEAD", "POST"]
# In bytes: an address and some ticks are far less.
LARGEST = 64 * 1024


@require_http_methods(FORM)
def subscribe(request: HttpRequest, language: str) -> HttpResponse:
    """The form; when it is filled in, "look in your mailbox", whoever it is."""
    organisation = _organisation(request, language)
    offered = _offered(organisation)
    if request.method != "POST":
        return _form(request, organisation, language, SubscribeForm(offered, language))
    if sent.length(request) > LARGEST:  # Django would put files on our disk
        form = SubscribeForm(offered, language, {})
        return _form(request, organisation, language, form, 413)
    form = SubscribeForm(offered, language, request.POST)
    if not form.is_valid():
        return _form(request, organisation, language, form, 422)
    try:
        email = form.cleaned_data["email"]
        subscribing.subscribe(organisation, email, form.wish())
    except Unmet as unmet:
        form.add_error(None, unmet.message)
        return _form(request, organisation, language, form, 503)
    return _step(request, organisation, language, "asked")


@require_http_methods(FORM)
def confirm(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """A button, and what it does: the subscription holds from now on."""
    organisation = _organisation(request, language)
    found = links.confirming(organisation, token)
    if found is None:
        return _step(request, organisation, language, "too_late", 410)
    if request.method != "POST":
        return _step(request, organisation, language, "confirm", wish=found[1])
    done = subscribing.confirm(*found)
    step, status = ("confirmed", 200) if done else ("too_late", 410)
    return _step(request, organisation, language, step, status)


@require_http_methods(FORM)
def unsubscribe(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """A button; a POST, by it or by a mail program, ends the subscription at once."""
    organisation = _organisation(request, language)
    if not links.is_unsubscription(token):
        raise Http404
    found = links.unsubscribing(organisation, token)
    if found is not None and request.method == "POST":
        subscribing.unsubscribe(found)
        found = None
    step = "unsubscribe" if found else "unsubscribed"
    return _step(request, organisation, language, step)


def _organisation(request: HttpRequest, language: str) -> Organisation:
    organisation = finding.organisation_or_404(request)
    if language not in codes():
        raise Http404
    return organisation


def _offered(organisation: Organisation) -> list[Policy]:
    """The policies that can be read now."""
    readable = Version.objects.filter(policy=OuterRef("pk")).effective(timezone.now())
    found = Policy.objects.filter(Exists(readable), organisation=organisation)
    return list(found.order_by("position", "pk"))


def _form(
    request: HttpRequest,
    organisation: Organisation,
    language: str,
    form: SubscribeForm,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "page": _frame(organisation, language, _title())}
    response = pages.respond(
        request, "policies/subscribe/form.html", context, organisation, language, status
    )
    return response if status == 200 else _private(response)


def _step(
    request: HttpRequest,
    organisation: Organisation,
    language: str,
    step: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """One of the pages that say what happened, or ask for a click."""
    page = _frame(organisation, language, _title(), noindex=True)
    # In the other language it would be another link, which nobody was sent.
    page["switch"] = []
    context = {
        "step": step,
        "name": organisation.trade_name,
        "form_url": paths.own(language, "subscribe"),
        "page": page,
        **more,
    }
    return _private(
        pages.respond(
            request, "policies/subscribe/step.html", context, organisation, language,
            status,
        )
    )  # fmt: skip


def _title() -> str:
    return _("Be told of changes by e-mail")


def _frame(
    organisation: Organisation, language: str, title: str, **more: Any
) -> dict[str, Any]:
    here = {code: paths.own(code, "subscribe") for code in codes()}
    return pages.frame(organisation, language, title, here, **more)


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, and its address told to nobody: it is one reader's own."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
