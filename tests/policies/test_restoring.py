"""Restoring: an old version becomes the draft again; history stays (F10)."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from organisations.models import AuditEntry, Role
from policies import document as doc
from policies.actions.add_section import add_section
from policies.actions.publish import Publication, publish
from policies.actions.restore_version import can_restore, restore_version
from policies.compiling import compile_draft, draft_of
from policies.models import Clause, Draft, Manuscript, Policy, Processor, Version
from tests import world
from tests.flushing import triggers_aside
from tests.policies.admin_world import address, signed_in
from tests.policies.desk_world import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    """Version 1 with a variable, version 2 without; the draft says what 2 says."""
    made = world.policy(world.organisation(), words="van {organisation}")
    publish(None, made, Publication())
    world.rewrite(made, "tweede")
    publish(None, made, Publication(note=world.NOTE))
    return made


def first(policy: Policy) -> Version:
    version: Version = Version.objects.get(policy=policy, number=1)
    return version


def words(policy: Policy, *, raw: bool) -> str:
    draft = Draft.objects.get(policy=policy)
    return compile_draft(draft, raw=raw).sections[0].intro["nl"]


def test_the_draft_says_what_the_version_said_and_versions_stay(policy: Policy) -> None:
    before = list(Version.objects.values_list("record_digest", flat=True))
    restore_version(None, first(policy))
    now = compile_draft(Draft.objects.get(policy=policy))
    assert now.sections == first(policy).document.sections
    assert list(Version.objects.values_list("record_digest", flat=True)) == before


def test_variables_come_back_as_they_were_written(policy: Policy) -> None:
    restore_version(None, first(policy))
    assert "{organisation}" in words(policy, raw=True)
    policy.organisation.trade_name = "Acme Nieuw"
    policy.organisation.save()
    assert "Acme Nieuw" in words(policy, raw=False)


def test_a_version_without_a_manuscript_restores_what_it_printed(
    policy: Policy,
) -> None:
    with triggers_aside("default"):  # as one taken over from elsewhere has none
        QuerySet(Manuscript).filter(version=first(policy)).delete()
    restore_version(None, first(policy))
    assert "van Acme" in words(policy, raw=True)


def test_a_link_to_a_clause_comes_back(policy: Policy) -> None:
    clause = Clause.objects.create(
        organisation=policy.organisation, title_nl="Rechten", title_en="Rights",
        content=world.document().sections[0].as_dict(),
    )  # fmt: skip
    policy.draft.sections.filter(anchor="intro").update(clause=clause, taken="a" * 64)
    policy.draft.sections.filter(anchor="intro").update(intro_nl="<p>Derde.</p>")
    third = publish(None, policy, Publication(note=world.NOTE))
    world.rewrite(policy, "vierde")
    restore_version(None, third, replace=True)
    row = Draft.objects.get(policy=policy).sections.get(anchor="intro")
    assert (row.clause, row.taken) == (clause, "a" * 64)


def test_what_was_not_published_is_lost_only_when_one_says_so(policy: Policy) -> None:
    world.rewrite(policy, "nog niet")
    assert refused(lambda: restore_version(None, first(policy))) == "unpublished"
    assert "nog niet" in words(policy, raw=True)
    restore_version(None, first(policy), replace=True)
    assert "nog niet" not in words(policy, raw=True)


def test_a_draft_that_somebody_changed_meanwhile_is_not_replaced(
    policy: Policy,
) -> None:
    deed = lambda: restore_version(None, first(policy), replace=True, seen=99)  # noqa: E731
    assert refused(deed) == "changed"


def test_restoring_is_an_editors_and_leaves_a_trace(policy: Policy) -> None:
    viewer = world.person("vera", Role.VIEWER, policy.organisation)
    assert not can_restore(viewer, first(policy))
    editor = world.person("edith", Role.EDITOR, policy.organisation)
    restore_version(editor, first(policy))
    entry = AuditEntry.objects.get(action="restore")
    assert (entry.actor, entry.details["number"]) == (f"user:{editor.pk}", 1)
    assert Draft.objects.get(policy=policy).writers == [f"user:{editor.pk}"]


def test_the_page_asks_before_anything_is_lost(policy: Policy) -> None:
    browser = signed_in(world.person("edith", Role.EDITOR, policy.organisation), "en")
    world.rewrite(policy, "nog niet")
    url = address(policy, "versions/1/restore/")
    page = browser.get(url)
    assert page.context["unpublished"]
    seen = Draft.objects.get(policy=policy).lock_version
    refusal = browser.post(url, {"seen": seen})
    assert refusal.status_code == 422
    assert "choose to replace them" in refusal.text
    answer = browser.post(url, {"seen": seen, "replace": "1"})
    assert answer["Location"] == address(policy, "draft/")
    assert "{organisation}" in words(policy, raw=True)


def restored(policy: Policy) -> str:
    """What the draft's page says after version 1 was restored."""
    browser = signed_in(world.person("edith", Role.EDITOR, policy.organisation), "en")
    seen = Draft.objects.get(policy=policy).lock_version
    url = address(policy, "versions/1/restore/")
    assert "Rows from the registers stay" in browser.get(url).text
    return browser.post(url, {"seen": seen, "replace": "1"}, follow=True).text


def test_nothing_is_named_where_nothing_differs(policy: Policy) -> None:
    said = restored(policy)
    assert "The draft says what version 1 said." in said
    assert "Compare with the draft" not in said


def test_what_a_register_and_facts_say_otherwise_is_named() -> None:
    made = world.policy(world.organisation())
    at = made.organisation
    mailer = Processor.objects.create(organisation=at, uid="mailer", name="Mailer")
    register = doc.Section(
        id="processors", anchor="processors", kind="processors",
        heading={"nl": "Verwerkers", "en": "Processors"},
    )  # fmt: skip
    add_section(None, draft_of(made), register, register=True)
    publish(None, made, Publication())
    mailer.name = "Postman"
    mailer.save()
    said = restored(made)
    assert "This differs from the version: Processors." in said
    assert f'href="{address(made, "changes/")}?from=1"' in said
