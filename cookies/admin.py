"""The registers of cookies: the six types, and each cookie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy

from cookies.models import Cookie, CookieType
from organisations.admin.columns import Bilingual, mark, pair
from organisations.admin.ordering import Ordered
from organisations.admin.scoped import OrganisationFilter, ScopedAdmin
from policies.forms.codes import fill_code
from policies.forms.fields import PeriodField
from policies.forms.rich import RichTextField, RichTextWidget


class CookieTypeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A type of cookie; its definition is rich text."""

    definition_nl = RichTextField()
    definition_en = RichTextField()

    class Meta:
        model = CookieType
        fields = ()  # the fieldsets say which


class CookieForm(forms.ModelForm):  # type: ignore[type-arg]
    """A cookie; its code is made from its name when none is given."""

    duration = PeriodField(
        label=gettext_lazy("Kept for"),
        help_text=gettext_lazy(
            "Like “2 years”, “24 hours” or “30 minutes”; empty: until the browser closes."
        ),
        error_messages={
            "period": gettext_lazy(
                "Write a period like “2 years”, “24 hours” or “30 minutes”, or like "
                "P2Y. Leave it empty for a cookie that goes when the browser closes."
            )
        },
    )

    class Meta:
        model = Cookie
        fields = ()  # the fieldsets say which

    def clean(self) -> dict[str, Any]:
        """Make a code that no other cookie of the organisation has."""
        return fill_code(self, super().clean() or {})


@admin.register(CookieType)
class CookieTypeAdmin(Ordered, Bilingual, ScopedAdmin):
    """Which types there are, and which of them the organisation uses."""

    form = CookieTypeForm
    add_verb = change_verb = delete_verb = "edit registers"
    change_form_template = "admin/rich_change_form.html"
    list_display = ("type", "name", "used", "where", "organisation")
    list_filter = (OrganisationFilter, "used")
    list_select_related = ("organisation",)
    list_per_page = 500
    fieldsets = (
        (None, {"fields": (
            ("organisation", "type"), pair("name"), pair("definition"),
        )}),
        (gettext_lazy("Use"), {"fields": ("used", pair("where"))}),
        (gettext_lazy("Place in the register"), {"fields": ("position",)}),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form's own fields carry their language too."""
        form = super().get_form(request, *args, **kwargs)
        for name in pair("definition"):
            field = form.base_fields.get(name)
            mark(
                field, name[-2:], CookieType._meta.get_field("definition").verbose_name
            )
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With the editor's configuration."""
        language = (get_language() or "nl")[:2]
        context["editor"] = RichTextWidget().configuration_html(language)
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Cookie)
class CookieAdmin(Ordered, Bilingual, ScopedAdmin):
    """Each cookie, with who sets it, what for and how long."""

    form = CookieForm
    add_verb = change_verb = delete_verb = "edit registers"
    list_display = ("name", "provider", "category", "lives", "party", "organisation")
    list_filter = (OrganisationFilter, "category", "party")
    list_select_related = ("organisation",)
    list_per_page = 500
    search_fields = ("name", "provider", "purpose_nl", "purpose_en")
    fieldsets = (
        (None, {"fields": (
            "organisation", ("name", "provider"), pair("purpose"),
        )}),
        (gettext_lazy("How it works"), {"fields": (
            ("category", "party"), ("duration", "storage"), "domain",
        )}),
        (gettext_lazy("Place in the register"), {"fields": (("position", "uid"),)}),
    )  # fmt: skip

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The code may be left to us."""
        form = super().get_form(request, *args, **kwargs)
        if "uid" in form.base_fields:
            form.base_fields["uid"].required = False
        return form

    @admin.display(description=gettext_lazy("kept for"), ordering="duration")
    def lives(self, cookie: Cookie) -> str:
        """The period in words."""
        return PeriodField.meaning(cookie.duration)
