"""Webhooks: owners keep the addresses of other systems, and see what was sent (F83)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from policies.actions.rotate_secret import rotate_secret
from policies.actions.send_again import send_again
from policies.actions.try_webhook import try_webhook
from policies.conditions import Unmet
from policies.forms.webhook import WebhookForm
from policies.models import Event, Webhook, WebhookDelivery
from policies.models.webhook import TEST

PER_PAGE = 50
# The new secret waits here until the next page shows it, once.
_SHOWN = "webhook_secret"


@admin.register(Webhook)
class WebhookAdmin(ScopedAdmin):
    """For owners alone: what is sent out names what is not announced yet."""

    form = WebhookForm
    view_verb = add_verb = change_verb = delete_verb = "manage webhooks"
    change_form_template = "admin/policies/webhook_form.html"
    list_display = ("description", "url", "organisation", "active", "waiting", "lost")
    list_filter = (OrganisationFilter,)
    list_select_related = ("organisation",)
    actions = None
    fields = ("organisation", "description", "url", "events", "active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With how many messages wait after a failure, and how many were given up."""
        rows: QuerySet[Any] = super().get_queryset(request)
        missing = Q(deliveries__delivered_at=None)
        planned = Q(deliveries__next_attempt__isnull=False)
        counted: QuerySet[Any] = rows.annotate(
            unsent=Count("deliveries", filter=missing & planned),
            given_up=Count("deliveries", filter=missing & ~planned),
        )
        return counted

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was sent is an organisation's own: a webhook never moves to another."""
        return ("organisation",) if obj else ()

    def get_urls(self) -> Any:
        """Besides Django's own: the log, a new secret, a test, sending again."""
        mine = self.admin_site.admin_view
        name = "policies_webhook_{}".format
        return [
            path("<row:pk>/log/", mine(require_safe(self.log)), name=name("log")),
            path(
                "<row:pk>/rotate/", mine(require_POST(self.rotate)), name=name("rotate")
            ),
            path("<row:pk>/test/", mine(require_POST(self.test)), name=name("test")),
            path(
                "<row:pk>/log/<row:delivery>/again/",
                mine(require_POST(self.again)),
                name=name("again"),
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with a new secret above it the first time."""
        shown = request.session.get(_SHOWN) or {}
        if request.method == "GET" and shown.get("webhook") == object_id:
            del request.session[_SHOWN]
            kwargs["extra_context"] = {"secret": shown["secret"]}
        return super().change_view(request, object_id, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Webhook, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """To its own page, which shows the secret."""
        _show_once(request, obj, obj.secret)
        messages.success(request, _("The webhook was added."))
        return _to(obj)

    def rotate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Another secret, shown once."""
        webhook = self._webhook(request, pk)
        _show_once(request, webhook, rotate_secret(request.user, webhook))
        return _to(webhook)

    def test(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A message that says nothing."""
        webhook = self._webhook(request, pk)
        try:
            try_webhook(request.user, webhook)
        except Unmet as unmet:
            messages.error(request, unmet.message)
        else:
            messages.success(
                request, _("A test message will be sent within a few minutes.")
            )
        return _to(webhook, "log")

    def again(self, request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
        """Try a message that did not arrive once more."""
        webhook = self._webhook(request, pk)
        row = webhook.deliveries.filter(pk=delivery).first()
        if row is None:
            raise Http404
        row.webhook = webhook
        try:
            send_again(request.user, row)
        except Unmet as unmet:
            messages.error(request, unmet.message)
        else:
            messages.success(
                request, _("The message will be sent within a few minutes.")
            )
        return _to(webhook, "log")

    def log(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What was sent, the newest first, and what went wrong."""
        webhook = self._webhook(request, pk)
        rows = webhook.deliveries.defer("body")
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Messages to “%(name)s”") % {"name": webhook},
            "webhook": webhook,
            "page": page,
            "rows": [_line(row) for row in page],
            "zone": webhook.organisation.zone,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/policies/webhook_log.html", context)

    def _webhook(self, request: HttpRequest, pk: int) -> Webhook:
        """One of one's own; 404 for another's, as if it were not there."""
        found: Webhook | None = self.get_queryset(request).filter(pk=pk).first()
        if found is None or not self.has_change_permission(request, found):
            raise Http404
        return found

    @admin.display(description=gettext_lazy("waiting"), ordering="unsent")
    def waiting(self, webhook: Any) -> int:
        """Messages that are to be sent, or sent again."""
        return int(webhook.unsent)

    @admin.display(description=gettext_lazy("given up"), ordering="given_up")
    def lost(self, webhook: Any) -> int:
        """Messages that did not arrive in three days."""
        return int(webhook.given_up)


def _line(row: WebhookDelivery) -> dict[str, Any]:
    labels = {**dict(Event.choices), TEST: _("a test")}
    return {
        "row": row,
        "event": labels.get(row.type, row.type),
        "state": "arrived"
        if row.delivered_at
        else "waits"
        if row.next_attempt
        else "lost",
    }


def _show_once(request: HttpRequest, webhook: Webhook, secret: str) -> None:
    request.session[_SHOWN] = {"webhook": str(webhook.pk), "secret": secret}


def _to(webhook: Webhook, page: str = "change") -> HttpResponseRedirect:
    return HttpResponseRedirect(
        reverse(f"admin:policies_webhook_{page}", args=[webhook.pk])
    )
