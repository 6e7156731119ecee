"""Importing a file into a draft, with the report of what was understood."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from policies import importers
from policies.actions.import_document import has_unpublished, import_document, joins
from policies.admin.access import draft_for, page
from policies.compiling import compile_draft
from policies.conditions import Unmet
from policies.forms.importing import ImportForm
from policies.importers.p3p_line import with_section
from policies.models import Draft


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, policy: int) -> HttpResponse:
    """Check a file, or import it; either way the report says what was unsure."""
    draft = draft_for(request, policy, "import")
    if request.method != "POST":
        return _show(request, draft, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, draft, form, status=422)
    try:
        report = _read(request, draft, form.cleaned_data)
    except importers.Refused as refused:
        form.add_error("file", refused.message)
    except Unmet as unmet:
        form.add_error(
            "replace" if unmet.code == "unpublished" else None, unmet.message
        )
    else:
        return _show(request, draft, form, **report)
    return _show(request, draft, form, status=422)


def _read(request: HttpRequest, draft: Draft, sent: dict[str, Any]) -> dict[str, Any]:
    """Read the file and, unless only a check was asked for, fill the draft."""
    file, language = sent["file"], sent["language"]
    imported = importers.read(
        file.name, file.read(), kind=draft.policy.kind, language=language
    )
    document = imported.document
    if sent["p3p"] and imported.report.p3p:
        document = with_section(document, imported.report.p3p, language)
    lines: list[str] = []
    applied = "check" not in request.POST
    if applied:
        lines = import_document(
            request.user,
            draft.policy,
            document,
            language,
            replace=sent["replace"],
            returned=imported.returned,
        )
        messages.success(request, _("The text is in the draft."))
    return {"report": imported.report, "lines": lines, "applied": applied}


def _show(
    request: HttpRequest, draft: Draft, form: ImportForm, status: int = 200, **more: Any
) -> HttpResponse:
    current = compile_draft(draft)
    return page(
        request,
        "import",
        draft.policy,
        status=status,
        title=_("Import a text"),
        form=form,
        draft=draft,
        unpublished=has_unpublished(draft, current),
        joined=[code for code in ("nl", "en") if joins(current, code)],
        **more,
    )
