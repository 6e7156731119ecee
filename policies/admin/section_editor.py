"""One request to a section's form: show, save, rearrange rows, meet a colleague."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations.models import Organisation
from organisations.numerals import whole
from policies import agreement, starters, variables
from policies import document as doc
from policies.actions import drafting
from policies.actions.add_section import add_section
from policies.actions.edit_section import edit_section
from policies.admin import autosave, law
from policies.admin.access import page
from policies.admin.panes import late, outline_pane
from policies.admin.reading import Reading
from policies.compiling import entry_value, register_rows, section_value
from policies.conditions import Unmet
from policies.forms import differences, entries
from policies.forms import section as forms
from policies.forms.rich import RichTextWidget
from policies.kinds.base import Kind
from policies.models import Draft, Section


class Editor:
    """The form of a section; ``row`` None is a section that is to be added."""

    def __init__(
        self,
        request: HttpRequest,
        draft: Draft,
        kind: Kind,
        row: Section | None,
        parent: Section | None,
    ) -> None:
        self.request = request
        self.draft = draft
        self.kind = kind
        self.row = row
        self.parent = parent

    def respond(self) -> HttpResponse:
        """The form, or what became of what was sent."""
        data: Any = self.request.POST
        if self.request.method != "POST":
            return self._show(None)
        if data.get("row"):
            return self._show(rearranged(data, data["row"]), quiet=True)
        if data.get("autosave") and self.row is not None:
            return autosave.answer(self, self.row, data)
        return self._save(data)

    def rescue(self) -> HttpResponse:
        """What was sent for a section that is gone: nothing typed is lost."""
        if self.request.POST.get("autosave"):
            return autosave.gone()
        messages.warning(
            self.request,
            _("A colleague deleted this section while you were writing. "
              "Nothing is lost: save to add it again, at the end."),
        )  # fmt: skip
        return self._show(self.request.POST, quiet=True, status=409)

    def _save(self, data: Any) -> HttpResponse:
        form, rows = self.read(data)
        if not (form.is_valid() and rows.is_valid()):
            return self._show(data, status=422, bound=(form, rows))
        value = form.value(self.row.uid if self.row else "", rows)
        try:
            saved = self._apply(form, drafting.cleaned(value))
        except Unmet as unmet:
            if unmet.code == "changed":
                return self._conflict(data, drafting.cleaned(value))
            form.add_error("anchor" if unmet.code == "anchor" else None, unmet.message)
            return self._show(data, status=422, bound=(form, rows))
        return self._done(saved)

    def _apply(self, form: forms.SectionForm, value: doc.Section) -> Section | None:
        """Save; None when the editor changed nothing."""
        register = form.from_register
        if self.row is None:
            return add_section(
                self.request.user, self.draft, value,
                parent=self.parent, register=register,
            )  # fmt: skip
        if form.cleaned_data["base"] == forms.fingerprint(value, register=register):
            return None
        seen = form.cleaned_data["seen"]
        changed = edit_section(
            self.request.user, self.row, value,
            register=register, seen=-1 if seen is None else seen,
        )  # fmt: skip
        return self.row if changed else None

    def _done(self, saved: Section | None) -> HttpResponse:
        row = saved or self.row
        # Tells the script which text it need not keep on the device any more.
        safe = f"saved-{self.row.pk if self.row else self.kind.name}"
        if saved is None and not self.request.POST.get("autosaved"):
            messages.info(self.request, _("Nothing was changed."), safe)
        else:
            messages.success(self.request, _("The section was saved."), safe)
        if "continue" in self.request.POST and row is not None:
            name, arguments = "section", [self.draft.policy_id, row.pk]
            return HttpResponseRedirect(
                reverse(f"admin:policies_policy_{name}", args=arguments)
            )
        back = reverse("admin:policies_policy_draft", args=[self.draft.policy_id])
        return HttpResponseRedirect(f"{back}#s{row.pk if row else ''}")

    def _conflict(self, data: Any, mine: doc.Section) -> HttpResponse:
        """Both texts side by side; the form keeps mine, on the colleague's count."""
        assert self.row is not None  # noqa: S101 only a row can have been changed
        self.row.refresh_from_db()
        theirs = section_value(self.row)
        sent = data.copy()
        sent["seen"] = str(self.row.lock_version)
        sent["base"] = forms.fingerprint(theirs, register=self.row.register)
        return self._show(
            sent, status=409, differences=differences.between(mine, theirs)
        )

    def read(self, data: Any) -> tuple[forms.SectionForm, entries.EntryFormSet]:
        """The form and its rows, as stored or as they were sent."""
        value = self._value() if data is None else self._empty()
        shown = forms.initial(
            self.kind,
            value,
            register=self.row.register if self.row else bool(self.kind.register),
            seen=self.row.lock_version if self.row else None,
        )
        return (
            forms.SectionForm(data, initial=shown, kind=self.kind),
            entries.formset(self.kind, value.entries, data),
        )

    def _value(self) -> doc.Section:
        if self.row is not None:
            return section_value(self.row)
        return self._empty()

    def _empty(self) -> doc.Section:
        return doc.Section(id="", anchor="", kind=self.kind.name)

    def _show(self, data: Any, status: int = 200, **context: Any) -> HttpResponse:
        form, rows = context.pop("bound", None) or self.read(data)
        language = (get_language() or "nl")[:2]
        policy, organisation = self.draft.policy, self.draft.policy.organisation
        _mark_late(rows, self.row)
        pane = outline_pane(
            Reading(self.draft),
            current=self.row.pk if self.row else None,
            checked=False,
        )
        return page(
            self.request, "section", policy, status=status,
            title=_("Edit a section") if self.row else _("Add a section"),
            form=form, entries=rows, kind=self.kind, section=self.row,
            law=law.pieces(str(self.kind.article)),
            hint=_hint(policy.kind, self.row, language),
            facts=variables.menu(organisation.facts(), language),
            editor=RichTextWidget().configuration_html(language),
            media=RichTextWidget().media,
            register=_register(self.kind, organisation),
            register_url=_register_url(self.kind),
            **pane,
            **context,
        )  # fmt: skip


