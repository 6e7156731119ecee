"""The Atom feeds, read by a feed reader."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from organisations.languages import write
from organisations.models import Organisation
from policies import feeds
from policies.actions.cancel_schedule import cancel_schedule
from policies.actions.withdraw import withdraw
from policies.compiling import draft_of, fill_draft
from policies.document import Section
from policies.models import Policy, ProcessorNotice
from tests import world
from tests.policies.readers_world import visit

pytestmark = pytest.mark.django_db
AHEAD = dt.timedelta(days=40)
REASON = {"nl": "Het klopte niet.", "en": "It was wrong."}
FEEDS = ["/feed/nl.atom", "/feed/en.atom", "/nl/privacy/feed.atom",
         "/en/privacy/feed.atom", "/feed/processors.nl.atom"]  # fmt: skip


@pytest.fixture
def acme() -> Organisation:
    return world.organisation()


@pytest.fixture
def policy(acme: Organisation) -> Policy:
    """In force since 2018, changed in 2022; it names the processors."""
    made = world.policy(acme)
    rewrite(made, "eerste")
    world.published(made, "2018-05-25")
    rewrite(made, "tweede")
    world.published(made, "2022-10-26")
    return made


def rewrite(policy: Policy, words: str) -> None:
    """Another text, with the register of processors."""
    written = world.document(words)
    names = Section(id="who", anchor="who", kind="processors", heading={"nl": "Wie"})
    draft = draft_of(policy)
    fill_draft(draft, replace(written, sections=(*written.sections, names)))
    draft.save()


def read(path: str) -> Any:
    found = feedparser.parse(visit(path).content)
    assert found.bozo == 0, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def titles(path: str) -> list[str]:
    return [entry.title for entry in read(path).entries]


def announced(at: Organisation, name: str = "Mailer") -> ProcessorNotice:
    made: ProcessorNotice = ProcessorNotice.objects.create(
        organisation=at, what="added", name=name,
        facts={"id": "mailer", "term": {"nl": name, "en": name}},
        effective_on=timezone.localdate() + AHEAD, announced_by="system",
    )  # fmt: skip
    return made


def test_each_version_is_an_entry_that_leads_to_what_changed(policy: Policy) -> None:
    found = read("/feed/en.atom")
    assert found.feed.title == "Acme: changes in the policies"
    assert found.feed.language == "en"
    assert found.feed.author == "Acme"
    second, first = found.entries
    assert second.title == "Privacy policy, version 2"
    assert second.link == "http://acme.localhost:8000/en/privacy/changes/1..2/"
    assert first.link == "http://acme.localhost:8000/en/privacy/v/1/"
    assert "<p>New period.</p>" in second.summary
    assert "In force from 26 October 2022." in second.summary
    assert "matters to you" in second.summary
    for entry in found.entries:
        assert visit(entry.link).status_code == 200


def test_the_feed_of_a_policy_has_its_own_versions_alone(policy: Policy) -> None:
    cookies = world.policy(policy.organisation, "cookies", "koek")
    write(cookies, "title", {"nl": "Cookiebeleid", "en": "Cookie policy"})
    cookies.save()
    world.published(cookies, "2020-01-01")
    assert titles("/en/privacy/feed.atom") == [
        "Privacy policy, version 2",
        "Privacy policy, version 1",
    ]
    assert titles("/en/cookies/feed.atom") == ["Cookie policy, version 1"]
    assert len(titles("/feed/nl.atom")) == 3


def test_another_organisation_s_versions_are_in_no_feed(policy: Policy) -> None:
    other = world.organisation("bolt")
    world.published(world.policy(other, "geheim"), "2020-01-01")
    announced(other)
    for path in FEEDS:
        assert "geheim" not in visit(path).text.lower()
    assert titles("/feed/processors.nl.atom") == []


def test_what_is_announced_says_from_when_and_what_is_cancelled_is_gone(
    policy: Policy,
) -> None:
    rewrite(policy, "derde")
    version = world.published(policy, timezone.now() + AHEAD)
    found = read("/feed/en.atom").entries[0]
    assert found.title == "Privacy policy, version 3"
    day = version.effective_from.astimezone(policy.organisation.zone)
    assert f"In force from {day.day} {day:%B %Y}." in found.summary
    assert visit(found.link).status_code == 200
    cancel_schedule(None, version)
    for path in ("/feed/en.atom", "/en/privacy/feed.atom"):
        assert len(titles(path)) == 2


def test_a_text_that_can_t_be_read_yet_is_in_no_feed(acme: Organisation) -> None:
    made = world.policy(acme)
    world.published(made, timezone.now() + AHEAD)
    assert titles("/feed/nl.atom") == []
    assert visit("/nl/privacy/feed.atom").status_code == 404


def test_a_withdrawn_version_says_why_and_nothing_of_what_it_said(
    policy: Policy,
) -> None:
    before = read("/feed/en.atom")
    withdraw(None, policy.versions.get(number=2), REASON)
    after = read("/feed/en.atom")
    entry = after.entries[0]
    assert entry.title == "Privacy policy, version 2: withdrawn"
    assert entry.summary == "<p>It was wrong.</p>"
    assert visit(entry.link).status_code == 200
    assert entry.id == before.entries[0].id
    assert entry.updated_parsed > before.entries[0].updated_parsed
    assert after.feed.updated == entry.updated


def test_an_entry_stays_the_same_one_when_the_policy_is_renamed(policy: Policy) -> None:
    before = read("/nl/privacy/feed.atom")
    write(policy, "slug", {"nl": "anders", "en": "other"})
    policy.save()
    after = read("/nl/anders/feed.atom")
    assert after.feed.id == before.feed.id
    assert [e.id for e in after.entries] == [e.id for e in before.entries]


def test_no_two_entries_or_feeds_have_the_same_id(policy: Policy) -> None:
    announced(policy.organisation)
    found = [read(path) for path in FEEDS]
    assert len({feed.feed.id for feed in found}) == len(FEEDS)
    each = {entry.id for feed in found for entry in feed.entries}
    assert len(each) == 5  # two versions in two languages, one notice
    assert all(uid.startswith("urn:uuid:") for uid in each)


def test_a_feed_has_the_fifty_newest(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert feeds.MOST == 50
    monkeypatch.setattr(feeds, "MOST", 1)
    assert titles("/feed/en.atom") == ["Privacy policy, version 2"]


@pytest.mark.parametrize("path", FEEDS)
def test_a_reader_that_has_the_feed_gets_304(policy: Policy, path: str) -> None:
    browser = Client(headers={"host": "acme.localhost"})
    first = browser.get(path)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not first.cookies
    again = browser.get(path, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert browser.head(path).status_code == 200
    assert browser.post(path).status_code == 405


def test_an_empty_feed_stays_the_same_too(acme: Organisation) -> None:
    bodies = {visit("/feed/nl.atom").content for _ in range(2)}
    assert len(bodies) == 1
    read("/feed/nl.atom")


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_costs_the_same_however_long_it_is(
    policy: Policy, path: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        rewrite(policy, f"nummer {number}")
        world.published(policy)
        announced(policy.organisation, f"Mailer {number}")
    with django_assert_max_num_queries(5):
        visit(path)


@pytest.mark.parametrize("path", ["/feed/fr.atom", "/fr/privacy/feed.atom",
                                  "/feed/processors.fr.atom", "/nl/no/feed.atom"])  # fmt: skip
def test_what_is_not_there_is_not_found(policy: Policy, path: str) -> None:
    assert visit(path).status_code == 404


def test_staff_s_host_has_no_feed(policy: Policy) -> None:
    for path in FEEDS:
        assert visit(path, host="localhost").status_code == 404


def test_names_and_notes_are_text_and_no_markup(policy: Policy) -> None:
    evil = "<script>alert(1)</script> & Co"
    write(policy, "title", {"nl": evil, "en": evil})
    policy.save()
    announced(policy.organisation, evil)
    for path in FEEDS:
        read(path)
        assert "<script" not in visit(path).text
    (entry,) = read("/feed/processors.en.atom").entries
    assert "&lt;script&gt;" in entry.summary_detail.value


def test_a_notice_of_a_processor_says_from_when_and_how_to_object(
    policy: Policy,
) -> None:
    row = announced(policy.organisation)
    (entry,) = read("/feed/processors.en.atom").entries
    assert entry.title == "New: Mailer"
    assert "Mailer" in entry.summary
    assert "object" in entry.summary
    assert visit(entry.link).status_code == 200
    row.taken_back_at = timezone.now()
    row.save()
    (after,) = read("/feed/processors.en.atom").entries
    assert "taken back" in after.summary
    assert after.id == entry.id


def test_a_notice_of_another_day_says_which_one_it_replaces(policy: Policy) -> None:
    first = announced(policy.organisation)
    second = announced(policy.organisation)
    second.replaces = first
    second.save()
    (entry, before) = read("/feed/processors.en.atom").entries
    assert "This replaces our announcement of " in entry.summary
    assert "replaces" not in before.summary


def test_a_register_that_no_text_names_has_no_feed(acme: Organisation) -> None:
    world.published(world.policy(acme), "2018-05-25")
    announced(acme)
    assert visit("/feed/processors.nl.atom").status_code == 404


def test_pages_lead_to_their_feeds(policy: Policy) -> None:
    organisation = 'title="Acme" href="/feed/nl.atom"'
    own = (
        'type="application/atom+xml" title="Privacybeleid" href="/nl/privacy/feed.atom"'
    )
    page = visit("/nl/privacy/").text
    assert organisation in page
    assert own in page
    landing = visit("/nl/").text
    assert organisation in landing
    assert own not in landing
