"""All versions, the text of a day, what has changed since, and what lies ahead."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from organisations.models import Organisation
from policies.actions.withdraw import withdraw
from policies.models import Policy
from policies.views import history
from tests import world
from tests.policies import history_world
from tests.policies.history_world import get

pytestmark = pytest.mark.django_db

REASON = {"nl": "Het klopte niet.", "en": "It was wrong."}


@pytest.fixture
def policy() -> Policy:
    return history_world.policy()


def parsed(page: Any) -> Any:
    return html.fromstring(page.content)


def row(page: Any, number: int) -> Any:
    return parsed(page).get_element_by_id(f"v{number}")


def dates(element: Any) -> dict[str, str]:
    """The dates of a version by their name."""
    return {
        each.cssselect("dt")[0].text_content(): each.cssselect("time")[0].get(
            "datetime"
        )
        for each in element.cssselect(".facts div")
        if each.cssselect("time")
    }


# All versions.


def test_the_list_of_versions_has_the_newest_first_with_its_three_dates(
    policy: Policy,
) -> None:
    policy.reviewed_on = dt.date(2024, 2, 29)
    policy.save()
    page = get("/en/privacy/versions/")
    ids = [li.get("id") for li in parsed(page).cssselect(".timeline > li")]
    assert ids == ["v3", "v2", "v1"]
    assert dates(row(page, 3)) == {
        "Text changed": "2022-10-26",
        "In force from": "2022-10-26",
        "Last reviewed": "2024-02-29",
    }
    assert dates(row(page, 2)) == {
        "Text changed": "2021-03-01",
        "In force from": "2021-03-01",
    }


def test_the_day_of_a_change_is_what_the_text_itself_says(policy: Policy) -> None:
    policy.draft.updated = dt.date(2022, 9, 1)
    policy.draft.save()
    world.published(policy, "2023-01-01")
    assert dates(row(get("/en/privacy/versions/"), 4)) == {
        "Text changed": "2022-09-01",
        "In force from": "2023-01-01",
    }


def test_each_version_leads_to_its_text_and_to_what_it_changed(policy: Policy) -> None:
    page = get("/nl/privacy/versies/")
    for number, changes in ((3, ["/2..3/"]), (2, ["/1..2/"]), (1, [])):
        links = [a.get("href") for a in row(page, number).cssselect("a")]
        assert f"/nl/privacy/v/{number}/" in links
        found = [link for link in links if "wijzigingen" in link]
        assert found == [f"/nl/privacy/wijzigingen{each}" for each in changes]
        digest = policy.versions.get(number=number).digest
        assert row(page, number).cssselect("code")[0].text_content() == digest


def test_a_withdrawn_version_says_why_and_leads_to_no_text(policy: Policy) -> None:
    withdraw(None, policy.versions.get(number=2), REASON)
    element = row(get("/en/privacy/versions/"), 2)
    assert "It was wrong." in element.text_content()
    assert element.cssselect("a") == []
    links = [a.get("href") for a in row(get("/en/privacy/versions/"), 3).cssselect("a")]
    assert "/en/privacy/changes/1..3/" in links


def test_what_is_scheduled_stands_first_and_says_so(policy: Policy) -> None:
    version = history_world.scheduled(policy)
    page = get("/en/privacy/versions/")
    first = parsed(page).cssselect(".timeline > li")[0]
    assert first.get("id") == "v4"
    assert "not in force yet" in first.text_content()
    assert "/en/privacy/changes/3..4/" in [a.get("href") for a in first.cssselect("a")]
    withdraw(None, version, REASON)
    assert 'id="v4"' not in get("/en/privacy/versions/").text


def test_a_long_list_is_cut_into_pages(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "AT_ONCE", 2)
    first = get("/nl/privacy/versies/")
    assert [li.get("id") for li in parsed(first).cssselect(".timeline > li")] == [
        "v3",
        "v2",
    ]
    assert "/nl/privacy/wijzigingen/1..2/" in first.text
    assert parsed(first).cssselect("a[rel=next]")[0].get("href") == "?page=2"
    second = parsed(get("/nl/privacy/versies/?page=2"))
    assert [li.get("id") for li in second.cssselect(".timeline > li")] == ["v1"]
    canonical = second.cssselect("link[rel=canonical]")[0].get("href")
    assert canonical == "http://acme.localhost:8000/nl/privacy/versies/?page=2"
    switch = second.cssselect(".switch a[hreflang=en]")[0].get("href")
    assert switch == "/en/privacy/versions/?page=2"


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1"])
def test_a_page_that_is_not_there_is_one_that_is(policy: Policy, asked: str) -> None:
    assert get(f"/nl/privacy/versies/?page={asked}").status_code == 200


def test_the_list_reads_no_text_and_costs_the_same_for_any_number_of_versions(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        world.rewrite(policy, f"woord{number}")
        world.published(policy)
    with django_assert_max_num_queries(8) as asked:
        page = get("/nl/privacy/versies/")
    assert len(parsed(page).cssselect(".timeline > li")) == 11
    texts = [
        q["sql"]
        for q in asked.captured_queries
        if '"policies_version"."canonical"' in q["sql"]
    ]
    assert [sql for sql in texts if "updated" not in sql] == []


# The text of a day.


def test_the_form_leads_to_the_text_of_a_day_or_to_what_changed_since(
    policy: Policy,
) -> None:
    (form,) = parsed(get("/en/privacy/versions/")).cssselect("form.day-form")
    assert form.get("method") == "get"
    (field,) = form.cssselect("input[type=date]")
    assert field.get("min") == "2018-05-25"
    text, since = form.cssselect("button")
    for address, word in (
        (form.get("action"), "on"),
        (since.get("formaction"), "since"),
    ):
        answer = get(f"{address}?{field.get('name')}=2020-02-29")
        assert answer.status_code == 302
        assert answer["Location"] == f"/en/privacy/{word}/2020-02-29/"
    assert text.get("formaction") is None


@pytest.mark.parametrize("written", ["26-10-2022", "26/10/2022", " 2022-10-26 "])
def test_a_day_is_read_as_people_write_it(policy: Policy, written: str) -> None:
    answer = get(f"/nl/privacy/op/?day={written}")
    assert answer["Location"] == "/nl/privacy/op/2022-10-26/"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Choose a day first."),
        ("2023-02-30", "‘2023-02-30’ is not a day."),
        ("<b>", "‘&lt;b&gt;’ is not a day."),
        ("x" * 500, "xxx…’ is not a day."),
    ],
)
def test_what_is_no_day_gets_the_form_again_with_the_reason(
    policy: Policy, typed: str, words: str
) -> None:
    for word in ("on", "since"):
        page = get(f"/en/privacy/{word}/?day={typed}")
        assert page.status_code == 400
        assert words in page.text
        field = parsed(page).cssselect("input[type=date]")[0]
        assert field.get("aria-invalid") == "true"
        said = parsed(page).get_element_by_id(field.get("aria-describedby").split()[0])
        assert said.get("class") == "why"


def test_without_a_day_there_is_the_form_and_no_complaint(policy: Policy) -> None:
    page = get("/en/privacy/on/")
    assert page.status_code == 200
    assert not parsed(page).cssselect(".why")
    assert parsed(page).cssselect("meta[name=robots][content=noindex]")


@pytest.mark.parametrize("word", ["on", "since"])
def test_a_day_before_the_first_version_says_when_that_began(
    policy: Policy, word: str
) -> None:
    page = get(f"/en/privacy/{word}/2018-05-24/")
    assert page.status_code == 404
    assert "The first version took effect on 25 May 2018." in page.text
    links = [a.get("href") for a in parsed(page).cssselect("main a")]
    assert {"/en/privacy/", "/en/privacy/v/1/", "/en/privacy/versions/"} <= set(links)


def test_the_page_of_a_day_says_from_when_until_when_it_held(policy: Policy) -> None:
    page = get("/en/privacy/on/2019-01-01/")
    line = " ".join(parsed(page).cssselect(".dates")[0].text_content().split())
    assert "Was in force from 25 May 2018 until 1 March 2021" in line
    assert "/en/privacy/changes/1..3/" in page.text


# What has changed since.


def test_since_a_day_tells_what_applied_and_what_came_after(policy: Policy) -> None:
    page = get("/en/privacy/since/2019-01-01/")
    assert page.status_code == 200
    lead = " ".join(parsed(page).cssselect(".lead")[0].text_content().split())
    assert lead == "On 1 January 2019 version 1 applied. Now version 3 applies."
    links = [a.get("href") for a in parsed(page).cssselect(".lead a")]
    assert links == ["/en/privacy/on/2019-01-01/", "/en/privacy/"]
    steps = parsed(page).cssselect(".steps li")
    assert ["Version 3" in steps[0].text_content(), len(steps)] == [True, 2]
    marked = [e.text_content() for e in parsed(page).cssselect(".diff-cell ins")]
    assert ["derde" in marked[0], len(marked)] == [True, 1]
    assert parsed(page).cssselect("meta[name=robots][content=noindex]")


def test_since_yesterday_nothing_has_changed(policy: Policy) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    page = get(f"/en/privacy/since/{yesterday}/")
    assert "Nothing has changed since" in page.text
    assert not parsed(page).cssselect(".diff, .steps")


def test_since_a_day_shows_no_text_that_was_withdrawn(policy: Policy) -> None:
    withdraw(None, policy.versions.get(number=1), REASON)
    page = get("/en/privacy/since/2019-01-01/")
    assert page.status_code == 410
    assert "eerste" not in page.text
    withdraw(None, policy.versions.get(number=3), REASON)
    page = get("/en/privacy/since/2021-04-01/")
    assert "version 3, was withdrawn on" in page.text
    assert "derde" not in page.text


def test_what_has_changed_since_costs_a_few_queries(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(10):
        get("/en/privacy/since/2019-01-01/")


# What lies ahead.


def test_the_text_in_force_announces_the_next_one(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    history_world.scheduled(policy)
    with django_assert_max_num_queries(6):
        page = get("/en/privacy/")
    (notice,) = parsed(page).cssselect(".title .notice")
    assert [a.get("href") for a in notice.cssselect("a")] == [
        "/en/privacy/changes/3..4/",
        "/en/privacy/v/4/",
    ]
    day = (timezone.now() + history_world.AHEAD).astimezone(policy.organisation.zone)
    assert notice.cssselect("time")[0].get("datetime") == day.date().isoformat()
    assert "vierde" not in page.text


def test_a_scheduled_text_can_be_read_and_says_that_it_does_not_hold_yet(
    policy: Policy,
) -> None:
    version = history_world.scheduled(policy)
    page = get("/en/privacy/v/4/")
    assert "vierde" in page.text
    assert "not in force yet" in page.text
    assert parsed(page).cssselect("meta[name=robots][content=noindex]")
    assert page["Last-Modified"] <= page.headers.get("Date", page["Last-Modified"])
    withdraw(None, version, REASON)
    assert get("/en/privacy/v/4/").status_code == 404
    assert not parsed(get("/en/privacy/")).cssselect(".title .notice")


def test_announcing_changes_the_date_of_the_page(policy: Policy) -> None:
    past = timezone.now() - dt.timedelta(days=1)
    Organisation.objects.update(updated_at=past)
    before = {"if-modified-since": get("/en/privacy/")["Last-Modified"]}
    assert get("/en/privacy/", **before).status_code == 304
    history_world.scheduled(policy)
    assert get("/en/privacy/", **before).status_code == 200


# The three dates, and both languages.


def test_the_text_in_force_has_its_three_dates(policy: Policy) -> None:
    policy.draft.updated = dt.date(2022, 10, 1)
    policy.draft.save()
    world.published(policy, "2023-01-01")
    policy.refresh_from_db()
    policy.reviewed_on = dt.date(2024, 2, 29)
    policy.save()
    line = parsed(get("/en/privacy/")).cssselect(".dates")[0]
    days = [time.get("datetime") for time in line.cssselect("time")]
    assert days == ["2023-01-01", "2022-10-01", "2024-02-29"]


def test_an_older_review_is_not_told_of_a_newer_text(policy: Policy) -> None:
    policy.reviewed_on = dt.date(2019, 1, 1)
    policy.save()
    line = parsed(get("/en/privacy/")).cssselect(".dates")[0]
    assert "2019-01-01" not in html.tostring(line, encoding="unicode")


def test_both_languages_stand_side_by_side_section_by_section(policy: Policy) -> None:
    page = get("/nl/privacy/naast-elkaar/")
    rows = parsed(page).cssselect(".beside .row")
    assert [[h.text_content() for h in r.cssselect("h2")] for r in rows] == [
        ["Inleiding", "Introduction"],
        ["Termijnen", "Periods"],
    ]
    own, other = rows[1].cssselect(":scope > div")
    assert (own.get("lang"), other.get("lang")) == (None, "en")
    assert ("7 jaar" in own.text_content(), "7 years" in other.text_content()) == (
        True,
        True,
    )
    ids = [element.get("id") for element in parsed(page).cssselect("[id]")]
    assert len(ids) == len(set(ids))
    assert parsed(page).cssselect("meta[name=robots][content=noindex]")
    canonical = parsed(page).cssselect("link[rel=canonical]")[0].get("href")
    assert canonical == "http://acme.localhost:8000/nl/privacy/"
    english = parsed(get("/en/privacy/side-by-side/")).cssselect(".row h2")
    assert english[0].text_content() == "Introduction"


def test_a_withdrawn_text_stands_beside_nothing(policy: Policy) -> None:
    withdraw(None, policy.versions.get(number=3), REASON)
    page = get("/en/privacy/side-by-side/")
    assert page.status_code == 410
    assert "derde" not in page.text


# The organisation's own page.


def test_the_landing_page_leads_to_each_language_and_to_all_versions(
    policy: Policy,
) -> None:
    card = parsed(get("/en/")).cssselect(".cards li")[0]
    links = [a.get("href") for a in card.cssselect("a")]
    assert links == [
        "/en/privacy/",
        "/nl/privacy/",
        "/en/privacy/",
        "/en/privacy/versions/",
    ]
    assert "version 3" in card.text_content()
    assert card.cssselect("time")[0].get("datetime") == "2022-10-26"


@pytest.mark.parametrize(
    "path",
    ["versies/", "op/", "op/2020-01-01/", "sinds/2020-01-01/", "naast-elkaar/"],
)
def test_pages_about_the_past_set_no_cookie_and_take_no_other_method(
    policy: Policy, path: str
) -> None:
    page = get(f"/nl/privacy/{path}")
    assert page.status_code == 200
    assert not page.cookies
    assert "<script" not in page.text
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate"
    host = {"host": "acme.localhost"}
    assert Client().post(f"/nl/privacy/{path}", headers=host).status_code == 405
    assert Client().head(f"/nl/privacy/{path}", headers=host).content == b""
