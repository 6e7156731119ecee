"""Publishing: how a change was judged, and what happens to who judges otherwise."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from organisations.deeds import changes_in_words
from organisations.models import AuditEntry, Role
from policies.actions.publish import Publication, can_publish, publish
from policies.compiling import fill_draft
from policies.conditions import Unmet
from policies.document import Document
from policies.models import Policy, Version
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db

SLIP, SALE = "eerste gegevvens", "eerste gegevens, die wij verkopen"


@pytest.fixture
def policy() -> Policy:
    made = world.policy(world.organisation(), words="eerste gegevens")
    world.published(made, "2022-01-01")
    return made


@pytest.fixture
def approver(policy: Policy) -> Client:
    return signed_in(world.person("ada", Role.APPROVER, policy.organisation), "en")


def trail() -> dict[str, Any]:
    entry = AuditEntry.objects.filter(action="publish").order_by("sequence").last()
    assert entry is not None
    details: dict[str, Any] = entry.details
    return details


def refused(policy: Policy, publication: Publication) -> str:
    with pytest.raises(Unmet) as caught:
        publish(None, policy, publication)
    assert Version.objects.count() == 1
    return caught.value.code


def test_what_looks_material_is_called_minor_only_with_a_reason(policy: Policy) -> None:
    world.rewrite(policy, SALE)
    assert refused(policy, Publication(material=False)) == "override"
    assert refused(policy, Publication(material=False, override=" \n")) == "override"
    said = Publication(material=False, override=" We always said so. ")
    assert not publish(None, policy, said).material
    assert trail()["proposed"] == "material"
    assert trail()["chosen"] == "minor"
    assert trail()["override"] == "We always said so."
    assert trail()["reasons"] == ["text_changed"]


def test_what_looks_minor_is_called_material_without_one(policy: Policy) -> None:
    world.rewrite(policy, SLIP)
    publish(None, policy, Publication(note=world.NOTE))
    assert (trail()["proposed"], trail()["chosen"]) == ("minor", "material")
    assert trail()["reasons"] == ["wording_changed"]
    assert "override" not in trail()


def test_a_reason_that_nobody_asked_for_is_not_kept(policy: Policy) -> None:
    world.rewrite(policy, SALE)
    publish(None, policy, Publication(note=world.NOTE, override="Never mind."))
    assert "override" not in trail()


@pytest.mark.parametrize(
    ("override", "code"), [("x" * 501, "override"), ("a\x07b", "text")]
)
def test_a_reason_has_to_fit_and_to_be_readable(
    policy: Policy, override: str, code: str
) -> None:
    world.rewrite(policy, SALE)
    assert refused(policy, Publication(material=False, override=override)) == code


def test_a_first_version_and_a_history_from_elsewhere_are_not_judged(
    policy: Policy,
) -> None:
    assert "proposed" not in trail()
    world.rewrite(policy, SALE)
    version = Version.objects.get()
    moment = version.published_at.replace(year=2023)
    said = Publication(effective_from=moment, published_at=moment, material=False)
    publish(None, policy, said)
    assert "proposed" not in trail()


def test_a_change_is_judged_against_the_text_that_it_replaces(policy: Policy) -> None:
    """Not against the newest one, which may take effect later than it."""
    later = Version.objects.get().published_at.replace(year=2100)
    world.rewrite(policy, SALE)
    publish(None, policy, Publication(effective_from=later, note=world.NOTE))
    world.rewrite(policy, SLIP)
    publish(None, policy, Publication(material=False, scheduled="keep"))
    assert trail()["proposed"] == "minor"


def test_who_could_give_a_reason_can_publish(policy: Policy) -> None:
    world.rewrite(policy, SALE)
    ada = world.person("ada", Role.APPROVER, policy.organisation)
    assert can_publish(ada, policy)


def test_the_page_says_how_it_looks_and_proposes_that(
    approver: Client, policy: Policy
) -> None:
    for words, looks, chosen in ((SALE, "material", "yes"), (SLIP, "minor", "no")):
        world.rewrite(policy, words)
        page = approver.get(address(policy, "publish/"))
        assert f"This change looks {looks}." in page.text
        assert page.context["form"]["material"].value() == chosen
        assert ("Why it is minor" in page.text) is (looks == "material")
    assert page.context["form"].judged.lines == []


def test_the_page_leads_from_a_reason_to_what_changed(
    approver: Client, policy: Policy
) -> None:
    world.rewrite(policy, SALE)
    page = approver.get(address(policy, "publish/"))
    (line,) = page.context["form"].judged.shown
    place, _, anchor = line.href.partition("#")
    assert f'id="{anchor}"' in approver.get(place).text


def test_the_page_keeps_the_choice_and_asks_for_the_reason(
    approver: Client, policy: Policy
) -> None:
    world.rewrite(policy, SALE)
    data = {"seen": policy.draft.lock_version, "when": "now", "material": "no"}
    answer = approver.post(address(policy, "publish/"), data)
    assert answer.status_code == 422
    assert "write down why it is" in str(answer.context["form"].errors["override"])
    assert answer.context["form"]["material"].value() == "no"
    again = {**data, "seen": 0, "override": "Her own words."}
    again["seen"] = answer.context["form"].data["seen"]
    assert approver.post(address(policy, "publish/"), again).status_code == 302
    assert trail()["override"] == "Her own words."


def test_publishing_together_asks_for_the_reason_beside_the_policy(
    approver: Client, policy: Policy
) -> None:
    world.rewrite(policy, SALE)
    page = "/admin/policies/policy/publish-together/?organisation=acme"
    (item,) = approver.get(page).context["items"]
    assert item.form.judged.material
    name = f"p{policy.pk}"
    data = {
        "when": "now", "policy": policy.pk, f"{name}-material": "no",
        f"{name}-seen": item.draft.lock_version,
    }  # fmt: skip
    answer = approver.post(page, data)
    assert "override" in answer.context["items"][0].form.errors
    done = approver.post(page, {**data, f"{name}-override": "As before."})
    assert done.status_code == 302
    assert trail()["override"] == "As before."


def test_the_command_takes_the_reason(policy: Policy) -> None:
    world.rewrite(policy, SALE)
    named = {"organisation": "acme", "policy": "privacy", "minor": True}
    with override("en"), pytest.raises(CommandError, match="looks material"):
        call_command("publish_policy", **named, stdout=StringIO())
    call_command("publish_policy", **named, override="As before.", stdout=StringIO())
    assert trail()["override"] == "As before."


@pytest.mark.parametrize(
    ("details", "lines"),
    [
        ({"proposed": "material", "chosen": "material"}, []),
        ({"proposed": "minor", "chosen": "material"},
         ["Looked minor, published as material"]),
        ({"proposed": "material", "chosen": "minor", "override": "So."},
         ["Looked material, published as minor", "Reason: So."]),
        ({}, []),
    ],
)  # fmt: skip
def test_the_trail_tells_of_another_judgement(
    details: dict[str, Any], lines: list[str]
) -> None:
    with override("en"):
        assert list(changes_in_words("publish", details)) == lines


def test_a_document_of_other_facts_is_judged_by_those(policy: Policy) -> None:
    policy.organisation.legal_name = "Bolt B.V."
    policy.organisation.save()
    draft = policy.draft
    fill_draft(draft, Document.from_dict(Version.objects.get().document.as_dict()))
    draft.save()
    assert refused(Policy.objects.get(), Publication(material=False)) == "override"
