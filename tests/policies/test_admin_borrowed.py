"""Clauses and the parent's sections in a draft: news, own words, following."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organisations.models import Organisation, Role
from policies import borrowing
from policies.actions.borrow import follow, use_clause
from policies.actions.edit_clause import edit_clause
from policies.actions.edit_section import edit_section
from policies.compiling import compile_draft, draft_of, section_value
from policies.models import Clause, Draft, Policy, Section
from tests import world
from tests.policies.admin_world import address, section, signed_in
from tests.policies.test_borrowing import TITLE, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return world.organisation(email="info@acme.example")


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    return world.policy(acme)


@pytest.fixture
def editor(acme: Organisation) -> Client:
    return signed_in(world.person("edith", Role.EDITOR, acme))


@pytest.fixture
def clause(acme: Organisation) -> Clause:
    return edit_clause(None, Clause(organisation=acme), TITLE, text("Schrijf"))


@pytest.fixture
def used(policy: Policy, clause: Clause) -> Section:
    return use_clause(None, draft_of(policy), clause)


@pytest.fixture
def daughter(policy: Policy, acme: Organisation) -> Policy:
    """A policy of Acme's daughter; Acme's own is published."""
    world.published(policy)
    return world.policy(world.organisation("bolt", parent=acme))


@pytest.fixture
def hers(daughter: Policy) -> Client:
    return signed_in(world.person("dora", Role.EDITOR, daughter.organisation))


def cards(client: Client, policy: Policy) -> dict[str, Any]:
    found = client.get(address(policy, "draft/borrowed/")).context["cards"]
    return {card.loan.section.anchor: card for card in found}


def rewritten(row: Section, words: str) -> None:
    row = Section.objects.get(pk=row.pk)
    intro = {"nl": f"<p>{words}</p>", "en": f"<p>{words}</p>"}
    value = replace(section_value(row), intro=intro)
    edit_section(None, row, value, register=False, seen=row.lock_version)


def decide(client: Client, row: Section, verb: str, **changed: Any) -> str:
    """Press a button of the section's card as it is shown; answers what was said."""
    policy = row.draft.policy
    card = cards(client, policy)[row.anchor]
    shown = {"seen": card.loan.section.lock_version, "offer": card.loan.offer}
    url = address(policy, f"draft/borrowed/{row.pk}/{verb}/")
    answer = client.post(url, {**shown, **changed}, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_clause_is_chosen_with_its_text_before_one_and_added_below_a_section(
    editor: Client, policy: Policy, clause: Clause
) -> None:
    url = address(policy, "draft/clauses/")
    page = editor.get(url).content.decode()
    assert "Schrijf: info@acme.example" in page
    parent = section(policy, "intro")
    answer = editor.post(url, {"clause": clause.pk, "parent": parent.pk})
    row = section(policy, "complaints")
    assert answer["Location"].endswith(f"#s{row.pk}")
    assert (row.parent, row.clause) == (parent, clause)


def test_only_the_own_clauses_and_those_for_all_can_be_used(
    editor: Client, policy: Policy
) -> None:
    bolt = world.organisation("bolt")
    theirs = edit_clause(None, Clause(organisation=bolt), {"nl": "Bolts"}, text("x"))
    shared = edit_clause(None, Clause(organisation=None), {"nl": "Allen"}, text("y"))
    url = address(policy, "draft/clauses/")
    offered = [offer.clause for offer in editor.get(url).context["offers"]]
    assert offered == [shared]
    assert editor.post(url, {"clause": theirs.pk}).status_code == 404
    assert not Section.objects.filter(clause=theirs).exists()


def test_a_clause_goes_no_deeper_than_three_levels(
    editor: Client, policy: Policy, clause: Clause
) -> None:
    url, parent = address(policy, "draft/clauses/"), section(policy, "intro")
    for _level in range(2):
        editor.post(url, {"clause": clause.pk, "parent": parent.pk})
        parent = draft_of(policy).sections.get(parent=parent)
    assert parent.pk not in {pk for pk, *_ in editor.get(url).context["places"]}
    answer = editor.post(url, {"clause": clause.pk, "parent": parent.pk})
    assert answer.status_code == 422


def test_a_new_text_is_announced_shown_with_its_difference_and_taken(
    editor: Client, policy: Policy, clause: Clause, used: Section
) -> None:
    assert cards(editor, policy)["complaints"].state == "same"
    edit_clause(None, clause, TITLE, text("Bel"))
    draft_page = editor.get(address(policy, "draft/")).content.decode()
    assert 'class="news-note"' in draft_page
    assert cards(editor, policy)["complaints"].state == "news"
    page = editor.get(address(policy, "draft/borrowed/")).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    decide(editor, used, "take")
    assert "Bel" in section_value(section(policy, "complaints")).intro["nl"]
    assert cards(editor, policy)["complaints"].state == "same"
    after = editor.get(address(policy, "draft/")).content.decode()
    assert 'class="news-note"' not in after


def test_own_wording_is_kept_or_given_up(
    editor: Client, policy: Policy, clause: Clause, used: Section
) -> None:
    rewritten(used, "Onze eigen tekst")
    assert cards(editor, policy)["complaints"].state == "own"
    edit_clause(None, clause, TITLE, text("Bel"))
    assert cards(editor, policy)["complaints"].state == "both"
    decide(editor, used, "keep")
    assert cards(editor, policy)["complaints"].state == "own"
    assert "eigen" in section_value(section(policy, "complaints")).intro["nl"]
    decide(editor, used, "take")
    assert "Bel" in section_value(section(policy, "complaints")).intro["nl"]


def test_what_was_not_shown_is_neither_taken_nor_kept(
    editor: Client, policy: Policy, clause: Clause, used: Section
) -> None:
    edit_clause(None, clause, TITLE, text("Bel"))
    seen = cards(editor, policy)["complaints"].loan.offer
    edit_clause(None, clause, TITLE, text("Mail"))
    for verb in ("take", "keep"):
        decide(editor, used, verb, offer=seen)
        assert cards(editor, policy)["complaints"].state == "news"
    rewritten(used, "Van een collega")
    decide(editor, used, "take", seen=used.lock_version)
    assert "collega" in section_value(section(policy, "complaints")).intro["nl"]


def test_an_unlinked_section_keeps_its_text_and_hears_nothing_more(
    editor: Client, policy: Policy, clause: Clause, used: Section
) -> None:
    decide(editor, used, "unlink")
    edit_clause(None, clause, TITLE, text("Bel"))
    assert cards(editor, policy) == {}
    assert "Schrijf" in section_value(section(policy, "complaints")).intro["nl"]


def test_all_new_texts_are_taken_at_once_but_over_no_own_words(
    editor: Client, policy: Policy, clause: Clause, used: Section
) -> None:
    second = use_clause(None, draft_of(policy), clause)
    mine = use_clause(None, draft_of(policy), clause)
    rewritten(mine, "Onze eigen tekst")
    edit_clause(None, clause, TITLE, text("Bel"))
    page = editor.get(address(policy, "draft/borrowed/"))
    offered = {f"offer-{f.section.pk}": f.offer for f in page.context["takable"]}
    assert set(offered) == {f"offer-{used.pk}", f"offer-{second.pk}"}
    everything = {**offered, f"offer-{mine.pk}": next(iter(offered.values()))}
    editor.post(address(policy, "draft/borrowed/take-all/"), everything)
    states = {pk: card.state for pk, card in cards(editor, policy).items()}
    assert states == {
        "complaints": "same", "complaints-2": "same", "complaints-3": "both",
    }  # fmt: skip


def test_a_daughter_follows_takes_what_it_lacks_and_is_told_of_news(
    hers: Client, daughter: Policy, policy: Policy
) -> None:
    section(daughter, "retention").delete()
    page = hers.get(address(daughter, "draft/borrowed/"))
    assert list(page.context["followable"]) == [policy]
    hers.post(address(daughter, "draft/borrowed/follow/"), {"parent": policy.pk})
    daughter.refresh_from_db()
    assert daughter.follows == policy
    assert cards(hers, daughter)["intro"].state == "same"
    page = hers.get(address(daughter, "draft/borrowed/"))
    assert [piece.uid for piece in page.context["lacking"]] == ["retention"]
    hers.post(address(daughter, "draft/borrowed/take-section/"), {"uid": "retention"})
    assert section(daughter, "retention").follows
    rewritten(section(policy, "intro"), "Anders.")
    world.published(policy)
    assert cards(hers, daughter)["intro"].state == "news"


def test_a_policy_that_follows_no_longer_keeps_its_text(
    hers: Client, daughter: Policy, policy: Policy
) -> None:
    follow(None, daughter, policy)
    hers.post(address(daughter, "draft/borrowed/follow/"), {"parent": ""})
    daughter.refresh_from_db()
    assert daughter.follows is None
    assert cards(hers, daughter) == {}
    assert len(compile_draft(draft_of(daughter)).sections) == 2


def test_nothing_unpublished_and_nobody_else_s_can_be_followed(
    hers: Client, daughter: Policy, policy: Policy
) -> None:
    strange = world.policy(world.organisation("core"))
    world.published(strange)
    draft = world.policy(policy.organisation, "cookies")
    url = address(daughter, "draft/borrowed/follow/")
    for wrong in (strange.pk, draft.pk, 9999):
        assert hers.post(url, {"parent": wrong}).status_code == 404
    daughter.refresh_from_db()
    assert daughter.follows is None


def test_a_section_that_the_parent_dropped_is_gone_at_the_source(
    hers: Client, daughter: Policy, policy: Policy
) -> None:
    follow(None, daughter, policy)
    section(policy, "retention").delete()
    world.published(policy)
    assert cards(hers, daughter)["retention"].state == "gone"
    assert borrowing.news([draft_of(daughter)])[draft_of(daughter).pk] == (0, 1)
    said = decide(hers, section(daughter, "retention"), "take")
    assert said
    assert cards(hers, daughter)["retention"].state == "gone"


def test_a_policy_is_started_with_all_sections_of_the_parent_s(
    hers: Client, daughter: Policy, policy: Policy
) -> None:
    url, at = "/admin/policies/policy/start/", daughter.organisation
    assert "follow" in dict(hers.get(url).context["form"].fields["start"].choices)
    data = {"organisation": at.pk, "start": "follow", "kind": "privacy"}
    assert hers.post(url, data).status_code == 422
    assert hers.post(url, {**data, "parent": policy.pk}).status_code == 302
    made = Policy.objects.order_by("-pk")[0]
    assert (made.organisation, made.follows) == (at, policy)
    assert {card.state for card in cards(hers, made).values()} == {"same"}
    assert made.slug_in("nl") == "privacy-2"


def test_a_viewer_reads_what_is_new_and_decides_nothing(
    acme: Organisation, policy: Policy, clause: Clause, used: Section
) -> None:
    viewer = signed_in(world.person("vera", Role.VIEWER, acme))
    edit_clause(None, clause, TITLE, text("Bel"))
    page = viewer.get(address(policy, "draft/borrowed/"))
    assert page.status_code == 200
    assert "/take/" not in page.content.decode()
    for verb in ("take", "keep", "unlink"):
        url = address(policy, f"draft/borrowed/{used.pk}/{verb}/")
        assert viewer.post(url).status_code == 403


def test_the_page_takes_as_many_queries_however_much_was_taken(
    hers: Client, daughter: Policy, policy: Policy, django_assert_num_queries: Any
) -> None:
    follow(None, daughter, policy)
    shared = edit_clause(None, Clause(organisation=None), TITLE, text("Schrijf"))
    use_clause(None, draft_of(daughter), shared)
    edit_clause(None, shared, TITLE, text("Bel"))
    hers.get(address(daughter, "draft/borrowed/"))
    with CaptureQueriesContext(connection) as few:
        assert len(cards(hers, daughter)) == 3
    with CaptureQueriesContext(connection) as offered:
        hers.get(address(daughter, "draft/clauses/"))
    for n in range(6):
        another = Clause(organisation=daughter.organisation)
        another = edit_clause(None, another, TITLE, text(f"Bel {n}"))
        use_clause(None, draft_of(daughter), another)
    assert len(few) <= 20
    with django_assert_num_queries(len(few)):
        assert len(cards(hers, daughter)) == 9
    with django_assert_num_queries(len(offered)):
        hers.get(address(daughter, "draft/clauses/"))


def test_news_of_fifty_policies_takes_two_queries(
    daughter: Policy, policy: Policy, django_assert_num_queries: Any
) -> None:
    follow(None, daughter, policy)
    shared = edit_clause(None, Clause(organisation=None), TITLE, text("Schrijf"))
    for at in (policy, daughter):
        use_clause(None, draft_of(at), shared)
    edit_clause(None, shared, TITLE, text("Bel"))
    rewritten(section(policy, "intro"), "Anders.")
    world.published(policy)
    drafts = list(Draft.objects.order_by("pk"))
    with django_assert_num_queries(2):
        found = borrowing.news_counts(drafts)
    assert found == {draft_of(policy).pk: 1, draft_of(daughter).pk: 2}
