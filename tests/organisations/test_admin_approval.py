"""Owners say how a draft is approved: by one person, or by these people in steps."""

from __future__ import annotations

from typing import Any

import pytest

from organisations.models import ApprovalStep, AuditEntry, Organisation, Role
from tests import world
from tests.policies.admin_world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return world.organisation(single_person=False)


def address(organisation: Organisation) -> str:
    return f"/admin/organisations/organisation/{organisation.pk}/change/"


def sent(browser: Any, url: str, **changes: Any) -> dict[str, Any]:
    context = browser.get(url).context
    inlines = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    forms += [each for found in inlines for each in (found.management_form, *found)]
    fields = [field for form in forms for field in form]
    shown = {f.html_name: f.value() for f in fields}
    data = {k: v for k, v in shown.items() if v is not False and v not in (None, "")}
    return {**data, "covered_domains": "", **changes}


def new_step(**fields: Any) -> dict[str, Any]:
    return {
        "approval_steps-TOTAL_FORMS": 1,
        **{f"approval_steps-0-{name}": value for name, value in fields.items()},
    }


def test_an_owner_lets_one_person_do_both_and_the_trail_says_so(
    acme: Organisation,
) -> None:
    browser = signed_in(world.person("olga", Role.OWNER, acme), "en")
    url = address(acme)
    assert browser.post(url, sent(browser, url, single_person="on")).status_code == 302
    acme.refresh_from_db()
    assert acme.single_person is True
    entry = AuditEntry.objects.get(action="change organisation")
    assert entry.details["changes"]["single_person"] == [False, True]


def test_an_owner_adds_a_step_with_its_people(acme: Organisation) -> None:
    browser = signed_in(world.person("olga", Role.OWNER, acme), "en")
    boss = world.person("boss", Role.APPROVER, acme)
    step = new_step(
        name_nl="Directie", name_en="Management", position=1, people=boss.pk
    )
    url = address(acme)
    assert browser.post(url, sent(browser, url, **step)).status_code == 302
    made = ApprovalStep.objects.get(organisation=acme)
    assert (made.name_in("nl"), made.name_in("en")) == ("Directie", "Management")
    assert list(made.people.all()) == [boss]
    assert AuditEntry.objects.filter(action="add approvalstep").count() == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR, None])
def test_only_those_who_may_approve_there_are_chosen_from(
    acme: Organisation, role: Role | None
) -> None:
    browser = signed_in(world.person("olga", Role.OWNER, acme), "en")
    bolt = world.organisation("bolt")
    other = world.person("otto", role or Role.OWNER, acme if role else bolt)
    url = address(acme)
    step = new_step(
        name_nl="Directie", name_en="Management", position=1, people=other.pk
    )
    answer = browser.post(url, sent(browser, url, **step))
    assert answer.status_code == 200
    assert not ApprovalStep.objects.exists()


def test_a_step_has_a_name_in_both_languages(acme: Organisation) -> None:
    browser = signed_in(world.person("olga", Role.OWNER, acme), "en")
    url = address(acme)
    answer = browser.post(url, sent(browser, url, **new_step(name_nl="X", position=1)))
    assert answer.status_code == 200
    assert not ApprovalStep.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER])
def test_nobody_else_changes_how_drafts_are_approved(
    acme: Organisation, role: Role
) -> None:
    owner = signed_in(world.person("olga", Role.OWNER, acme))
    data = sent(owner, address(acme), single_person="on")
    browser = signed_in(world.person("ed", role, acme))
    assert browser.post(address(acme), data).status_code == 403
    acme.refresh_from_db()
    assert acme.single_person is False
