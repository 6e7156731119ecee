"""The cast of the tests: two organisations, their staff, and a policy to publish.

Acme has an owner, an approver, an editor and a viewer; Bolt is the stranger next door.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model

from organisations.languages import write
from organisations.models import (
    Host,
    Membership,
    Organisation,
    Role,
    SupervisoryAuthority,
)
from policies.actions.publish import Publication, midnight, publish
from policies.compiling import draft_of, fill_draft
from policies.document import Document, Entry, Section
from policies.models import Policy, Version

NOTE = {"nl": "Nieuwe termijn.", "en": "New period."}


def organisation(slug: str = "acme", **facts: Any) -> Organisation:
    """An organisation with one canonical host ``<slug>.localhost``."""
    authority, new = SupervisoryAuthority.objects.get_or_create(code="ap")
    if new:
        write(authority, "name", {"nl": "Autoriteit", "en": "Authority"})
        authority.save()
    facts = {
        "trade_name": slug.title(),
        "legal_name": f"{slug.title()} B.V.",
        "single_person": True,  # stories about four eyes say that it takes two
        **facts,
    }
    made = Organisation.objects.create(slug=slug, authority=authority, **facts)
    Host.objects.create(name=f"{slug}.localhost", organisation=made, canonical=True)
    return made


def person(name: str, role: Role | None = None, at: Organisation | None = None) -> Any:
    """A member of staff, with a role in an organisation when one is given."""
    user = get_user_model().objects.create_user(name, password=name, is_staff=True)
    if role is not None and at is not None:
        Membership.objects.create(user=user, organisation=at, role=role)
    return user


def document(words: str = "eerste", kind: str = "privacy") -> Document:
    """A small text in both languages with typed rows."""
    return Document(
        kind=kind,
        title={"nl": "Privacybeleid", "en": "Privacy policy"},
        sections=(
            Section(
                id="intro",
                anchor="intro",
                heading={"nl": "Inleiding", "en": "Introduction"},
                intro={"nl": f"<p>Tekst {words}.</p>", "en": f"<p>Text {words}.</p>"},
            ),
            Section(
                id="retention",
                anchor="retention",
                kind="retention",
                heading={"nl": "Termijnen", "en": "Periods"},
                entries=(
                    Entry(
                        id="invoices",
                        term={"nl": "Facturen", "en": "Invoices"},
                        description={"nl": "<p>Fiscus.</p>", "en": "<p>Tax.</p>"},
                        attributes={"period": "P7Y"},
                    ),
                ),
            ),
        ),
    )


def policy(at: Organisation, slug: str = "privacy", words: str = "eerste") -> Policy:
    """A policy with a draft; nothing is published yet."""
    made = Policy(organisation=at, kind="privacy")
    write(made, "title", {"nl": "Privacybeleid", "en": "Privacy policy"})
    write(made, "slug", {"nl": slug, "en": slug})
    made.save()
    rewrite(made, words)
    return made


def rewrite(policy: Policy, words: str) -> None:
    """Give the draft another text."""
    draft = draft_of(policy)
    fill_draft(draft, document(words))
    draft.save()


def published(
    policy: Policy, on: str | dt.datetime | None = None, actor: Any = None
) -> Version:
    """The draft published, from the beginning of a day or from a moment on."""
    moment = midnight(policy, dt.date.fromisoformat(on)) if isinstance(on, str) else on
    return publish(
        actor,
        policy,
        Publication(
            effective_from=moment,
            note=NOTE,
            published_at=moment if isinstance(on, str) else None,
        ),
    )
