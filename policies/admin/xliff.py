"""Giving a draft to a translator as XLIFF, and taking the translation in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from organisations.languages import codes
from organisations.numerals import whole
from policies.actions.apply_translations import Languages, apply_translations
from policies.admin.access import draft_for, page
from policies.admin.xliff_preview import Preview
from policies.conditions import Unmet
from policies.exporters.xliff import export
from policies.forms.xliff import ExportForm, TranslationForm, opened, sealed
from policies.importers import Refused
from policies.importers import xliff as reader
from policies.models import Draft
from policies.translatable import translatable
from policies.xliff.proposals import propose


@require_safe
def translate(request: HttpRequest, policy: int) -> HttpResponse:
    """The page for the translation; with a direction, the file for the translator."""
    draft = draft_for(request, policy, "read")
    if "direction" not in request.GET:
        return _page(request, draft, ExportForm(), TranslationForm())
    form = ExportForm(request.GET)
    if not form.is_valid():
        return _page(request, draft, form, TranslationForm(), status=422)
    return _download(draft, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest, policy: int) -> HttpResponse:
    """Show what a file would change; then apply what was chosen."""
    draft = draft_for(request, policy, "translate")
    if request.method != "POST":
        return _page(request, draft, ExportForm(), TranslationForm())
    if "seal" in request.POST:
        return _apply(request, draft)
    form = TranslationForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            found = reader.read(form.cleaned_data["file"].read())
            reader.check(found, policy=str(draft.policy.uid), languages=codes())
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return _preview(request, draft, found)
    return _page(request, draft, ExportForm(), form, status=422)


def _download(draft: Draft, direction: str, version: str) -> HttpResponse:
    source, _dash, target = direction.partition("-")
    found = translatable(draft)
    data = export(
        found.document,
        policy=str(draft.policy.uid),
        source=source,
        target=target,
        version=version,
        stale=found.stale[target],
    )
    parts = (draft.policy.organisation.slug, draft.policy.slug_in(source), direction)
    name = slugify("-".join(parts))
    return HttpResponse(
        data,
        content_type="application/xliff+xml",
        headers={"Content-Disposition": f'attachment; filename="{name}.xlf"'},
    )


def _apply(request: HttpRequest, draft: Draft) -> HttpResponse:
    found = opened(request.POST["seal"], request.user.pk or 0)
    if found is None or found.policy != str(draft.policy.uid):
        form = TranslationForm()
        message = _("The comparison is too old. Choose the translator's file again.")
        messages.error(request, message)
        return _page(request, draft, ExportForm(), form, status=422)
    chosen = set(request.POST.getlist("text"))
    proposals = propose(translatable(draft).document, found)
    wanted = [p for p in proposals if p.key in chosen and p.applicable]
    seen = whole(request.POST.get("seen"))
    try:
        count = apply_translations(
            request.user, draft, Languages(found.source, found.target), wanted,
            seen=-1 if seen is None else seen,
        )  # fmt: skip
    except Unmet as unmet:
        messages.error(request, unmet.message)
        return _preview(request, draft, found, chosen=chosen, status=422)
    says = ngettext(
        "%(count)d translated text is in the draft.",
        "%(count)d translated texts are in the draft.",
        count,
    )
    messages.success(request, says % {"count": count})
    address = reverse("admin:policies_policy_draft", args=[draft.policy.pk])
    return HttpResponseRedirect(address)


def _preview(
    request: HttpRequest,
    draft: Draft,
    found: reader.Translations,
    *,
    chosen: set[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    proposals = propose(translatable(draft).document, found)
    return page(
        request,
        "xliff_preview",
        draft.policy,
        status=status,
        title=_("Translation: what would change"),
        tab="xliff",
        draft=draft,
        preview=Preview(proposals, found.source, found.target, chosen),
        seal=sealed(found, request.user.pk or 0),
    )


def _page(
    request: HttpRequest,
    draft: Draft,
    export_form: ExportForm,
    form: TranslationForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    return page(
        request,
        "xliff",
        draft.policy,
        status=status,
        title=_("Translation"),
        tab="xliff",
        draft=draft,
        export_form=export_form,
        form=form,
        borrowed=translatable(draft).borrowed,
        **more,
    )
