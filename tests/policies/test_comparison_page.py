"""What changed between two versions, for readers (F04)."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from lxml import html

from organisations.languages import write
from policies.actions.withdraw import withdraw
from policies.models import Policy
from tests import world
from tests.policies import history_world
from tests.policies.history_world import get

pytestmark = pytest.mark.django_db

DUTCH_ONLY = {"nl": "<p>Tekst derde, binnen 30 dagen.</p>", "en": "<p>Text derde.</p>"}
NL, EN = "/nl/privacy/wijzigingen", "/en/privacy/changes"


@pytest.fixture
def policy() -> Policy:
    return history_world.policy()


def parsed(page: Any) -> Any:
    return html.fromstring(page.content)


def heard(page: Any, selector: str) -> list[str]:
    """The words of those elements as a screen reader says them."""
    return [
        " ".join(e.text_content().split()) for e in parsed(page).cssselect(selector)
    ]


def test_words_that_came_and_went_are_marked_and_said_aloud(policy: Policy) -> None:
    page = get(f"{NL}/1..2/")
    assert page.status_code == 200
    assert heard(page, ".diff-cell del") == ["verwijderd: eerste (einde)"]
    assert heard(page, ".diff-cell ins") == ["toegevoegd: tweede (einde)"]


def test_only_changed_sections_are_shown_and_the_others_are_folded(
    policy: Policy,
) -> None:
    page = parsed(get(f"{EN}/1..2/"))
    parts = page.cssselect(".diff-part h2 .diff-name")
    assert [part.text_content() for part in parts] == ["Introduction"]
    folded = page.cssselect("details.diff-unchanged")[0]
    assert folded.get("open") is None
    assert "Periods" in folded.text_content()


def test_the_summary_says_it_in_plain_words(policy: Policy) -> None:
    entry = policy.draft.sections.get(anchor="retention").entries.get()
    entry.attributes = {"period": "P9M"}
    entry.save()
    world.published(policy)
    page = get(f"{EN}/3..4/")
    assert heard(page, ".in-short details li") == [
        "Periods: ‘Invoices’ 7 years → 9 months"
    ]
    (reason,) = parsed(page).cssselect(".in-short .reasons a")
    assert "7 years → 9 months" in reason.text_content()
    assert parsed(page).get_element_by_id(reason.get("href")[1:]).tag == "h2"


@pytest.mark.parametrize("english_too", [False, True])
@pytest.mark.parametrize("address", [f"{EN}/3..4/", "/en/privacy/since/2022-12-31/"])
def test_a_reason_about_the_other_language_leads_to_both_and_says_so(
    policy: Policy, address: str, english_too: bool
) -> None:
    row = policy.draft.sections.get(anchor="intro")
    write(row, "intro", DUTCH_ONLY)
    row.save()
    if english_too:
        entry = policy.draft.sections.get(anchor="retention").entries.get()
        entry.attributes = {"period": "P9M"}
        entry.save()
    world.published(policy)
    found = {
        link.get("href"): " ".join(link.getparent().text_content().split())
        for link in parsed(get(address)).cssselect(".in-short .reasons a")
    }
    dutch = f"{EN}/3..4/?languages=both#diff-en-intro"
    assert found.pop(dutch).endswith("Only the text in Dutch changed.")
    assert list(found) == (["#diff-en-retention"] if english_too else [])
    assert "Only the text" not in "".join(found.values())
    place = parsed(get(dutch.partition("#")[0])).get_element_by_id("diff-en-intro")
    assert "Introduction" in place.text_content()


def test_a_reason_leads_into_the_page_where_both_languages_stand_there(
    policy: Policy,
) -> None:
    row = policy.draft.sections.get(anchor="intro")
    write(row, "intro", DUTCH_ONLY)
    row.save()
    world.published(policy)
    for path in (f"{EN}/3..4/?languages=both", f"{NL}/3..4/"):
        (link,) = parsed(get(path)).cssselect(".in-short .reasons a")
        assert link.get("href") == f"#diff-{path[1:3]}-intro"
        assert "Dutch" not in link.getparent().text_content()


def test_headings_skip_no_level(policy: Policy) -> None:
    page = parsed(get(f"{NL}/1..3/"))
    levels = [int(h.tag[1]) for h in page.cssselect("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    steps = [below - above for above, below in pairwise(levels)]
    assert max(steps) <= 1


def test_every_version_in_between_is_named_with_its_note(policy: Policy) -> None:
    page = parsed(get(f"{EN}/1..3/"))
    steps = page.cssselect(".steps li")
    assert [step.cssselect("a")[0].get("href") for step in steps] == [
        "/en/privacy/v/3/",
        "/en/privacy/v/2/",
    ]
    assert all("New period." in step.text_content() for step in steps)


def test_both_languages_stand_side_by_side_by_a_link(policy: Policy) -> None:
    path = f"{NL}/1..2/"
    assert f'href="{path}?languages=both"' in get(path).text
    page = get(f"{path}?languages=both")
    assert heard(page, ".diff-cell[lang=en] ins") == ["added: tweede (end)"]
    assert heard(page, ".diff-cell:not([lang]) ins") == ["toegevoegd: tweede (einde)"]
    assert f'href="{path}"' in page.text


def test_search_engines_are_led_to_one_address_of_each_comparison(
    policy: Policy,
) -> None:
    for path, hidden in ((f"{NL}/1..2/", False), (f"{NL}/1..2/?languages=both", True)):
        page = parsed(get(path))
        (canonical,) = page.cssselect("link[rel=canonical]")
        assert canonical.get("href") == f"http://acme.localhost:8000{NL}/1..2/"
        assert bool(page.cssselect("meta[name=robots][content=noindex]")) is hidden
    others = parsed(get(f"{NL}/1..2/")).cssselect("link[hreflang=en]")
    assert others[0].get("href") == f"http://acme.localhost:8000{EN}/1..2/"


def test_the_language_switch_keeps_the_view_and_the_section(policy: Policy) -> None:
    page = parsed(get(f"{NL}/1..2/?languages=both"))
    switch = page.cssselect(".switch a[hreflang=en]")[0]
    assert switch.get("href") == f"{EN}/1..2/?languages=both"
    link = page.cssselect(".diff-part .section-links a[hreflang=en]")[0]
    address, anchor = link.get("href").split("#")
    assert address == f"{EN}/1..2/?languages=both"
    assert parsed(get(address)).get_element_by_id(anchor).tag == "h2"


def test_versions_the_wrong_way_round_are_put_in_order(policy: Policy) -> None:
    answer = get(f"{NL}/3..1/")
    assert (answer.status_code, answer["Location"]) == (302, f"{NL}/1..3/")
    both = get(f"{NL}/3..1/?languages=both")
    assert both["Location"] == f"{NL}/1..3/?languages=both"


@pytest.mark.parametrize("pair", ["2..2", "1..9", "0..1", "01..2", "1..999999999"])
def test_what_is_no_pair_of_versions_is_not_found(policy: Policy, pair: str) -> None:
    assert get(f"{NL}/{pair}/").status_code == 404


def test_the_word_of_the_other_language_is_understood(policy: Policy) -> None:
    assert get("/nl/privacy/changes/1..2/").status_code == 200


def test_a_withdrawn_text_is_gone_from_its_comparisons(policy: Policy) -> None:
    version = policy.versions.get(number=2)
    withdraw(None, version, {"nl": "Het klopte niet.", "en": "It was wrong."})
    for pair in ("1..2", "2..3"):
        page = get(f"{EN}/{pair}/")
        assert page.status_code == 410
        assert "It was wrong." in page.text
        assert "tweede" not in page.text
    assert get(f"{EN}/1..3/").status_code == 200
    assert "/2..3/" not in get("/en/privacy/versions/").text


def test_a_scheduled_version_is_compared_ahead_of_its_day(policy: Policy) -> None:
    version = history_world.scheduled(policy)
    page = get(f"{EN}/3..4/")
    assert page.status_code == 200
    assert "not in force yet" in page.text
    assert parsed(page).cssselect("meta[name=robots][content=noindex]")
    withdraw(None, version, {"nl": "Toch niet.", "en": "Not after all."})
    assert get(f"{EN}/3..4/").status_code == 404


def test_nothing_is_compared_before_the_first_version_takes_effect() -> None:
    made = world.policy(world.organisation())
    history_world.scheduled(made, "eerste")
    for path in (f"{EN}/1..2/", f"{EN}/", "/en/privacy/v/1/"):
        assert get(path).status_code == 404


def test_another_organisations_versions_are_never_compared(policy: Policy) -> None:
    stranger = world.policy(world.organisation("bolt"), "other")
    world.published(stranger, "2020-01-01")
    assert get(f"{NL}/1..2/", host="bolt.localhost").status_code == 404
    assert get("/nl/other/wijzigingen/1..2/", host="bolt.localhost").status_code == 404


def test_a_form_leads_to_any_other_pair(policy: Policy) -> None:
    page = parsed(get(f"{NL}/1..2/"))
    (form,) = page.cssselect("form.pair-form")
    assert (form.get("method"), form.get("action")) == ("get", f"{NL}/")
    for name, chosen in (("from", "1"), ("to", "2")):
        options = form.cssselect(f"select[name={name}] option")
        assert [option.get("value") for option in options] == ["3", "2", "1"]
        assert [o.get("value") for o in options if o.get("selected") is not None] == [
            chosen
        ]
    answer = get(f"{NL}/?from=3&to=1")
    assert (answer.status_code, answer["Location"]) == (302, f"{NL}/1..3/")


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?from=2&to=2", 400), ("?from=1&to=9", 400), ("?from=²&to=x", 400)],
)
def test_the_form_asks_again_when_no_pair_was_chosen(
    policy: Policy, query: str, status: int
) -> None:
    page = get(f"{EN}/{query}")
    assert page.status_code == status
    assert ("Choose two different versions." in page.text) is (status == 400)
    assert parsed(page).cssselect("form.pair-form select[name=to]")


def test_neighbouring_comparisons_are_one_step_away(policy: Policy) -> None:
    first, last = parsed(get(f"{NL}/1..2/")), parsed(get(f"{NL}/2..3/"))
    assert first.cssselect("a[rel=next]")[0].get("href") == f"{NL}/2..3/"
    assert not first.cssselect("a[rel=prev]")
    assert last.cssselect("a[rel=prev]")[0].get("href") == f"{NL}/1..2/"
    assert not last.cssselect("a[rel=next]")


def test_a_comparison_costs_a_few_queries_however_many_versions_there_are(
    policy: Policy, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        world.rewrite(policy, f"woord{number}")
        world.published(policy)
    with django_assert_max_num_queries(8):
        assert get(f"{NL}/1..11/").status_code == 200


def test_its_own_styles_are_in_the_page_and_named_in_the_policy(policy: Policy) -> None:
    page = get(f"{NL}/1..2/")
    csp = page["Content-Security-Policy"]
    assert page.text.count("<style>") == 2
    assert ".diff-cells" in page.text
    assert len(re.findall("'sha256-", csp)) == 2
    assert ".diff-cells" not in get("/nl/privacy/").text


def test_a_browser_that_has_the_comparison_gets_304(policy: Policy) -> None:
    first = get(f"{NL}/1..2/")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not first.cookies
    again = get(f"{NL}/1..2/", **{"if-none-match": first["ETag"]})
    assert again.status_code == 304
