"""Every screen of the desk, with something on it.

The script runs on the server's database before it is looked at: a draft in each state,
a schedule, a clause in use, a policy that follows its parent's, remarks and links.
"""

from __future__ import annotations

import json

from tests.browser.server import Server

PREPARE = """
import dataclasses, datetime as dt, json
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from organisations.models import Membership
from policies import document as doc
from policies.actions import borrow, remark
from policies.actions.approve import approve
from policies.actions.ask_review import ask_review
from policies.actions.delete_section import delete_section
from policies.actions.edit_clause import edit_clause
from policies.actions.edit_section import edit_section
from policies.actions.publish import Publication, publish
from policies.actions.share_preview import share_preview
from policies.compiling import section_value
from policies.models import Clause, Policy, Section

demo, collega = (get_user_model().objects.get(username=n) for n in ("demo", "collega"))
policy = {f"{p.organisation.slug}-{p.kind}": p for p in Policy.objects.order_by("-pk")}
cpro = policy["cpro-privacy"].organisation
membership = Membership.objects.order_by("pk").first()

def draft(name):
    return Policy.objects.get(pk=policy[name].pk).draft

def change(name, kind, **texts):
    row = draft(name).sections.filter(kind=kind).first()
    value = dataclasses.replace(section_value(row), **texts)
    edit_section(demo, row, value, register=row.register, seen=row.lock_version)

heading = {"nl": "Vooraf: {legal_name}", "en": "First: {legal_name}"}
intro = {"nl": "<p>Wij bewaren dit 7 jaar.</p>", "en": "<p>We keep this 8 years.</p>"}
note = {"nl": "Nieuwe kop.", "en": "New heading."}

# Being written: something changed, deleted, borrowed, said; an unknown fact.
clause = edit_clause(demo, Clause(organisation=cpro),
    {"nl": "Onze clausule", "en": "Our clause"},
    doc.Section(id="ours", kind="free_text", anchor="ours", heading=heading, intro=intro))
borrow.use_clause(demo, draft("cpro-privacy"), clause)
edit_clause(demo, clause, {"nl": "Onze clausule", "en": "Our clause"},
    doc.Section(id="ours", kind="free_text", anchor="ours", heading=note, intro=intro))
change("cpro-privacy", "free_text", intro={"nl": "<p>{bestaat_niet} 7 jaar</p>", "en": ""})
delete_section(demo, draft("cpro-privacy").sections.filter(kind="key_points").get(),
    seen=None)
remark.remark(collega, policy["cpro-privacy"], "Kan dit korter?", asks_change=True)
share_preview(demo, policy["cpro-privacy"], "De Vries Advocaten", 14)
daughter = policy["cloudpro-privacy"]
daughter.organisation.parent = cpro
daughter.organisation.save()
borrow.follow(demo, Policy.objects.get(pk=daughter.pk), policy["cpro-privacy"])

# In review, approved, and one with a version that is scheduled.
change("cloudtalk-privacy", "free_text", heading=heading)
ask_review(demo, draft("cloudtalk-privacy"), "Alleen de kop.", seen=None)
remark.remark(collega, policy["cloudtalk-privacy"], "Waarom?")
change("spryng-privacy", "free_text", heading=heading)
ask_review(demo, draft("spryng-privacy"), "", seen=None)
seen = draft("spryng-privacy").lock_version
approve(collega, draft("spryng-privacy"), "Goed zo.", seen=seen)
change("spot-combined", "free_text", heading=heading)
later = timezone.now() + dt.timedelta(days=9)
publish(demo, policy["spot-combined"], Publication(effective_from=later, note=note))
change("spot-combined", "free_text", heading=note)

def of(name, route):
    return f"policies/policy/{policy[name].pk}/{route}"

found = {
    "overview": "",
    "overview of one organisation": "?organisation=cpro&state=behind",
    "search": "policies/policy/search/?q=gegevens",
    "start": "policies/policy/start/",
    "draft": of("cpro-privacy", "draft/"),
    "kinds": of("cpro-privacy", "draft/kinds/"),
    "clauses to add": of("cpro-privacy", "draft/clauses/"),
    "borrowed clause": of("cpro-privacy", "draft/borrowed/"),
    "borrowed from the parent": of("cloudpro-privacy", "draft/borrowed/"),
    "preview": of("cpro-privacy", "draft/look/"),
    "preview as on a phone": of("cpro-privacy", "draft/look/?show=en&width=phone"),
    "links for counsel": of("cpro-privacy", "draft/share/"),
    "new section": of("cpro-privacy", "draft/add/transfers/"),
    "review, editing": of("cpro-privacy", "review/"),
    "review, in review": of("cloudtalk-privacy", "review/"),
    "review, approved": of("spryng-privacy", "review/"),
    "publish": of("spryng-privacy", "publish/"),
    "publish what was not approved": of("cpro-privacy", "publish/"),
    "publish beside a schedule": of("spot-combined", "publish/"),
    "publish together": "policies/policy/publish-together/?organisation=spot",
    "versions": of("spot-combined", "versions/"),
    "changes": of("cpro-privacy", "changes/?from=1&to=2"),
    "cancel the schedule": of("spot-combined", "versions/3/cancel/"),
    "withdraw": of("spot-combined", "versions/1/withdraw/"),
    "restore": of("spot-combined", "versions/1/restore/"),
    "import": of("cpro-privacy", "draft/import/"),
    "translation files": of("cpro-privacy", "draft/xliff/"),
    "title and address": of("cpro-privacy", "change/"),
    "policies": "policies/policy/",
    "processors": "policies/processor/?organisation=cpro",
    "clause library": "policies/clause/",
    "clause to add": "policies/clause/add/",
    "clause": f"policies/clause/{clause.pk}/change/",
    "audit trail": "organisations/auditentry/",
    "organisation": f"organisations/organisation/{cpro.pk}/change/",
    "colleagues": "organisations/membership/",
    "colleague": f"organisations/membership/{membership.pk}/change/",
    "settings": reverse("admin:preferences").removeprefix("/admin/"),
    "guide": reverse("admin:guide").removeprefix("/admin/"),
}
for kind in ("free_text", "data_categories", "purposes", "legal_bases", "retention",
             "rights", "transfers", "processors", "contact", "faq", "p3p_statements",
             "compact_policy", "cookie_types", "cookie_table", "services", "links"):
    row = Section.objects.filter(kind=kind).order_by("pk").first()
    found[f"section, {kind}"] = (
        f"policies/policy/{row.draft.policy_id}/draft/sections/{row.pk}/")
    if kind == "retention":
        found["what to look at, alone"] = found[f"section, {kind}"] + "side/"
print(json.dumps(found))
"""


def prepare_screens(server: Server) -> dict[str, str]:
    """Fill the desk; each screen's name with its address below ``server.admin``."""
    said = server.manage("shell", "--no-imports", "-c", PREPARE)
    found: dict[str, str] = json.loads(said.splitlines()[-1])
    return found
