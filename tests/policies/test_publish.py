"""Publishing: one locked transaction, or a reason why not and nothing changed."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from organisations.models import AuditEntry, Organisation, Role
from policies import log
from policies.actions.publish import Publication, can_publish, publish
from policies.compiling import compile_draft
from policies.conditions import Unmet
from policies.models import Draft, Policy, Processor, Version
from policies.states import APPROVED
from tests import world
from tests.policies.admin_world import large


@pytest.fixture
def organisation(db: None) -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    return world.policy(organisation)


def refused(policy: Policy, publication: Publication, actor: Any = None) -> str:
    count = Version.objects.count()
    with pytest.raises(Unmet) as caught:
        publish(actor, policy, publication)
    assert Version.objects.count() == count
    return caught.value.code


def test_publishing_stores_both_languages_under_one_number(policy: Policy) -> None:
    version = publish(None, policy, Publication())
    assert version.number == 1
    assert version.document == compile_draft(policy.draft)
    assert version.document.written_in() == ("nl", "en")
    assert AuditEntry.objects.get(action="publish").details["digest"] == version.digest


def test_the_same_text_is_not_published_twice(policy: Policy) -> None:
    publish(None, policy, Publication())
    assert refused(policy, Publication(note=world.NOTE)) == "unchanged"


def test_a_material_change_needs_a_note_in_both_languages(policy: Policy) -> None:
    publish(None, policy, Publication())
    world.rewrite(policy, "tweede")
    assert refused(policy, Publication(note={"nl": "Nieuw"})) == "note"
    minor = Publication(material=False, override="The order of things only.")
    assert publish(None, policy, minor).number == 2


def test_an_empty_draft_is_not_published(policy: Policy) -> None:
    policy.draft.sections.all().delete()
    assert refused(policy, Publication()) == "empty"


def test_an_invalid_draft_is_not_published(policy: Policy) -> None:
    entry = policy.draft.sections.get(anchor="retention").entries.get()
    entry.attributes = {"period": "seven years"}
    entry.save()
    assert refused(policy, Publication()) == "invalid"


def test_a_later_version_cannot_start_in_the_past(policy: Policy) -> None:
    world.published(policy, "2018-05-25")
    world.rewrite(policy, "tweede")
    yesterday = timezone.now() - dt.timedelta(days=1)
    assert (
        refused(policy, Publication(effective_from=yesterday, note=world.NOTE))
        == "past"
    )


def test_two_versions_cannot_take_effect_at_one_moment(policy: Policy) -> None:
    ahead = timezone.now() + dt.timedelta(days=3)
    publish(None, policy, Publication(effective_from=ahead))
    world.rewrite(policy, "tweede")
    assert (
        refused(policy, Publication(effective_from=ahead, note=world.NOTE)) == "taken"
    )


def test_what_a_colleague_changed_meanwhile_is_not_published(policy: Policy) -> None:
    assert refused(policy, Publication(seen=policy.draft.lock_version + 1)) == "changed"


@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.VIEWER, False), (Role.EDITOR, False), (Role.APPROVER, True)],
)
def test_only_approvers_publish(policy: Policy, role: Role, allowed: bool) -> None:
    someone = world.person("someone", role, policy.organisation)
    assert can_publish(someone, policy) is allowed
    if not allowed:
        assert refused(policy, Publication(), someone) == "forbidden"


def test_a_stranger_of_another_organisation_does_not_publish(policy: Policy) -> None:
    stranger = world.person("stranger", Role.OWNER, world.organisation("bolt"))
    assert refused(policy, Publication(), stranger) == "forbidden"


def test_rows_of_the_register_are_those_of_the_day_it_takes_effect(
    policy: Policy,
) -> None:
    organisation = policy.organisation
    for name, since in (("Old", "2018-01-01"), ("New", "2030-01-01")):
        Processor.objects.create(
            organisation=organisation, uid=name.lower(), name=name,
            service_nl="Dienst", service_en="Service", since=dt.date.fromisoformat(since),
        )  # fmt: skip
    section = policy.draft.sections.get(anchor="retention")
    section.kind, section.register = "processors", True
    section.save()
    version = publish(None, policy, Publication())
    rows = version.document.sections[1].entries
    assert [row.term["en"] for row in rows] == ["Old"]
    Processor.objects.all().delete()
    assert Version.objects.get().document.sections[1].entries == rows


@pytest.mark.django_db(transaction=True)
def test_eight_editors_publish_at_once_and_exactly_one_version_comes_of_it() -> None:
    policy = world.policy(world.organisation())
    barrier = threading.Barrier(8)
    outcomes: list[str] = []

    def attempt() -> None:
        barrier.wait()
        try:
            publish(
                None, Policy.objects.get(pk=policy.pk), Publication(note=world.NOTE)
            )
            outcomes.append("published")
        except Unmet as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published", *["unchanged"] * 7]
    assert list(Version.objects.values_list("number", flat=True)) == [1]
    assert AuditEntry.objects.filter(action="publish").count() == 1
    assert list(log.verify()) == []


@pytest.mark.parametrize("sections", [1, 60])
def test_publishing_asks_the_database_as_often_however_long_the_text_is(
    organisation: Organisation, sections: int, django_assert_max_num_queries: Any
) -> None:
    """Reading the draft, and what it is judged by, once each: a slow line to the database
    is felt for each of them."""
    policy = large(organisation, sections)
    publish(None, policy, Publication())
    world.rewrite(policy, "tweede")
    Draft.objects.filter(policy=policy).update(state=APPROVED)
    ada = world.person("ada", Role.APPROVER, organisation)
    world.person("bea", Role.EDITOR, organisation)
    with django_assert_max_num_queries(31):
        publish(ada, policy, Publication(note=world.NOTE))
