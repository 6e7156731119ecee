"""The pages of the clause library: choosing a kind, reading, where used, deleting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations import permissions
from organisations.languages import codes, texts
from organisations.models import Organisation
from policies import document as doc
from policies import kinds, variables
from policies.actions.edit_clause import delete_clause
from policies.conditions import Unmet
from policies.models import Clause, Section
from policies.rendering import SectionView


@dataclass(frozen=True)
class Use:
    """A section of a draft that was taken from a clause."""

    section: Section
    heading: str
    news: bool
    own: bool
    may_edit: bool


def page(
    request: HttpRequest, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the library."""
    return TemplateResponse(
        request,
        f"admin/policies/clause/{template}.html",
        {
            **admin.site.each_context(request),
            "opts": Clause._meta,
            "is_nav_sidebar_enabled": False,
            **context,
        },
        status=status,
    )


def choose(request: HttpRequest) -> HttpResponse:
    """Every kind of section, with what it is for."""
    found = sorted(kinds.all_kinds().values(), key=lambda kind: str(kind.label))
    return page(request, "kinds", title=_("Add a clause"), kinds=found)


def read(request: HttpRequest, clause: Clause) -> HttpResponse:
    """What the clause says in every language, and where it is used."""
    facts = clause.organisation.facts() if clause.organisation else None
    return page(
        request,
        "look",
        title=str(clause),
        clause=clause,
        kind=kinds.get(clause.kind),
        said=said(clause.section, facts, f"c{clause.pk}"),
        uses=uses(request, clause),
    )


def delete(request: HttpRequest, clause: Clause) -> HttpResponse:
    """Ask first; refused while it is used, saying where."""
    problem = ""
    if request.method == "POST":
        name = str(clause)
        try:
            delete_clause(request.user, clause)
        except Unmet as unmet:
            problem = unmet.message
        else:
            messages.success(
                request, _("The clause “%(clause)s” was deleted.") % {"clause": name}
            )
            return HttpResponseRedirect(reverse("admin:policies_clause_changelist"))
    return page(
        request,
        "delete",
        status=409 if problem else 200,
        title=_("Delete the clause “%(clause)s”") % {"clause": clause},
        clause=clause,
        problem=problem,
        uses=uses(request, clause),
    )


def uses(request: HttpRequest, clause: Clause) -> list[Use]:
    """Where it is used, in the policies that one may read, by organisation."""
    held = permissions.of(request.user)
    rows = (
        Section.objects.filter(
            clause=clause, draft__policy__organisation__in=held.organisations()
        )
        .select_related("draft__policy__organisation")
        .order_by(
            "draft__policy__organisation__trade_name",
            "draft__policy__position", "draft__policy", "position", "pk",
        )
    )  # fmt: skip
    today = clause.section.own_digest()
    return [
        Use(
            section=row,
            heading=heading(texts(row, "heading"), row.anchor),
            news=row.taken != today,
            own=row.taken != row.digest,
            may_edit=held.can("edit", row.draft.policy.organisation),
        )
        for row in rows
    ]


def said(
    section: doc.Section, facts: variables.Facts | None, prefix: str
) -> list[SectionView]:
    """A section as it reads in each language; with facts, its variables are filled in.

    ``prefix`` keeps the fragments on a page that shows several sections apart.
    """
    section = doc.Section.from_dict(
        {**section.as_dict(), "anchor": prefix, "sections": []}
    )
    document = doc.Document(
        kind="other", title={}, languages=codes(), sections=(section,),
        organisation=facts or {},
    )  # fmt: skip
    if facts is not None:
        document = variables.fill(document, facts)
    return [
        SectionView(code, document.organisation, document.sections[0], 3)
        for code in codes()
    ]


def heading(written: dict[str, str], otherwise: str) -> str:
    """A heading in the interface's language, or in another one."""
    own = written.get((get_language() or "nl")[:2])
    return own or next(iter(written.values()), otherwise)


def keepers(request: HttpRequest) -> Any:
    """The organisations of which this person keeps the clauses."""
    held = permissions.of(request.user)
    return held.organisations("edit clauses")


def for_all(request: HttpRequest) -> bool:
    """Whether this person keeps the clauses of all organisations."""
    held = permissions.of(request.user)
    nowhere: Organisation | None = None
    return held.can("edit shared clauses", nowhere)
