"""Starting a policy: from a template set or empty, by whom, at which address."""

from __future__ import annotations

import pytest

from organisations.languages import texts
from organisations.models import AuditEntry, Organisation, Role
from policies import starters
from policies.actions.publish import Publication, publish
from policies.actions.start_policy import can_start, start_policy
from policies.compiling import compile_draft, draft_of
from policies.conditions import Unmet
from policies.models import Draft, Policy, Processor
from tests import world
from tests.policies.admin_world import signed_in

pytestmark = pytest.mark.django_db

START = "/admin/policies/policy/start/"


@pytest.fixture
def acme() -> Organisation:
    return world.organisation(
        email="privacy@acme.example", dpo_email="dpo@acme.example"
    )


def test_the_draft_says_what_the_set_says_with_its_variables_as_written(
    acme: Organisation,
) -> None:
    editor = world.person("edith", Role.EDITOR, acme)
    policy = start_policy(editor, acme, "privacy")
    raw = compile_draft(draft_of(policy), raw=True)
    assert raw.sections == starters.document("privacy").sections
    assert texts(policy, "title") == {"nl": "Privacybeleid", "en": "Privacy policy"}
    assert texts(policy, "slug") == {"nl": "privacybeleid", "en": "privacy-policy"}
    assert policy.kind == "privacy"


def test_the_page_shows_the_facts_of_the_organisation(acme: Organisation) -> None:
    policy = start_policy(None, acme, "privacy")
    shown = compile_draft(draft_of(policy)).canonical().decode()
    assert "privacy@acme.example" in shown
    assert "Acme B.V. bepaalt" in shown
    assert "{email}" not in shown
    assert "%7Bemail" not in shown


def test_the_processors_come_from_the_organisation_s_register(
    acme: Organisation,
) -> None:
    Processor.objects.create(organisation=acme, uid="mailer", name="Mailer")
    policy = start_policy(None, acme, "processors")
    row = policy.draft.sections.get(anchor="processors")
    assert row.register
    compiled = {s.anchor: s for s in compile_draft(draft_of(policy)).walk()}
    assert [e.id for e in compiled["processors"].entries] == ["mailer"]


@pytest.mark.parametrize("starter", sorted(starters.STARTERS))
def test_what_was_started_can_be_published(acme: Organisation, starter: str) -> None:
    policy = start_policy(None, acme, starter)
    version = publish(None, policy, Publication())
    assert version.number == 1


def test_a_second_one_gets_a_number(acme: Organisation) -> None:
    start_policy(None, acme, "cookie")
    second = start_policy(None, acme, "cookie")
    third = start_policy(None, acme, "cookie")
    assert texts(second, "slug") == {"nl": "cookiebeleid-2", "en": "cookie-policy-2"}
    assert texts(second, "title") == {
        "nl": "Cookiebeleid (2)",
        "en": "Cookie policy (2)",
    }
    assert third.slug_in("nl") == "cookiebeleid-3"
    assert [p.position for p in acme.policies.all()] == [0, 1, 2]


def test_another_organisation_s_addresses_are_no_hindrance(acme: Organisation) -> None:
    start_policy(None, acme, "privacy")
    bolt = world.organisation("bolt")
    assert start_policy(None, bolt, "privacy").slug_in("nl") == "privacybeleid"


def test_given_titles_make_the_addresses(acme: Organisation) -> None:
    title = {"nl": "Privacy voor klanten", "en": "Privacy for customers"}
    policy = start_policy(None, acme, "privacy", title=title)
    assert texts(policy, "title") == title
    assert policy.slug_in("en") == "privacy-for-customers"


def test_an_address_that_was_asked_for_and_is_taken_is_refused(
    acme: Organisation,
) -> None:
    start_policy(None, acme, "privacy")
    with pytest.raises(Unmet) as refused:
        start_policy(None, acme, "cookie", slug={"en": "privacy-policy"})
    assert refused.value.code == "taken_en"
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("slug", ["a b", "../x", "ä", "x" * 81])
def test_an_address_that_is_none_is_refused(acme: Organisation, slug: str) -> None:
    with pytest.raises(Unmet) as refused:
        start_policy(None, acme, "privacy", slug={"nl": slug})
    assert refused.value.code == "slug"
    assert not Policy.objects.exists()


