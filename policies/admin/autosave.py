"""Saving while somebody writes: a script sends the form, and is told what became of it.

It is the same form, checked and saved by the same verb as the button's. A script sends
one text at a time, and sends the same again when no answer came: what was saved then
says the same as the draft, so that nothing is added twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.utils import timezone

from policies import document as doc
from policies.actions import drafting
from policies.actions.edit_section import edit_section
from policies.compiling import section_value
from policies.conditions import Unmet
from policies.forms.entries import EntryFormSet
from policies.forms.section import SectionForm, fingerprint
from policies.models import Section

if TYPE_CHECKING:
    from policies.admin.section_editor import Editor

_STATUS = {"changed": 409, "forbidden": 403}


def answer(editor: Editor, row: Section, data: Any) -> JsonResponse:
    """Save what was sent; say so, or why not. The form keeps what is typed."""
    form, rows = editor.read(data)
    if not (form.is_valid() and rows.is_valid()):
        return _wrong(form, rows)
    value = drafting.cleaned(form.value(row.uid, rows))
    try:
        changed, seen = _save(editor, row, form, value)
    except Unmet as unmet:
        return _refused(unmet)
    return JsonResponse(
        {
            "state": "saved" if changed else "same",
            "seen": seen,
            "base": fingerprint(value, register=form.from_register),
            "rows": rows.identities(),
            "at": timezone.now().isoformat(),
        }
    )


def gone() -> JsonResponse:
    """A colleague deleted the section."""
    return JsonResponse({"state": "gone"}, status=410)


def _save(
    editor: Editor, row: Section, form: SectionForm, value: doc.Section
) -> tuple[bool, int]:
    """Whether anything was saved, and the count on which the form now stands.

    The count moves on with a text that is the draft's, never with another: who changed
    nothing stays on the count that was shown, and is told when a colleague saved.
    """
    seen, register = form.cleaned_data["seen"], form.from_register
    seen = -1 if seen is None else seen
    if form.cleaned_data["base"] == fingerprint(value, register=register):
        return False, seen
    if edit_section(editor.request.user, row, value, register=register, seen=seen):
        return True, seen + 1
    current = Section.objects.get(pk=row.pk)
    unchanged = section_value(current) == value  # no colleague saved since
    return False, current.lock_version if unchanged else seen


def _wrong(form: SectionForm, rows: EntryFormSet) -> JsonResponse:
    """What is wrong, by the name of the field; "" where it is no field's."""
    fields: dict[str, list[str]] = {}
    for found in (form, *rows.forms):
        for name, messages in found.errors.items():
            field = found.add_prefix(name) if name in found.fields else found.prefix
            fields.setdefault(field or "", []).extend(map(str, messages))
    if general := [str(message) for message in rows.non_form_errors()]:
        fields.setdefault("", []).extend(general)
    return JsonResponse({"state": "wrong", "errors": fields}, status=422)


def _refused(unmet: Unmet) -> JsonResponse:
    status = _STATUS.get(unmet.code, 422)
    states = {409: "conflict", 403: "forbidden", 422: "wrong"}
    errors = {"anchor" if unmet.code == "anchor" else "": [unmet.message]}
    return JsonResponse({"state": states[status], "errors": errors}, status=status)
