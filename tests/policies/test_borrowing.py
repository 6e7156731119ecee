"""Clauses and inheritance: taken by hand, pinned when published, told when they change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from organisations.models import Organisation, Role
from policies import borrowing
from policies import document as doc
from policies.actions.add_section import add_section
from policies.actions.borrow import (
    follow,
    keep_own,
    take_news,
    take_section,
    unlink,
    use_clause,
)
from policies.actions.cancel_schedule import cancel_schedule
from policies.actions.edit_clause import delete_clause, edit_clause
from policies.actions.edit_section import edit_section
from policies.compiling import compile_draft, draft_of, section_value
from policies.conditions import Unmet
from policies.models import Clause, Policy, Section
from tests import world
from tests.policies.admin_world import section

pytestmark = pytest.mark.django_db

TITLE = {"nl": "Klachten", "en": "Complaints"}


@pytest.fixture
def acme() -> Organisation:
    return world.organisation(email="info@acme.example")


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    return world.policy(acme)


def text(words: str) -> doc.Section:
    return doc.Section(
        id="complaints",
        anchor="complaints",
        heading=TITLE,
        intro={
            "nl": f"<p>{words}: {{email}}.</p>",
            "en": f"<p>{words}: {{email}}.</p>",
        },
    )


@pytest.fixture
def clause(acme: Organisation) -> Clause:
    return edit_clause(None, Clause(organisation=acme), TITLE, text("Schrijf"))


def loan(row: Section) -> borrowing.Loan:
    found = borrowing.loan(Section.objects.get(pk=row.pk))
    assert found is not None
    return found


def rewritten(row: Section, intro: str) -> None:
    row.refresh_from_db()
    value = replace(section_value(row), intro={"nl": intro, "en": intro})
    edit_section(None, row, value, register=False, seen=row.lock_version)


def test_a_clause_in_a_draft_is_printed_with_the_organisations_facts(
    policy: Policy, clause: Clause
) -> None:
    use_clause(None, draft_of(policy), clause)
    printed = compile_draft(draft_of(policy)).sections[-1]
    assert printed.intro["nl"] == "<p>Schrijf: info@acme.example.</p>"


def test_a_changed_clause_changes_no_draft_and_no_version_until_it_is_taken(
    policy: Policy, clause: Clause
) -> None:
    row = use_clause(None, draft_of(policy), clause)
    version = world.published(policy)
    edit_clause(None, clause, TITLE, text("Bel"))
    assert "Schrijf" in section_value(row).intro["nl"]
    assert loan(row).news
    assert not loan(row).own

    assert take_news(None, row, seen=row.lock_version)
    assert "Bel" in section_value(section(policy, "complaints")).intro["nl"]
    assert not loan(row).news
    version.refresh_from_db()
    assert "Schrijf" in version.canonical


def test_saving_a_clause_without_a_change_makes_no_news(
    policy: Policy, clause: Clause
) -> None:
    row = use_clause(None, draft_of(policy), clause)
    edit_clause(None, clause, TITLE, text("Schrijf"))
    assert not loan(row).news
    clause.refresh_from_db()
    assert clause.lock_version == 1


def test_own_wording_is_known_and_kept_when_the_clause_changes(
    policy: Policy, clause: Clause
) -> None:
    row = use_clause(None, draft_of(policy), clause)
    rewritten(row, "<p>Eigen.</p>")
    assert loan(row).own
    edit_clause(None, clause, TITLE, text("Bel"))
    keep_own(None, section(policy, "complaints"))
    assert not loan(row).news
    assert loan(row).own
    kept = section_value(section(policy, "complaints"))
    assert kept.intro["nl"] == "<p>Eigen.</p>"


def test_an_unlinked_section_is_the_drafts_own(policy: Policy, clause: Clause) -> None:
    row = use_clause(None, draft_of(policy), clause)
    unlink(None, row)
    assert borrowing.loan(Section.objects.get(pk=row.pk)) is None
    delete_clause(None, clause)


def test_a_clause_that_is_used_is_not_deleted(policy: Policy, clause: Clause) -> None:
    use_clause(None, draft_of(policy), clause)
    with pytest.raises(Unmet) as unmet:
        delete_clause(None, clause)
    assert unmet.value.code == "used"
    assert Clause.objects.exists()


def test_another_organisations_clause_is_not_taken(clause: Clause) -> None:
    stranger = world.policy(world.organisation("bolt"))
    with pytest.raises(Unmet):
        use_clause(None, draft_of(stranger), clause)


def test_a_clause_of_all_is_used_by_all_and_kept_by_administrators(
    policy: Policy, acme: Organisation
) -> None:
    owner = world.person("owner", Role.OWNER, acme)
    with pytest.raises(Unmet):
        edit_clause(owner, Clause(organisation=None), TITLE, text("Schrijf"))
    shared = edit_clause(None, Clause(organisation=None), TITLE, text("Schrijf"))
    use_clause(owner, draft_of(policy), shared)


def test_two_editors_of_a_clause_overwrite_nothing(clause: Clause) -> None:
    edit_clause(None, clause, TITLE, text("Bel"), seen=1)
    with pytest.raises(Unmet) as unmet:
        edit_clause(None, clause, TITLE, text("Mail"), seen=1)
    assert unmet.value.code == "changed"


def test_a_clause_with_an_unknown_variable_is_refused(clause: Clause) -> None:
    wrong = replace(text("x"), intro={"nl": "<p>{nobody}</p>"})
    with pytest.raises(Unmet) as unmet:
        edit_clause(None, clause, TITLE, wrong)
    assert "{nobody}" in unmet.value.message


@pytest.fixture
def daughter(policy: Policy, acme: Organisation) -> Policy:
    """A policy of Acme's daughter that follows Acme's, of which version 1 is out."""
    row = section(policy, "intro")
    rewritten(row, "<p>Vragen? {email}</p>")
    world.published(policy)
    made = world.policy(
        world.organisation("bolt", parent=acme, email="hallo@bolt.example")
    )
    follow(None, made, policy)
    return made


def test_a_daughter_keeps_its_own_words_and_is_told_where_the_parent_differs(
    daughter: Policy,
) -> None:
    found = {row.section.anchor: row for row in borrowing.loans(draft_of(daughter))}
    assert found["intro"].own
    assert not found["retention"].own
    take_news(None, section(daughter, "intro"), seen=None)
    printed = compile_draft(draft_of(daughter)).sections[0]
    assert printed.intro["nl"] == "<p>Vragen? hallo@bolt.example</p>"


def test_a_new_text_of_the_parent_is_offered_once_it_is_published(
    policy: Policy, daughter: Policy
) -> None:
    take_news(None, section(daughter, "intro"), seen=None)
    rewritten(section(policy, "intro"), "<p>Anders.</p>")
    row = section(daughter, "intro")
    assert not loan(row).news
    world.published(policy)
    assert loan(row).news
    take_news(None, row, seen=None)
    assert section_value(section(daughter, "intro")).intro["nl"] == "<p>Anders.</p>"


def test_a_section_that_the_daughter_lacks_is_taken_by_hand(daughter: Policy) -> None:
    draft = draft_of(daughter)
    section(daughter, "retention").delete()
    assert [s.id for s in borrowing.not_taken(draft)] == ["retention"]
    row = take_section(None, draft, "retention")
    assert row.follows
    assert borrowing.not_taken(draft) == []
    assert not loan(row).news


def test_a_policy_follows_its_parents_only_and_never_itself(
    policy: Policy, daughter: Policy
) -> None:
    other = world.policy(world.organisation("core"))
    for wrong in (other, daughter):
        with pytest.raises(Unmet):
            follow(None, daughter if wrong is other else policy, wrong)


def test_many_loans_are_read_with_a_few_queries(
    daughter: Policy, django_assert_max_num_queries: object
) -> None:
    draft = draft_of(daughter)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(borrowing.loans(draft)) == 2


def test_a_cancelled_version_of_the_parent_is_no_news(
    policy: Policy, daughter: Policy
) -> None:
    rewritten(section(policy, "intro"), "<p>Toch niet.</p>")
    row = section(daughter, "intro")
    version = world.published(policy, timezone.now() + dt.timedelta(days=3))
    assert loan(row).news
    cancel_schedule(None, version)
    assert not loan(row).news


def test_of_a_missing_section_only_what_the_draft_lacks_is_taken(
    policy: Policy, daughter: Policy
) -> None:
    below = replace(text("Onder"), id="below", anchor="below")
    for child in (below, replace(below, id="here", anchor="here")):
        parent = section(policy, "retention")
        add_section(None, draft_of(policy), child, parent=parent)
    world.published(policy)
    add_section(None, draft_of(daughter), replace(below, id="here", anchor="here"))
    section(daughter, "retention").delete()
    take_section(None, draft_of(daughter), "retention")
    uids = draft_of(daughter).sections.order_by("uid").values_list("uid", flat=True)
    assert list(uids) == ["below", "here", "intro", "retention"]


def test_a_clause_keeps_its_kind(clause: Clause) -> None:
    with pytest.raises(Unmet) as unmet:
        edit_clause(None, clause, TITLE, replace(text("x"), kind="retention"))
    assert unmet.value.code == "kind"
