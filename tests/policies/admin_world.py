"""How tests use the admin: signed in on its host, sending what a browser would send."""

from __future__ import annotations

from typing import Any

from django.test import Client

from organisations.models import Organisation
from policies.actions.move_sections import outline_of
from policies.admin import outline
from policies.compiling import draft_of, fill_draft
from policies.document import Document, Entry
from policies.document import Section as DocumentSection
from policies.models import Draft, Policy, Section
from tests import world


def signed_in(user: Any, language: str = "nl") -> Client:
    """A browser on the admin host, signed in."""
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(user)
    return client


def section(policy: Policy, anchor: str) -> Section:
    return Section.objects.get(draft__policy=policy, anchor=anchor)


def address(policy: Policy, rest: str) -> str:
    return f"/admin/policies/policy/{policy.pk}/{rest}"


def edit_address(row: Section) -> str:
    return address(row.draft.policy, f"draft/sections/{row.pk}/")


def sent(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send from the form at that address, with changes."""
    context = client.get(url).context
    data: dict[str, Any] = {}
    forms = [context["form"], context["entries"].management_form, *context["entries"]]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, list) and "many" not in str(field.field.widget.attrs):
                value = "\n".join(value)
            if value is not None and value is not False and value != "":
                data[field.html_name] = value
    return {**data, **changes}


def shape(policy: Policy) -> str:
    """The outline as a page shows it, for who moves a section on it."""
    return outline.shape(outline_of(Draft.objects.get(policy=policy)))


def large(at: Organisation, sections: int = 60, entries: int = 10) -> Policy:
    """A policy as long as they come, in both languages."""
    made = world.policy(at, slug="large")
    words = {
        "nl": "<p>Zeven jaar, per brief.</p>",
        "en": "<p>Seven years, by letter.</p>",
    }
    document = Document(
        kind="privacy",
        title={"nl": "Lang", "en": "Long"},
        sections=tuple(
            DocumentSection(
                id=f"s{n}",
                anchor=f"s{n}",
                kind="retention",
                heading={"nl": f"Deel {n}", "en": f"Part {n}"},
                intro=words,
                entries=tuple(
                    Entry(
                        id=f"e{m}",
                        term={"nl": f"Gegeven {m}", "en": f"Item {m}"},
                        description=words,
                        attributes={"period": "P7Y"},
                    )
                    for m in range(entries)
                ),
            )
            for n in range(sections)
        ),
    )
    draft = draft_of(made)
    fill_draft(draft, document)
    draft.save()
    return made
