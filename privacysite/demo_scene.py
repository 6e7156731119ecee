"""What colleagues of the demo are working on, so that the desk has something to show.

Done by the same verbs as everybody's work, once, and without a message to anybody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from organisations.languages import write
from organisations.models import Message, Organisation
from policies.actions.announce_processor import announce_processor
from policies.actions.ask_review import ask_review
from policies.actions.edit_clause import edit_clause
from policies.actions.edit_section import edit_section
from policies.actions.plan_review import plan_review
from policies.actions.remark import remark
from policies.actions.share_preview import share_preview
from policies.compiling import section_value
from policies.document import Section as SectionValue
from policies.document import Text
from policies.models import Clause, Draft, Policy, Processor, Section

SHORTER = {
    "nl": "<p>In normale gevallen ten hoogste drie dagen.</p>",
    "en": "<p>Three days at most in normal cases.</p>",
}
SHORTER_IN_DUTCH = {
    "nl": (
        "<p>Het nummer van iemand die een sms krijgt, bewaren wij in de regel "
        '<a href="#retention">niet langer dan drie dagen</a>.</p>'
    )
}
BREXIT = {
    "nl": (
        "<p>Minder dan je misschien denkt. Het Verenigd Koninkrijk is geen lid van de EU "
        "meer en heeft sinds 1 januari 2021 een eigen wet, de "
        '<span lang="en">UK GDPR</span>. Die vraagt grotendeels hetzelfde.</p>'
        "<p>Biedt een Brits bedrijf diensten aan mensen in de EU aan, dan geldt voor hun "
        "gegevens ook de Europese GDPR.</p>"
    ),
    "en": (
        "<p>Less than you may think. The United Kingdom is no longer a member of the EU "
        "and since 1 January 2021 has had a law of its own, the UK GDPR. It asks "
        "largely the same.</p>"
        "<p>If a British company offers services to people in the EU, the European GDPR "
        "applies to their data as well.</p>"
    ),
}
ASKED = (
    "Het antwoord over de Brexit was verouderd en is herschreven. "
    "Wil je vooral kijken of het Engels goed leest?"
)
REMARK = (
    "Zullen we ook noemen dat de Europese Commissie voor het Verenigd Koninkrijk een "
    "adequaatheidsbesluit heeft genomen? Klanten vragen daarnaar."
)
PRINTING = {
    "nl": "Drukt en verstuurt brieven aan klanten",
    "en": "Prints and sends letters to customers",
}
COUNSEL = "mr. F. de Boer, advocaat"
CHANGES = SectionValue(
    id="changes-to-this-text",
    anchor="changes-to-this-text",
    heading={"nl": "Wijzigingen van deze tekst", "en": "Changes to this text"},
    intro={
        "nl": (
            "<p>{organisation} kan deze tekst wijzigen. Bovenaan staat vanaf welke dag hij "
            "geldt. Eerdere versies blijven op deze website te lezen.</p>"
        ),
        "en": (
            "<p>{organisation} may change this text. The day from which it applies is "
            "stated at the top. Earlier versions remain available on this website.</p>"
        ),
    },
)


@transaction.atomic
def set_scene(demo: Any, colleague: Any) -> None:
    """Let the two begin their work, unless somebody has worked here already."""
    if Draft.objects.filter(changed_by__startswith="user:").exists():
        return
    before = set(Message.objects.values_list("pk", flat=True))
    _spryng(demo)
    _cloudtalk(demo, colleague)
    _reviews(demo)
    _processor(demo)
    edit_clause(None, Clause(), CHANGES.heading, CHANGES)
    # Nothing is sent before the commit: what was written here never is.
    Message.objects.exclude(pk__in=before).delete()


def _spryng(actor: Any) -> None:
    """A period that becomes shorter; the English summary does not say so yet."""
    policy = _policy("spryng", "privacy")
    _rewrite(actor, policy, "retention", "recipient-phones", SHORTER, period="P3D")
    _rewrite(actor, policy, "key-points", "retention", SHORTER_IN_DUTCH)
    share_preview(actor, policy, COUNSEL, days=30)


def _cloudtalk(actor: Any, colleague: Any) -> None:
    """An answer that was out of date, before a colleague who has a question."""
    policy = _policy("cloudtalk", "faq")
    _rewrite(colleague, policy, "questions", "brexit", BREXIT)
    draft = Draft.objects.get(policy=policy)
    ask_review(colleague, draft, ASKED, seen=draft.lock_version)
    remark(actor, policy, REMARK, section_uid=_section(policy, "questions").uid)


def _reviews(actor: Any) -> None:
    """One text should have been read again some weeks ago; for another it is nearly time."""
    for organisation, days in (("cloudpro", -20), ("spot", 40)):
        policy = Policy.objects.get(organisation__slug=organisation)
        today = timezone.localdate(timezone=policy.organisation.zone)
        plan_review(actor, policy, on=today + dt.timedelta(days=days), months=12)


def _processor(actor: Any) -> None:
    """A printer that will work for CPro in two months: readers are told ahead."""
    organisation = Organisation.objects.get(slug="cpro")
    today = timezone.localdate(timezone=organisation.zone)
    row = Processor(
        organisation=organisation, uid="voorbeelddrukkerij", name="Voorbeelddrukkerij",
        country="NL", position=100, since=today + dt.timedelta(days=60),
    )  # fmt: skip
    write(row, "service", PRINTING)
    row.save()
    announce_processor(actor, row, None)


def _rewrite(
    actor: Any, policy: Policy, anchor: str, entry: str, text: Text, **attributes: str
) -> None:
    """Change what a row of a section says, in the languages that are given."""
    row = _section(policy, anchor)
    value = section_value(row)
    rows = tuple(
        replace(
            found,
            description={**found.description, **text},
            attributes={**found.attributes, **attributes},
        )
        if found.id == entry
        else found
        for found in value.entries
    )
    value = replace(value, entries=rows)
    edit_section(actor, row, value, register=row.register, seen=row.lock_version)


def _section(policy: Policy, anchor: str) -> Section:
    return Section.objects.get(draft__policy=policy, anchor=anchor)


def _policy(organisation: str, kind: str) -> Policy:
    return Policy.objects.get(organisation__slug=organisation, kind=kind)
