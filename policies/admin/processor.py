"""The register of processors: each organisation keeps its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy

from organisations.admin.columns import Bilingual, pair
from organisations.admin.ordering import Ordered
from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from policies.forms.attributes import countries
from policies.forms.codes import fill_code
from policies.kinds import wording
from policies.models import Processor


class ProcessorForm(forms.ModelForm):  # type: ignore[type-arg]
    """A processor; its code is made from its name when none is given."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=countries, required=False
    )

    class Meta:
        model = Processor
        fields = ()  # the fieldsets say which
        labels = {"country": gettext_lazy("Country")}

    def clean(self) -> dict[str, Any]:
        """Make a code that no other processor of the organisation has."""
        return fill_code(self, super().clean() or {})


@admin.register(Processor)
class ProcessorAdmin(Ordered, Bilingual, ScopedAdmin):
    """Companies that handle data; a change shows in drafts, never in old versions."""

    form = ProcessorForm
    add_verb = change_verb = delete_verb = "edit registers"
    list_display = ("name", "service", "where", "organisation", "since", "until")
    list_filter = (OrganisationFilter, "role")
    list_select_related = ("organisation",)
    list_per_page = 500
    search_fields = ("name", "service_nl", "service_en")
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
        (gettext_lazy("Period"), {"fields": (("since", "until"),)}),
        (gettext_lazy("Place in the register"), {"fields": (("position", "uid"),)}),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The code may be left to us, both services have to be written."""
        form = super().get_form(request, *args, **kwargs)
        fields = form.base_fields
        if "uid" in fields:
            fields["uid"].required = False
        for name in pair("service"):
            if name in fields:
                fields[name].required = True
        return form

    @admin.display(description=gettext_lazy("country"), ordering="country")
    def where(self, processor: Processor) -> str:
        """The country's name."""
        code = processor.country
        return wording.country(code, (get_language() or "nl")[:2]) if code else ""
