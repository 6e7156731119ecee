"""An organisation's facts, in groups as people look for them, and its hosts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.addresses import canonical_host, origin
from organisations.admin import guide, preferences, switching
from organisations.admin.approval import ApprovalStepInline
from organisations.admin.claims import Claiming
from organisations.admin.columns import Bilingual, pair
from organisations.admin.scoped import Scoped, ScopedAdmin
from organisations.admin.telephone import TelephoneField
from organisations.models import Host, Organisation


class LinesField(forms.CharField):
    """A list of addresses, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other lines were sent than those that were shown."""
        return bool(super().has_changed(self.prepare_value(initial or []), data))

    def clean(self, value: Any) -> Any:
        """The lines as a list; each an http or https address."""
        lines = [line.strip() for line in (super().clean(value) or "").splitlines()]
        address = forms.URLField(assume_scheme="https")
        return [address.clean(line) for line in lines if line]


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """Facts as people write them."""

    phone = TelephoneField(label=gettext_lazy("Telephone"))
    dpo_phone = TelephoneField(label=gettext_lazy("Officer's telephone"))
    covered_domains = LinesField(
        label=gettext_lazy("Domains covered"),
        required=False,
        help_text=gettext_lazy("Sites that the policies cover, an address a line."),
    )

    class Meta:
        model = Organisation
        fields = ()  # the fieldsets say which
        widgets = {
            "accent": forms.TextInput(attrs={"class": "colour", "spellcheck": "false"}),
            "accent_dark": forms.TextInput(
                attrs={"class": "colour", "spellcheck": "false"}
            ),
        }


class HostFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """The hosts of one organisation, of which one is canonical."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Each field of the table carries its name: no label stands beside it."""
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs.setdefault("aria-label", field.label)

    def clean(self) -> None:
        """Refuse two canonical hosts: links and search engines need one."""
        super().clean()
        if len(self._canonical()) > 1:
            raise forms.ValidationError(_("Choose one canonical host."))

    def save(self, commit: bool = True) -> Any:
        """Take the mark from the old canonical host before another gets it."""
        for form in self._canonical() if commit else ():
            others = Host.objects.filter(organisation=self.instance)
            others.exclude(pk=form.instance.pk).update(canonical=False)
        return super().save(commit)

    def _canonical(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if getattr(form, "cleaned_data", {}).get("canonical")
            and not form.cleaned_data.get("DELETE")
        ]


class HostInline(Scoped, admin.TabularInline[Host, Organisation]):
    """The host names on which the organisation's policies are read."""

    model = Host
    form = Claiming
    formset = HostFormSet
    extra = 0
    add_verb = change_verb = delete_verb = "manage"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The forms know who fills them in."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        return formset


@admin.register(Organisation)
class OrganisationAdmin(Bilingual, ScopedAdmin):
    """Owners keep the facts of their organisation; superusers add organisations."""

    organisation_path = "pk"
    change_verb = "manage"
    add_verb = delete_verb = "add organisation"  # a new one has no owner yet
    form = OrganisationForm
    inlines = (HostInline, ApprovalStepInline)
    list_display = ("trade_name", "legal_name", "city", "host")
    search_fields = ("trade_name", "legal_name")
    fieldsets = (
        (gettext_lazy("Names"), {"fields": (
            ("trade_name", "slug"), ("legal_name", "controller"),
            ("parent", "parent_name"), ("kvk", "vat"),
        )}),
        (gettext_lazy("Address"), {"fields": (
            "street", ("postal_code", "city"), "country",
        )}),
        (gettext_lazy("Contact"), {"fields": (
            ("phone", "email"), ("website", "ticket_url"),
        )}),
        (gettext_lazy("Data protection officer"), {"fields": (
            pair("dpo_name"), ("dpo_email", "dpo_phone"),
        )}),
        (gettext_lazy("Supervisory authority"), {"fields": ("authority",)}),
        (gettext_lazy("Look"), {"fields": (
            ("logo", "logo_dark"), ("accent", "accent_dark"),
        )}),
        (gettext_lazy("Pages and language"), {"fields": (
            ("default_language", "address_form"), "time_zone", "covered_domains",
        )}),
        (gettext_lazy("For browsers and researchers"), {"fields": (
            ("gpc_since", "security_contact"),
        )}),
        (gettext_lazy("Approval"), {"fields": ("single_person",)}),
        (gettext_lazy("Notices of processors"), {"fields": (
            ("notice_days", "objection_email"), *pair("objection_text"),
        )}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        """With the hosts, for the list."""
        return super().get_queryset(request).prefetch_related("hosts")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The code is in addresses and exports: it stays once it is chosen."""
        return ("slug",) if obj else ()

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Offer the languages there are."""
        form = super().get_form(request, *args, **kwargs)
        if field := form.base_fields.get("default_language"):
            from django.conf import settings

            field.widget = forms.Select(choices=settings.LANGUAGES)
        return form

    def get_urls(self) -> Any:
        """Besides Django's own: choosing an organisation, one's own settings."""
        mine = self.admin_site.admin_view
        return [
            path("switch/", mine(switching.switch), name="switch_organisation"),
            path("preferences/", mine(preferences.preferences), name="preferences"),
            path("guide/", mine(guide.chapter), name="guide"),
            path("guide/<slug:name>/", mine(guide.chapter), name="guide_chapter"),
            path(
                "guide/pictures/<slug:language>/<slug:name>.png",
                mine(guide.picture),
                name="guide_picture",
            ),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("canonical host"))
    def host(self, organisation: Organisation) -> SafeString | str:
        """A link to the public pages."""
        name = canonical_host(organisation)
        return name and format_html('<a href="{}">{}</a>', origin(name), name)