def rearranged(data: Any, wanted: str) -> Any:
    """What was sent, with a row more, or with a row a place up or down."""
    sent = data.copy()
    total = min(whole(sent.get(f"{entries.PREFIX}-TOTAL_FORMS")) or 0, entries.MOST)
    order = sorted(range(total), key=lambda n: _number(sent, n))
    verb, _colon, which = wanted.partition(":")
    if verb == "add":
        order.append(total)
    elif (row := whole(which)) is not None and row in order:
        at = order.index(row)
        to = max(0, min(len(order) - 1, at + (1 if verb == "down" else -1)))
        order.insert(to, order.pop(at))
    for place, n in enumerate(order, 1):
        sent[f"{entries.PREFIX}-{n}-ORDER"] = str(place)
    sent[f"{entries.PREFIX}-TOTAL_FORMS"] = str(len(order))
    return sent


def _hint(kind: str, row: Section | None, language: str) -> str:
    """What the template set says to check in this section, when it came from one."""
    hints = starters.hints(kind).get(row.uid, {}) if row else {}
    return hints.get(language, "")


def _mark_late(rows: entries.EntryFormSet, section: Section | None) -> None:
    """Tell each row's form which languages of its text fell behind."""
    if section is None or not section.behind:
        return
    stored = {entry.uid: entry for entry in section.entries.all()}
    for form in rows:
        if (entry := stored.get(form["uid"].value() or "")) is not None:
            now = agreement.prints(entry_value(entry))
            form.late = late(agreement.stale(entry.agreed, now))


def _number(data: Any, n: int) -> float:
    place = whole(data.get(f"{entries.PREFIX}-{n}-ORDER"))
    return float(n + 1 if place is None else place)


def _register(kind: Kind, organisation: Organisation) -> Any:
    """The rows that the register has today."""
    if not kind.register:
        return ()
    today = timezone.localdate(timezone=organisation.zone)
    return register_rows(kind.name, organisation, today)


def _register_url(kind: Kind) -> str:
    """Where the register is kept; registers are named as organisations know them."""
    if not kind.register:
        return ""
    meta = Organisation._meta.get_field(kind.register).related_model._meta  # type: ignore[union-attr]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
