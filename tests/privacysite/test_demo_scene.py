"""The demo's desk: work that has begun, set once, and nothing of it public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from organisations import audit
from organisations.models import AuditEntry, Message, Organisation
from policies import borrowing, variables
from policies.actions.approve import approve, can_approve
from policies.actions.ask_review import ask_review
from policies.actions.edit_section import edit_section
from policies.compiling import section_value
from policies.document import Document
from policies.models import (
    Clause,
    Comment,
    Draft,
    Policy,
    PreviewLink,
    Section,
    Version,
)
from policies.states import APPROVED, EDITING, IN_REVIEW

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load it once for this module, and leave nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert not Version.objects.exists(), "this is not the tests' own database"
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def policy(organisation: str, kind: str = "privacy") -> Policy:
    return Policy.objects.get(organisation__slug=organisation, kind=kind)


def person(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def sections(organisation: str, kind: str = "privacy") -> Any:
    return Section.objects.filter(draft__policy=policy(organisation, kind))


def changed(organisation: str, kind: str = "privacy") -> set[str]:
    """The anchors of the sections that say something else than the last version."""
    rows = sections(organisation, kind)
    return {row.anchor for row in rows if row.digest != row.published}


def test_at_spryng_two_sections_changed_and_one_translation_fell_behind() -> None:
    assert changed("spryng") == {"retention", "key-points"}
    behind = {row.anchor: row.behind for row in sections("spryng") if row.behind}
    assert behind == {"key-points": ["en"]}
    assert policy("spryng").draft.state == EDITING


def test_spryngs_counsel_has_a_link_that_is_open() -> None:
    link = PreviewLink.objects.get()
    assert link.policy == policy("spryng")
    assert link.is_open(timezone.now())


def test_at_cloudtalk_it_is_demos_turn_and_a_remark_is_open() -> None:
    draft = policy("cloudtalk", "faq").draft
    assert draft.state == IN_REVIEW
    assert changed("cloudtalk", "faq") == {"questions"}
    assert can_approve(person("demo"), draft)
    assert not can_approve(person("collega"), draft)
    remark = Comment.objects.get()
    assert remark.policy == draft.policy
    assert remark.resolved_at is None
    assert sections("cloudtalk", "faq").filter(uid=remark.section_uid).exists()


def test_cpros_complaints_come_from_its_library_and_say_the_same() -> None:
    (loan,) = borrowing.loans(policy("cpro").draft)
    assert loan.section.anchor == "complaint"
    assert (loan.news, loan.own) == (False, False)
    assert changed("cpro") == set()


def test_one_clause_is_there_for_all_and_fits_each_of_them() -> None:
    clause = Clause.objects.get(organisation=None)
    text = Document(kind="other", title={}, sections=(clause.section,))
    for organisation in Organisation.objects.all():
        assert list(variables.amiss(text, organisation.facts())) == []


def test_one_review_is_overdue() -> None:
    today = timezone.localdate()
    late = Policy.objects.filter(next_review__lt=today)
    assert [found.organisation.slug for found in late] == ["cloudpro"]


@pytest.mark.parametrize(
    ("writer", "legal", "management"),
    [("demo", "collega", "directie"), ("collega", "demo", "directie")],
)
def test_at_cpro_two_more_people_approve_what_one_wrote(
    writer: str, legal: str, management: str
) -> None:
    row = sections("cpro").get(anchor="retention")
    value = section_value(row)
    value = replace(value, heading={"nl": "Anders", "en": "Different"})
    edit_section(person(writer), row, value, register=False, seen=row.lock_version)
    draft = Draft.objects.get(policy=policy("cpro"))
    ask_review(person(writer), draft, seen=draft.lock_version)
    for name in (legal, management):
        approve(person(name), draft, seen=draft.lock_version)
    draft.refresh_from_db()
    assert draft.state == APPROVED


def test_one_person_suffices_at_spot_alone() -> None:
    alone = Organisation.objects.filter(single_person=True)
    assert [found.slug for found in alone] == ["spot"]


def test_nobody_gets_a_message_of_it() -> None:
    assert not Message.objects.exists()


def test_it_is_set_once_whatever_became_of_it() -> None:
    link = PreviewLink.objects.get()
    Comment.objects.all().delete()
    entries = AuditEntry.objects.count()
    call_command("load_demo", stdout=StringIO())
    assert AuditEntry.objects.count() == entries
    assert not Comment.objects.exists()
    assert PreviewLink.objects.get() == link
    assert list(audit.verify()) == []