def test_an_empty_one_needs_a_kind_and_a_title(acme: Organisation) -> None:
    title = {"nl": "Vragen over de AVG"}
    policy = start_policy(None, acme, kind="faq", title=title)
    assert not draft_of(policy).sections.exists()
    assert texts(policy, "slug") == {
        "nl": "vragen-over-de-avg",
        "en": "vragen-over-de-avg",
    }
    for given in ({"kind": "faq"}, {"title": title}, {"kind": "novel", "title": title}):
        with pytest.raises(Unmet):
            start_policy(None, acme, **given)


def test_a_title_without_letters_asks_for_an_address(acme: Organisation) -> None:
    with pytest.raises(Unmet) as refused:
        start_policy(None, acme, kind="other", title={"nl": "プライバシー"})
    assert refused.value.code == "slug"


def test_a_set_that_is_not_there_is_refused(acme: Organisation) -> None:
    with pytest.raises(Unmet) as refused:
        start_policy(None, acme, "nonsense")
    assert refused.value.code == "starter"


def test_viewers_and_strangers_start_nothing(acme: Organisation) -> None:
    viewer = world.person("victor", Role.VIEWER, acme)
    stranger = world.person("stan", Role.OWNER, world.organisation("bolt"))
    for actor in (viewer, stranger):
        assert not can_start(actor, acme)
        with pytest.raises(Unmet) as refused:
            start_policy(actor, acme, "privacy")
        assert refused.value.code == "forbidden"
    assert not Policy.objects.exists()


def test_who_started_it_wrote_it_and_the_trail_says_so(acme: Organisation) -> None:
    editor = world.person("edith", Role.EDITOR, acme)
    policy = start_policy(editor, acme, "privacy")
    entry = AuditEntry.objects.get(action="start policy")
    assert entry.actor == f"user:{editor.pk}"
    assert entry.organisation == acme
    assert Draft.objects.get(policy=policy).writers == [f"user:{editor.pk}"]


def test_the_page_offers_the_sets_and_makes_the_draft(acme: Organisation) -> None:
    browser = signed_in(world.person("edith", Role.EDITOR, acme))
    page = browser.get(START)
    assert "Verwerkers" in page.text or "verwerkers" in page.text
    answer = browser.post(START, {"organisation": acme.pk, "start": "combined"})
    policy = Policy.objects.get()
    assert answer["Location"] == f"/admin/policies/policy/{policy.pk}/draft/"
    assert policy.kind == "combined"


def test_adding_a_policy_is_starting_one(acme: Organisation) -> None:
    browser = signed_in(world.person("edith", Role.EDITOR, acme))
    page = browser.get("/admin/policies/policy/add/")
    assert page.templates[0].name == "admin/policies/start.html"


def test_the_page_keeps_what_was_typed_when_it_refuses(acme: Organisation) -> None:
    start_policy(None, acme, "privacy")
    browser = signed_in(world.person("edith", Role.EDITOR, acme))
    sent = {
        "organisation": acme.pk, "start": "privacy", "title_nl": "Ons beleid",
        "slug_nl": "privacybeleid",
    }  # fmt: skip
    answer = browser.post(START, sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors["slug_nl"]
    assert 'value="Ons beleid"' in answer.text
    assert Policy.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "field"), [("empty", "title_nl"), ("copy", "source"), ("", "start")]
)
def test_the_page_says_what_a_choice_needs(
    acme: Organisation, start: str, field: str
) -> None:
    world.policy(acme)
    browser = signed_in(world.person("edith", Role.EDITOR, acme))
    answer = browser.post(
        START, {"organisation": acme.pk, "start": start, "kind": "faq"}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_the_page_starts_nothing_for_another_organisation(acme: Organisation) -> None:
    bolt = world.organisation("bolt")
    theirs = world.policy(bolt, "secret")
    browser = signed_in(world.person("edith", Role.EDITOR, acme))
    assert "Bolt" not in browser.get(START).text
    for sent in (
        {"organisation": bolt.pk, "start": "privacy"},
        {"organisation": acme.pk, "start": "copy", "source": theirs.pk},
    ):
        assert browser.post(START, sent).status_code == 422
    assert Policy.objects.count() == 1


def test_the_page_takes_few_queries_however_many_organisations(
    acme: Organisation, django_assert_max_num_queries: object
) -> None:
    boss = world.person("boss")
    boss.is_superuser = True
    boss.save()
    browser = signed_in(boss)
    for number in range(12):
        world.policy(world.organisation(f"org{number}"))
    browser.get(START)  # a first visit makes the user's settings
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert browser.get(START).status_code == 200
