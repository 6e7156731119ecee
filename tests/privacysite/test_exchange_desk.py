"""Export and import of what the desk adds to a text: its ties, its plan, its people."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone

from organisations.languages import texts, write
from organisations.models import ApprovalStep, Organisation
from policies import borrowing, log
from policies.actions import borrow
from policies.actions.edit_clause import edit_clause
from policies.actions.edit_section import edit_section
from policies.actions.plan_review import mark_reviewed, months_after, plan_review
from policies.actions.publish import Publication, publish
from policies.actions.remark import remark
from policies.actions.restore_version import restore_version
from policies.actions.withdraw import withdraw
from policies.compiling import draft_of, section_value, ties
from policies.document import Section as SectionValue
from policies.models import (
    Clause,
    Comment,
    Draft,
    Manuscript,
    Policy,
    Section,
    Version,
)
from policies.states import EDITING
from privacysite.exchange import ExchangeError, reading, writing
from tests import world
from tests.privacysite.exchange_world import (
    empty_the_database,
    exported,
    with_history,
)

pytestmark = pytest.mark.django_db

CLAUSE = SectionValue(
    id="complaints",
    anchor="complaints",
    heading={"nl": "Klachten", "en": "Complaints"},
    intro={"nl": "<p>Mail {organisation}.</p>", "en": "<p>E-mail {organisation}.</p>"},
)


def clause(at: Organisation | None) -> Clause:
    title = {"nl": "Klachten", "en": "Complaints"}
    return edit_clause(None, Clause(organisation=at), title, CLAUSE)


def section(policy: Policy, uid: str) -> Section:
    return Section.objects.get(draft__policy=policy, uid=uid)


def say(policy: Policy, uid: str, **intro: str) -> None:
    """Change what a section says in one language or in both."""
    row = section(policy, uid)
    value = section_value(row)
    value = replace(value, intro={**value.intro, **intro})
    edit_section(None, row, value, register=row.register, seen=row.lock_version)


@pytest.fixture
def organisation() -> Organisation:
    return with_history()


@pytest.fixture
def daughter(organisation: Organisation) -> Policy:
    """A policy that follows the parent's, with clauses and a late translation."""
    made = world.organisation("spark", parent=organisation, single_person=False)
    policy = world.policy(made)
    world.published(policy, "2023-01-01")
    borrow.follow(None, policy, organisation.policies.get())
    for owner in (made, None):
        borrow.use_clause(None, draft_of(policy), clause(owner))
    publish(None, policy, Publication(material=False, override="Her own words."))
    say(policy, "intro", nl="<p>Anders.</p>")
    mark_reviewed(None, policy)
    plan_review(None, policy, on=dt.date(2031, 2, 3), months=6)
    return policy


def again(*files: dict[str, Any]) -> list[str]:
    """Read the files into an empty database; what was left out."""
    empty_the_database()
    lines: list[str] = []
    for data in files:
        reading.read(yaml.safe_load(yaml.safe_dump(data)), lines.append)
    return lines


def test_a_draft_comes_in_with_all_its_ties(
    organisation: Organisation, daughter: Policy
) -> None:
    parent, data = writing.write(organisation), writing.write(daughter.organisation)
    before = ties(daughter.draft)
    assert {"clause", "follows"} <= {n for t in before.values() for n in t if t[n]}
    assert again(parent, data) == []
    policy = Policy.objects.get(uid=daughter.uid)
    assert ties(policy.draft) == before
    assert section(policy, "intro").behind == ["en"]
    assert policy.draft.state == EDITING
    assert policy.follows is not None
    assert str(policy.follows.organisation) == "Acme"
    assert writing.write(policy.organisation) == data
    assert list(log.verify()) == []


def test_what_was_published_as_it_was_written_can_be_restored(
    organisation: Organisation, daughter: Policy
) -> None:
    again(writing.write(organisation), writing.write(daughter.organisation))
    version = Version.objects.get(policy__uid=daughter.uid, number=2)
    assert "<p>Mail Spark.</p>" in version.canonical
    restore_version(None, version, replace=True)
    row = section(version.policy, "complaints")
    assert texts(row, "intro")["nl"] == "<p>Mail {organisation}.</p>"
    assert row.clause is not None


