"""The register of processors: each organisation keeps its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy

from organisations import permissions
from organisations.admin.columns import Bilingual, pair
from organisations.admin.ordering import Ordered
from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from policies import notices
from policies.actions.announce_processor import (
    announce_processor,
    withdraw_announcements,
)
from policies.forms.processor import ProcessorForm
from policies.kinds import wording
from policies.models import Processor


@admin.register(Processor)
class ProcessorAdmin(Ordered, Bilingual, ScopedAdmin):
    """Companies that handle data; a change shows in drafts, never in old versions."""

    form = ProcessorForm
    change_list_template = "admin/policies/processor_change_list.html"  # type: ignore[misc]
    add_verb = change_verb = delete_verb = "edit registers"
    list_display = ("name", "service", "where", "organisation", "since", "until")
    list_filter = (OrganisationFilter, "role")
    list_select_related = ("organisation",)
    list_per_page = 500
    search_fields = ("name", "service_nl", "service_en")
    readonly_fields = ("announced",)
    fieldsets = (
        (None, {"fields": (
            "organisation", "name", pair("service"), pair("scope"),
        )}),
        (gettext_lazy("Place and transfer"), {"fields": (
            ("country", "mechanism"), "role",
        )}),
        (gettext_lazy("Addresses"), {"fields": (
            "privacy_url", "dpa_url", "opt_out_url",
        )}),
        (gettext_lazy("Period"), {
            "fields": (("since", "until"), "announced", "shorter_notice",
                       "shorter_notice_reason"),
            "description": gettext_lazy(
                "When a policy in force names processors, its readers are told ahead of "
                "a new one, and of one that stops."
            ),
        }),
        (gettext_lazy("Place in the register"), {"fields": (("position", "uid"),)}),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The code may be left to us, both services have to be written."""
        form: Any = super().get_form(request, *args, **kwargs)
        form.actor = request.user
        fields = form.base_fields
        if "uid" in fields:
            fields["uid"].required = False
        for name in pair("service"):
            if name in fields:
                fields[name].required = True
        return form

    def save_model(
        self, request: HttpRequest, obj: Processor, form: Any, change: bool
    ) -> None:
        """Save, and tell readers of what begins or ends."""
        super().save_model(request, obj, form, change)
        announce_processor(request.user, obj, form.before, form.reason)

    def delete_model(self, request: HttpRequest, obj: Processor) -> None:
        """Delete, and take back what is announced of it."""
        withdraw_announcements(request.user, obj)
        super().delete_model(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """The list, below what was announced and waits for a version."""
        waiting = notices.waiting(self._shown(request))
        context = {**(extra_context or {}), "waiting": waiting}
        return super().changelist_view(request, extra_context=context)

    def _shown(self, request: HttpRequest) -> QuerySet[Any]:
        """The organisations whose processors the list shows."""
        mine = permissions.of(request.user).organisations("read")
        asked = request.GET.get("organisation")
        return mine.filter(slug=asked) if asked else mine

    @admin.display(description=gettext_lazy("country"), ordering="country")
    def where(self, processor: Processor) -> str:
        """The country's name."""
        code = processor.country
        return wording.country(code, (get_language() or "nl")[:2]) if code else ""

    @admin.display(description=gettext_lazy("readers were told"))
    def announced(self, processor: Processor) -> SafeString | str:
        """What was announced of it and stands, the newest first."""
        if processor._state.adding:
            return "–"
        language = (get_language() or "nl")[:2]
        rows = [
            notices.told(row, processor.organisation, language)
            for row in processor.notices.standing()
        ]
        lines = (
            (told.sentence, wording.day(told.announced_on, language)) for told in rows
        )
        return format_html_join("", "<div>{} ({})</div>", lines) if rows else "–"
