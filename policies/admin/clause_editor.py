"""One request to a clause's form: show, save, rearrange rows, meet a colleague."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations.languages import texts
from organisations.models import Organisation
from policies import document as doc
from policies import variables
from policies.actions import drafting
from policies.actions.edit_clause import edit_clause
from policies.admin import clause_pages, law
from policies.admin.section_editor import rearranged
from policies.conditions import Unmet
from policies.forms import clause as forms
from policies.forms import differences, entries
from policies.forms.rich import RichTextWidget
from policies.kinds.base import Kind
from policies.models import Clause

Bound = tuple[forms.ClauseForm, entries.EntryFormSet]
_FIELDS = {"anchor": "anchor", "title": "title_nl"}


class ClauseEditor:
    """The form of a clause; ``clause`` None is one that is to be added."""

    def __init__(
        self, request: HttpRequest, site: Any, kind: Kind, clause: Clause | None
    ) -> None:
        self.request = request
        self.site = site  # the admin class, which keeps the history
        self.kind = kind
        self.clause = clause

    def respond(self) -> HttpResponse:
        """The form, or what became of what was sent."""
        data: Any = self.request.POST
        if self.request.method != "POST":
            return self._show(None)
        if data.get("row"):
            return self._show(rearranged(data, data["row"]), quiet=True)
        return self._save(data)

    def rescue(self) -> HttpResponse:
        """What was sent for a clause that is gone: nothing typed is lost."""
        messages.warning(
            self.request,
            _("A colleague deleted this clause while you were writing. "
              "Nothing is lost: save to add it again."),
        )  # fmt: skip
        return self._show(self.request.POST, quiet=True, status=409)

    def _save(self, data: Any) -> HttpResponse:
        form, rows = bound = self._read(data)
        if not (form.is_valid() and rows.is_valid()):
            return self._show(data, status=422, bound=bound)
        value = drafting.cleaned(form.value(self._value().id, rows))
        if form.cleaned_data["base"] == forms.fingerprint(form.title, value):
            return self._done(None)
        try:
            saved = edit_clause(
                self.request.user, self._target(form), form.title, value,
                seen=self._seen(form),
            )  # fmt: skip
        except Unmet as unmet:
            if unmet.code == "changed":
                return self._conflict(data, form.title, value)
            form.add_error(_FIELDS.get(unmet.code), unmet.message)
            return self._show(data, status=422, bound=bound)
        return self._done(saved)

    def _target(self, form: forms.ClauseForm) -> Clause:
        if self.clause is not None:
            return self.clause
        return Clause(organisation=form.cleaned_data.get("organisation"))

    def _seen(self, form: forms.ClauseForm) -> int | None:
        if self.clause is None:
            return None
        seen = form.cleaned_data["seen"]
        return -1 if seen is None else seen

    def _done(self, saved: Clause | None) -> HttpResponse:
        # Tells the script which text it need not keep on the device any more.
        safe = f"saved-{self._kept()}"
        row = saved or self.clause
        if saved is None:
            messages.info(self.request, _("Nothing was changed."), safe)
        else:
            self._remember(saved)
            used = len(clause_pages.uses(self.request, saved))
            words = _("The clause was saved.")
            if used:
                words = _("The clause was saved. Where it is used, the new text is "
                          "offered.")  # fmt: skip
            messages.success(self.request, words, safe)
        if "continue" in self.request.POST and row is not None:
            return HttpResponseRedirect(
                reverse("admin:policies_clause_change", args=[row.pk])
            )
        return HttpResponseRedirect(reverse("admin:policies_clause_changelist"))

    def _remember(self, saved: Clause) -> None:
        """For Django's own page of an object's history."""
        if self.clause is None:
            self.site.log_addition(self.request, saved, [{"added": {}}])
        else:
            self.site.log_change(self.request, saved, [{"changed": {}}])

    def _conflict(
        self, data: Any, title: dict[str, str], mine: doc.Section
    ) -> HttpResponse:
        """Both texts side by side; the form keeps mine, on the colleague's count."""
        assert self.clause is not None  # noqa: S101 only a row can have been changed
        self.clause.refresh_from_db()
        theirs = self.clause.section
        names = texts(self.clause, "title")
        sent = data.copy()
        sent["seen"] = str(self.clause.lock_version)
        sent["base"] = forms.fingerprint(names, theirs)
        found = [*_named_otherwise(title, names), *differences.between(mine, theirs)]
        return self._show(sent, status=409, differences=found)

    def _read(self, data: Any) -> Bound:
        """The form and its rows, as stored or as they were sent."""
        value = self._value()
        title = texts(self.clause, "title") if self.clause else {}
        seen = self.clause.lock_version if self.clause else None
        chosen = self._organisation()
        form = forms.ClauseForm(
            data,
            initial={
                **forms.initial(self.kind, title, value, seen),
                "organisation": chosen.pk if chosen else None,
            },
            kind=self.kind,
            organisations=None if self.clause else clause_pages.keepers(self.request),
            for_all=clause_pages.for_all(self.request),
        )
        return form, entries.formset(self.kind, value.entries, data)

    def _value(self) -> doc.Section:
        if self.clause is not None:
            return self.clause.section
        return doc.Section(id="", anchor="", kind=self.kind.name)

    def _organisation(self) -> Organisation | None:
        """Whose it is, or probably will be."""
        if self.clause is not None:
            return self.clause.organisation
        chosen: Organisation | None = getattr(self.request, "organisation", None)
        return chosen

    def _kept(self) -> str:
        """The name under which a script keeps what is typed."""
        return f"clause-{self.clause.pk}" if self.clause else f"clause-{self.kind.name}"

    def _show(self, data: Any, status: int = 200, **context: Any) -> HttpResponse:
        form, rows = context.pop("bound", None) or self._read(data)
        language = (get_language() or "nl")[:2]
        owner = self._organisation()
        used = clause_pages.uses(self.request, self.clause) if self.clause else []
        return clause_pages.page(
            self.request, "edit", status=status,
            title=str(self.clause) if self.clause else _("Add a clause"),
            form=form, entries=rows, kind=self.kind, clause=self.clause,
            kept=self._kept(), owner=owner, uses=used,
            law=law.pieces(str(self.kind.article)),
            facts=variables.menu(owner.facts() if owner else {}, language),
            editor=RichTextWidget().configuration_html(language),
            media=RichTextWidget().media,
            **context,
        )  # fmt: skip


def _named_otherwise(
    mine: dict[str, str], theirs: dict[str, str]
) -> list[differences.Difference]:
    """How the names in the library differ, compared as headings are."""
    one, other = (doc.Section(id="", anchor="", heading=n) for n in (mine, theirs))
    label = _("Name in the library")
    return [replace(d, label=label) for d in differences.between(one, other)]