def test_a_clause_of_all_comes_along_where_a_draft_uses_it(daughter: Policy) -> None:
    clause(None)  # used nowhere
    data = writing.write(daughter.organisation)
    assert [item.get("shared") for item in data["clauses"]] == [None, True]


def test_a_clause_that_is_here_stays_as_it_is(
    organisation: Organisation, daughter: Policy
) -> None:
    data = writing.write(daughter.organisation)
    here = Clause.objects.get(organisation=None)
    changed = replace(CLAUSE, intro={"nl": "<p>Nieuw.</p>", "en": "<p>New.</p>"})
    edit_clause(None, here, {"nl": "Klachten"}, changed)
    lines: list[str] = []
    reading.read(data, lines.append)
    assert [line for line in lines if "says something else" in line]
    assert Clause.objects.get(pk=here.pk).section == changed


def test_another_organisations_clause_is_not_taken(
    organisation: Organisation, daughter: Policy
) -> None:
    data = writing.write(daughter.organisation)
    Clause.objects.exclude(organisation=None).update(organisation=organisation)
    with pytest.raises(ExchangeError, match="another organisation"):
        reading.read(data)


def test_a_parent_that_is_not_here_is_told_and_found_later(
    organisation: Organisation, daughter: Policy
) -> None:
    parent, data = writing.write(organisation), writing.write(daughter.organisation)
    lines = again(data)
    assert len(lines) == 2
    assert "acme" in lines[0]
    policy = Policy.objects.get(uid=daughter.uid)
    assert policy.follows is None
    assert section(policy, "intro").follows
    reading.read(parent)
    reading.read(data)
    policy.refresh_from_db()
    assert policy.follows is not None


def test_reviews_are_planned_as_they_were(
    organisation: Organisation, daughter: Policy
) -> None:
    again(writing.write(organisation), writing.write(daughter.organisation))
    policy = Policy.objects.get(uid=daughter.uid)
    assert (policy.next_review, policy.review_months) == (dt.date(2031, 2, 3), 6)
    reviewed = policy.reviewed_on
    assert reviewed is not None
    plan_review(None, policy, on=dt.date(2032, 1, 1), months=3)
    reading.read(writing.write(policy.organisation) | {"policies": []})
    policy.refresh_from_db()
    assert (policy.next_review, policy.reviewed_on) == (dt.date(2032, 1, 1), reviewed)


def test_a_history_without_a_plan_is_reviewed_a_period_from_today(
    organisation: Organisation,
) -> None:
    data = writing.write(organisation)
    (item,) = data["policies"]
    del item["next_review"]
    again(data)
    policy = Policy.objects.get()
    today = timezone.localdate(timezone=policy.organisation.zone)
    assert policy.reviewed_on is None
    assert policy.next_review == months_after(today, 12)


def test_steps_of_approval_find_their_people_by_name(
    organisation: Organisation,
) -> None:
    for number, (nl, en) in enumerate([("Juridisch", "Legal"), ("Directie", "Board")]):
        step = ApprovalStep(organisation=organisation, position=number)
        write(step, "name", {"nl": nl, "en": en})
        step.save()
        step.people.add(world.person(en.lower()))
    data = writing.write(organisation)
    kept = list(organisation.approval_steps.values_list("pk", flat=True))
    reading.read(data)
    assert list(organisation.approval_steps.values_list("pk", flat=True)) == kept
    get_user_model().objects.filter(username="board").delete()
    lines = again(data)
    assert [line for line in lines if "'board'" in line]
    assert [line for line in lines if "every approver" in line]
    first, second = ApprovalStep.objects.all()
    assert texts(first, "name") == {"nl": "Juridisch", "en": "Legal"}
    assert [person.get_username() for person in first.people.all()] == ["legal"]
    assert not second.people.exists()
    reading.read({**data, "approval_steps": data["approval_steps"][:1]})
    assert ApprovalStep.objects.get() == first


