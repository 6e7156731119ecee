"""What was announced of processors, to read: announcements are never altered."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations import people
from organisations.admin.scoped import OrganisationFilter, ReadOnly, ScopedAdmin
from policies import notices
from policies.kinds import wording
from policies.models import ProcessorNotice


@admin.register(ProcessorNotice)
class ProcessorNoticeAdmin(ReadOnly, ScopedAdmin):
    """Each announcement as readers saw it, with who made it and why at short notice."""

    list_display = (
        "name",
        "what",
        "effective_on",
        "announced",
        "organisation",
        "state",
    )
    list_filter = (OrganisationFilter, "what")
    list_select_related = ("organisation",)
    actions = None
    fields = (
        "organisation", "sentence", "effective_on", "announced_at", "announced_by_whom",
        "reason", "taken_back_at", "taken_back_by_whom", "replaces",
    )  # fmt: skip

    @admin.display(description=_("announced on"), ordering="announced_at")
    def announced(self, notice: ProcessorNotice) -> str:
        """The day, by the organisation's calendar."""
        moment = notice.announced_at.astimezone(notice.organisation.zone)
        return wording.day(moment.date(), _language())

    @admin.display(description=_("State"))
    def state(self, notice: ProcessorNotice) -> str:
        """Whether it lies ahead, came true, or was taken back."""
        states = {
            "upcoming": _("ahead"),
            "past": _("its day has come"),
            "taken_back": _("taken back"),
        }
        return str(states[notices.state(notice, notice.organisation)])

    @admin.display(description=_("readers were told"))
    def sentence(self, notice: ProcessorNotice) -> str:
        """The sentence that readers saw, in the language of the screen."""
        return notices.told(notice, notice.organisation, _language()).sentence

    @admin.display(description=_("announced by"))
    def announced_by_whom(self, notice: ProcessorNotice) -> str:
        """Their name."""
        return _called(notice.announced_by)

    @admin.display(description=_("taken back by"))
    def taken_back_by_whom(self, notice: ProcessorNotice) -> str:
        """Their name."""
        return _called(notice.taken_back_by)


def _called(staff: str) -> str:
    return people.called(staff, people.names([staff])) if staff else "–"


def _language() -> str:
    return (get_language() or "nl")[:2]
