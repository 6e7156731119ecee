"""Duplicating a policy: its draft as written, to an organisation of one's own."""

from __future__ import annotations

import pytest

from organisations.languages import texts, write
from organisations.models import AuditEntry, Organisation, Role
from policies.actions.duplicate_policy import can_duplicate, duplicate_policy
from policies.actions.start_policy import start_policy
from policies.compiling import compile_draft, draft_of
from policies.conditions import Unmet
from policies.models import Clause, Policy, Processor
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return world.organisation(email="privacy@acme.example")


@pytest.fixture
def bolt() -> Organisation:
    return world.organisation("bolt", email="privacy@bolt.example")


@pytest.fixture
def source(acme: Organisation) -> Policy:
    return start_policy(None, acme, "combined")


def test_the_copy_says_the_same_and_fills_in_its_own_facts(
    source: Policy, bolt: Organisation
) -> None:
    copy = duplicate_policy(None, source, bolt)
    assert copy.organisation == bolt
    assert copy.uid != source.uid
    assert copy.kind == "combined"
    raw = [compile_draft(draft_of(p), raw=True) for p in (source, copy)]
    assert raw[0].sections == raw[1].sections
    shown = compile_draft(draft_of(copy)).canonical().decode()
    assert "privacy@bolt.example" in shown
    assert "acme" not in shown.lower()


def test_registers_stay_registers_and_are_the_new_organisation_s(
    source: Policy, bolt: Organisation
) -> None:
    Processor.objects.create(
        organisation=source.organisation, uid="theirs", name="Acme's secret mailer"
    )
    Processor.objects.create(organisation=bolt, uid="ours", name="Mailer")
    copy = duplicate_policy(None, source, bolt)
    registers = copy.draft.sections.filter(register=True)
    assert {row.anchor for row in registers} == {
        "processors", "cookie-types", "cookie-list",
    }  # fmt: skip
    assert not any(row.entries.exists() for row in registers)
    compiled = {s.anchor: s for s in compile_draft(draft_of(copy)).walk()}
    assert [e.id for e in compiled["processors"].entries] == ["ours"]


def test_attributes_and_nesting_are_kept(source: Policy, bolt: Organisation) -> None:
    copy = duplicate_policy(None, source, bolt)
    row = copy.draft.sections.get(anchor="retention").entries.get(uid="invoices")
    assert row.attributes["period"] == "P7Y"
    nested = copy.draft.sections.get(anchor="cookie-consent")
    assert nested.parent is not None
    assert nested.parent.anchor == "cookies"


def test_title_and_address_are_kept_elsewhere_and_numbered_at_home(
    source: Policy, acme: Organisation, bolt: Organisation
) -> None:
    elsewhere = duplicate_policy(None, source, bolt)
    assert texts(elsewhere, "slug") == texts(source, "slug")
    assert texts(elsewhere, "title") == texts(source, "title")
    at_home = duplicate_policy(None, source, acme)
    assert at_home.slug_in("nl") == "privacy-en-cookieverklaring-2"
    assert at_home.title_in("en") == "Privacy and cookie statement (2)"


def test_the_source_is_not_touched_by_changes_of_the_copy(
    source: Policy, bolt: Organisation
) -> None:
    before = compile_draft(draft_of(source), raw=True)
    copy = duplicate_policy(None, source, bolt)
    copy.draft.sections.all().delete()
    assert compile_draft(draft_of(source), raw=True) == before


def test_versions_stay_behind(acme: Organisation, bolt: Organisation) -> None:
    policy = world.policy(acme)
    world.published(policy)
    world.rewrite(policy, "tweede")
    copy = duplicate_policy(None, policy, bolt)
    assert not copy.versions.exists()
    assert "tweede" in compile_draft(draft_of(copy)).canonical().decode()


def test_shared_clauses_stay_linked_and_another_s_become_text(
    acme: Organisation, bolt: Organisation
) -> None:
    policy = world.policy(acme)
    first, second = policy.draft.sections.all()
    first.clause, first.taken = _clause(None), "a" * 64
    second.clause, second.taken = _clause(acme), "b" * 64
    first.save()
    second.save()
    one, two = duplicate_policy(None, policy, bolt).draft.sections.all()
    assert (one.clause, one.taken) == (first.clause, "a" * 64)
    assert (two.clause, two.taken) == (None, "")
    assert texts(two, "heading") == texts(second, "heading")
    at_home = duplicate_policy(None, policy, acme).draft.sections.all()
    assert [row.clause for row in at_home] == [first.clause, second.clause]


def test_which_translations_were_right_is_kept(
    source: Policy, bolt: Organisation
) -> None:
    row = source.draft.sections.get(anchor="security")
    # The English was not looked at since.
    write(row, "intro", {**texts(row, "intro"), "nl": "<p>Nieuw.</p>"})
    row.save()
    copy = duplicate_policy(None, source, bolt).draft.sections.get(anchor="security")
    assert row.agreed
    assert copy.agreed == row.agreed


def test_one_needs_to_read_the_one_and_write_in_the_other(
    source: Policy, acme: Organisation, bolt: Organisation
) -> None:
    reader = world.person("rita", Role.VIEWER, acme)
    stranger = world.person("stan", Role.OWNER, bolt)
    both = world.person("bo", Role.VIEWER, acme)
    both.memberships.create(organisation=bolt, role=Role.EDITOR)
    for actor, target in (
        (reader, acme),
        (reader, bolt),
        (stranger, bolt),
        (both, acme),
    ):
        assert not can_duplicate(actor, source, target)
        with pytest.raises(Unmet) as refused:
            duplicate_policy(actor, source, target)
        assert refused.value.code == "forbidden"
    assert Policy.objects.count() == 1
    assert can_duplicate(both, source, bolt)
    copy = duplicate_policy(both, source, bolt)
    entry = AuditEntry.objects.get(action="duplicate policy")
    assert entry.organisation == bolt
    assert entry.details["source"] == str(source.uid)
    assert copy.draft.writers == [f"user:{both.pk}"]


def test_the_page_has_the_policy_chosen_and_copies_it(
    source: Policy, acme: Organisation, bolt: Organisation
) -> None:
    editor = world.person("edith", Role.EDITOR, acme)
    editor.memberships.create(organisation=bolt, role=Role.EDITOR)
    browser = signed_in(editor, "en")
    page = browser.get(address(source, "duplicate/"))
    assert page.context["form"]["source"].value() == source.pk
    assert page.context["form"]["start"].value() == "copy"
    answer = browser.post(
        address(source, "../start/").replace(f"{source.pk}/../", ""),
        {"organisation": bolt.pk, "start": "copy", "source": source.pk,
         "title_en": "Our statement"},
    )  # fmt: skip
    copy = Policy.objects.get(organisation=bolt)
    assert answer["Location"] == address(copy, "draft/")
    assert copy.title_in("en") == "Our statement"
    assert copy.slug_in("en") == "our-statement"
    assert copy.title_in("nl") == "Privacy- en cookieverklaring"


def _clause(organisation: Organisation | None) -> Clause:
    clause = Clause(organisation=organisation)
    write(clause, "title", {"nl": "Klacht", "en": "Complaint"})
    clause.section = world.document().sections[0]
    clause.save()
    return clause