@pytest.mark.parametrize("alone", [True, False])
def test_whether_one_person_may_do_both_goes_along(
    organisation: Organisation, alone: bool
) -> None:
    organisation.single_person = alone
    organisation.save()
    again(writing.write(organisation))
    assert Organisation.objects.get().single_person is alone


def test_what_was_withdrawn_stays_withdrawn(organisation: Organisation) -> None:
    reason = {"nl": "Vergissing.", "en": "A mistake."}
    withdraw(None, Version.objects.get(number=2), reason)
    data = writing.write(organisation)
    again(data)
    assert texts(Version.objects.get(number=2).withdrawal, "reason") == reason
    assert Version.objects.get(number=1).withdrawn is None
    assert writing.write(Organisation.objects.get()) == data
    reading.read(data)
    assert list(log.verify()) == []


def test_what_colleagues_said_stays_in_the_house(organisation: Organisation) -> None:
    remark(None, organisation.policies.get(), "Klopt dit nog?", section_uid="intro")
    data = writing.write(organisation)
    assert "Klopt dit nog?" not in yaml.safe_dump(data)
    again(data)
    assert not Comment.objects.exists()


def test_a_draft_that_went_on_is_known_to_have_changes(
    organisation: Organisation,
) -> None:
    data = writing.write(organisation)
    again(data)
    assert Draft.objects.get().changed_by == "system"
    data["policies"][0]["draft"] = {
        "sections": data["policies"][0]["versions"][1]["document"]["sections"]
    }
    again(data)
    draft = Draft.objects.get()
    assert (draft.changed_by, draft.published_lock) == ("", draft.lock_version)


def test_a_later_version_leaves_the_draft_that_is_being_written(
    organisation: Organisation,
) -> None:
    data = writing.write(organisation)
    policy = data["policies"][0]
    again({**data, "policies": [{**policy, "versions": policy["versions"][:1]}]})
    here = Policy.objects.get()
    say(here, "intro", nl="<p>Hier geschreven.</p>", en="<p>Written here.</p>")
    reading.read(data)
    row = section(here, "intro")
    assert texts(row, "intro")["nl"] == "<p>Hier geschreven.</p>"
    first = Version.objects.get(number=2).document.sections[0]
    assert row.published == first.own_digest()


def test_a_manuscript_with_script_is_refused(
    organisation: Organisation, daughter: Policy
) -> None:
    data = writing.write(daughter.organisation)
    empty_the_database()
    written = data["policies"][0]["versions"][1]["written"]["document"]
    written["sections"][0]["intro"]["nl"] = "<script>pwned()</script>"
    with pytest.raises(ExchangeError, match="as written"):
        reading.read(data)
    assert not Manuscript.objects.exists()


def test_a_manuscript_is_written_once_where_it_is_the_printed_text(
    organisation: Organisation, daughter: Policy
) -> None:
    first, second = writing.write(organisation)["policies"][0]["versions"]
    assert set(first["written"]) == set(second["written"]) == {"ties"}
    assert (
        "document"
        in writing.write(daughter.organisation)["policies"][0]["versions"][1]["written"]
    )


@pytest.mark.parametrize(
    ("member", "value"), [("policies", 5), ("clauses", [{"uid": "x"}]), ("hosts", [1])]
)
def test_a_file_of_another_shape_is_refused(
    organisation: Organisation, member: str, value: Any
) -> None:
    data = {**writing.write(organisation), member: value}
    with pytest.raises(ExchangeError):
        reading.read(data)


def test_the_command_tells_what_was_left_out(
    organisation: Organisation, daughter: Policy, tmp_path: Path
) -> None:
    data = exported(daughter.organisation)
    empty_the_database()
    path = tmp_path / "spark.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    told = StringIO()
    call_command("import_organisation", str(path), stdout=StringIO(), stderr=told)
    assert "follows is not here" in told.getvalue()
    assert borrowing.loans(Draft.objects.get())
