"""A saved page: genuine whatever its frame and its age, altered by one character."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from organisations import audit
from organisations.models import Host, Organisation
from policies.actions.withdraw import withdraw
from policies.models import Policy
from tests import world
from tests.policies import evidence_world as saved
from tests.policies import notice_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return saved.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    """In force since 2018, changed in 2022."""
    made = saved.policy(organisation)
    world.published(made, "2018-05-25")
    saved.rewrite(made, "tweede")
    world.published(made, "2022-10-26")
    return made


PAGES = {
    "/nl/privacy/": 2,
    "/en/privacy/": 2,
    "/nl/privacy/v/1/": 1,
    "/en/privacy/v/2/": 2,
    "/nl/privacy/op/2019-01-01/": 1,
    "/en/privacy/on/2023-01-01/": 2,
}


@pytest.mark.parametrize(("path", "number"), PAGES.items())
def test_each_page_of_a_version_is_genuine(
    policy: Policy, path: str, number: int
) -> None:
    found = saved.on(saved.get(path))
    assert saved.told(found) == ("genuine", number, [])
    assert found.notices == ()
    assert not found.dressed
    assert found.address == ""
    assert found.language == path[1:3]
    assert found.intact


FRAMES = ["/nl/privacy/insluiten/frame/", "/en/privacy/embed/frame/"]


@pytest.mark.parametrize("path", ["/nl/privacy/v/1/", "/en/privacy/", FRAMES[0]])
def test_one_other_character_is_found_and_its_section_named(
    policy: Policy, path: str
) -> None:
    html = saved.get(path).decode()
    missed = []
    for at in saved.places(html, saved.visible(html), 40):
        found = saved.on(saved.changed(html, at))
        keys = [one.key for one in found.differences]
        if found.outcome != "altered" or {*keys} != {saved.section_of(html, at)}:
            missed.append((html[at - 20 : at + 20], found.outcome, keys))
    assert not missed, missed


@pytest.mark.parametrize(
    ("words", "other", "part"),
    [
        ("Tekst eerste.<", "Tekst vierde.<", "#intro"),
        ("7 jaar", "9 jaar", "#retention"),
        ("Na afspraak.", "Afspraak.", "#visits"),
        (">25 mei 2018</time></dd>", ">26 mei 2018</time></dd>", "record"),
        (">1 mei 2018</time></span>", ">2 mei 2018</time></span>", "dates"),
        ("versie 1<", "versie 2<", "dates"),
        ("<dd>1</dd>", "<dd>3</dd>", "record"),
        ("<h1>Privacybeleid", "<h1>Privacybelied", "title"),
        ("https://klacht.example/loket", "https://klacht.example/1oket", "#contact"),
        ("<p>Na afspraak", '<img src="x"><p>Na afspraak', "#visits"),
        ("</strong>@acme", "</strong> @acme", "#contact"),
    ],
)
def test_what_a_forger_would_change_is_found(
    policy: Policy, words: str, other: str, part: str
) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    assert html.count(words) == 1, html.count(words)
    found = saved.on(html.replace(words, other))
    assert saved.told(found) == ("altered", 1, [part])


def test_a_changed_fingerprint_is_found_by_the_address_beside_it(
    policy: Policy,
) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    digest = saved.version(policy, 1).digest
    other = ("0" if digest[0] != "0" else "1") + digest[1:]
    found = saved.on(html.replace(digest, other))
    assert saved.told(found) == ("altered", 1, ["record"])
    assert found.differences[0].genuine == digest
    assert found.differences[0].saved == other


def test_the_difference_is_shown_with_the_words_around_it(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    (one,) = saved.on(html.replace("ook als u wacht", "ook als u lacht")).differences
    assert str(one.where) == "Contact opnemen"
    assert (one.genuine, one.saved) == ("wacht.", "lacht.")
    assert one.before.endswith("een klacht in, ook als u")


def test_a_section_that_was_cut_out_put_in_or_moved_is_named(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    visits = re.search(r'<section id="visits".*?</section>', html, re.DOTALL)
    assert visits is not None
    assert saved.told(saved.on(html.replace(visits[0], ""))) == (
        "altered", 1, ["#visits"],
    )  # fmt: skip
    twice = html.replace(visits[0], visits[0] + visits[0])
    assert saved.told(saved.on(twice)) == ("altered", 1, ["#visits"])
    intro = html.index('<section id="intro"')
    moved = html.replace(visits[0], "")
    moved = moved[:intro] + visits[0] + moved[intro:]
    assert saved.on(moved).outcome == "altered"


@pytest.mark.parametrize(
    "hidden",
    [
        "<p>Dit geldt niet.</p>",
        "<nav>Dit geldt niet.</nav>",
        "<header>Dit geldt niet.</header>",
        '<nav class="contents">Dit geldt niet.</nav>',
        "<template>Dit geldt niet.</template>",
    ],
)
def test_words_between_the_sections_are_found(policy: Policy, hidden: str) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    at = html.index('<section id="retention"')
    found = saved.on(html[:at] + hidden + html[at:])
    assert saved.told(found) == ("altered", 1, ["text"])


def test_a_false_notice_beside_the_article_is_not_passed_over(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    at = html.index("<article")
    hidden = '<p class="notice">Dit geldt niet.</p>'
    found = saved.on(html[:at] + hidden + html[at:])
    assert found.outcome == "genuine"
    assert "Dit geldt niet." in found.notices


SOLD = "Wij verkopen uw gegevens."
DATES = '<p class="dates">'


@pytest.mark.parametrize(
    ("before", "forged", "part"),
    [
        (DATES, f"<p>{SOLD}</p>", "head"),
        (DATES, SOLD, "head"),
        (DATES, f'<p class="notice">{SOLD}</p>', "head"),
        (DATES, f'<p class="section-links">{SOLD}</p>', "head"),
        (DATES, f'<div class="dates">{SOLD}</div>', "head"),
        (DATES, f'<aside class="notice announced"><p>{SOLD}</p></aside>', "head"),
        (DATES, f"<p><a href='/'>{SOLD}</a></p>", "head"),
        (DATES, f'<time datetime="2020-01-01">{SOLD}</time>', "head"),
        (DATES, '<p><img src="x"></p>', "head"),
        ("<span><a ", f"<span><a>{SOLD}</a></span>", "head"),
        ("<span>versie 1", f"<b><span>{SOLD}</span></b>", "dates"),
        ("<span>versie 1", "<span>⟨verkocht⟩</span>", "dates"),
        ('<p class="downloads">', f"<p>{SOLD}</p>", "record"),
        ('<p class="downloads">', f'<p class="page-only">{SOLD}</p>', "record"),
        ('<p class="downloads">', f'<div class="downloads">{SOLD}</div>', "record"),
        ('<p class="downloads">', f'<p class="downloads">{SOLD}</p>', "record"),
        (
            '<a href="/nl/privacy/v/1/policy.pdf"',
            f'<a href="/policy.pdf">{SOLD}</a>',
            "record",
        ),
        ('<section id="intro"', f'<p class="section-links">{SOLD}</p>', "text"),
        ("Na afspraak", f'<b class="section-links"><a>{SOLD}</a></b>', "#visits"),
    ],
)
def test_words_where_only_our_own_stand_are_found(
    policy: Policy, before: str, forged: str, part: str
) -> None:
    """Under the title, at the record and about a section no page has others."""
    html = saved.get("/nl/privacy/v/1/").decode()
    at = html.index(before, html.index("<article"))
    found = saved.on(html[:at] + forged + html[at:])
    assert saved.told(found) == ("altered", 1, [part])


def test_words_in_the_search_form_are_found(policy: Policy) -> None:
    html = saved.get("/nl/privacy/").decode()
    at = html.index("</form>", html.index("<article"))
    found = saved.on(f"{html[:at]}<b>{SOLD}</b>{html[at:]}")
    assert saved.told(found) == ("altered", 2, ["contents"])


@pytest.mark.parametrize(
    ("words", "other", "genuine", "forged"),
    [
        (">1 mei 2018</time></span>", ">2 mei 2018</time></span>", "1", "2"),
        ("versie 1<", "versie 2<", "1", "2"),
        ("laatst bijgewerkt", "laatst gewijzigd", "bijgewerkt", "gewijzigd"),
    ],
)
def test_an_altered_line_under_the_title_is_shown_beside_the_published_one(
    policy: Policy, words: str, other: str, genuine: str, forged: str
) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    assert html.count(words) == 1
    (one,) = saved.on(html.replace(words, other)).differences
    assert (one.key, one.genuine, one.saved) == ("dates", genuine, forged)


def test_a_page_saved_while_a_processor_was_announced_stays_genuine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acme = notice_world.telling()
    for name, days in (("Stripe", 40), ("Mollie", 70)):
        row = notice_world.processor(acme, name)
        row.since = notice_world.ahead(acme, days)
        notice_world.saved(row)
    html = saved.get("/nl/privacy/")
    assert b"Stripe" in html
    assert b"Mollie" in html
    later = timezone.now() + dt.timedelta(days=4000)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert saved.get("/nl/privacy/") != html
    assert saved.on(html).outcome == "genuine"
    forged = html.decode().replace("Mollie", "Molly")
    assert saved.on(forged).outcome == "altered"


def test_scripts_and_foreign_styles_are_mentioned(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    for more in ("<script>1</script>", "<style>p{display:none}</style>"):
        found = saved.on(html.replace("</head>", f"{more}</head>"))
        assert found.outcome == "genuine"
        assert found.dressed


def test_a_page_saved_while_no_text_was_in_force_is_genuine(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved.rewrite(policy, "derde")
    world.published(policy, timezone.now() + dt.timedelta(days=30))
    withdraw(None, policy.versions.get(number=2), {"nl": "Fout.", "en": "Wrong."})
    pages = [saved.get(f"/nl/privacy/v/{number}/") for number in (1, 3)]
    assert all("Er geldt op dit moment geen tekst." in p.decode() for p in pages)
    later = timezone.now() + dt.timedelta(days=40)
    monkeypatch.setattr(timezone, "now", lambda: later)
    for html in pages:
        assert b"geen tekst" not in saved.get("/nl/privacy/v/1/")
        assert saved.on(html).outcome == "genuine"
        forged = html.decode().replace("geen tekst", "een tekst")
        assert saved.on(forged).outcome == "altered"


def test_struck_words_are_mentioned(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    found = saved.on(html.replace(" eerste", " <s>eerste</s>"))
    assert found.outcome == "genuine"
    assert found.dressed


def test_the_frame_may_be_another(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    for part in ("header", "footer"):
        html = re.sub(
            rf'<{part} class="site">.*?</{part}>', f"<{part}>Anders</{part}>",
            html, flags=re.DOTALL,
        )  # fmt: skip
    found = saved.on(html)
    assert "Anders" in html
    assert saved.told(found) == ("genuine", 1, [])
    assert found.notices == ()


def test_another_policy_in_the_footer_does_not_matter(
    organisation: Organisation, policy: Policy
) -> None:
    html = saved.get("/nl/privacy/")
    world.published(world.policy(organisation, "cookies", "koekjes"), "2023-01-01")
    assert html != saved.get("/nl/privacy/")
    assert saved.told(saved.on(html)) == ("genuine", 2, [])


def test_time_passing_raises_no_alarm(policy: Policy, monkeypatch: Any) -> None:
    """Saved while scheduled, while in force, and when another version had come."""
    ahead = timezone.now() + dt.timedelta(days=30)
    before = saved.get("/nl/privacy/")
    saved.rewrite(policy, "derde")
    world.published(policy, ahead)
    announced = saved.get("/nl/privacy/")
    files = {3: [saved.get("/nl/privacy/v/3/")], 2: [before, announced]}
    assert b"Tekst derde" in files[3][0]
    monkeypatch.setattr(timezone, "now", lambda: ahead + dt.timedelta(days=400))
    policy.reviewed_on = dt.date(2026, 1, 2)
    policy.save()
    files[3].append(saved.get("/nl/privacy/"))
    files[2].append(saved.get("/nl/privacy/v/2/"))
    assert len({*files[2], *files[3]}) == 5
    for number, contents in files.items():
        for content in contents:
            assert saved.told(saved.on(content)) == ("genuine", number, [])


def test_a_later_review_raises_no_alarm(policy: Policy) -> None:
    policy.reviewed_on = dt.date(2024, 3, 4)
    policy.save()
    html = saved.get("/nl/privacy/")
    assert "4 maart 2024" in html.decode()
    for later in (dt.date(2025, 3, 4), None):
        policy.reviewed_on = later
        policy.save()
        assert saved.told(saved.on(html)) == ("genuine", 2, [])


def test_the_organisation_may_have_other_hosts_and_slugs_since(
    organisation: Organisation, policy: Policy
) -> None:
    html = saved.get("/nl/privacy/v/1/")
    Host.objects.filter(organisation=organisation).update(canonical=False)
    Host.objects.create(name="new.localhost", organisation=organisation, canonical=True)
    assert saved.told(saved.on(html)) == ("genuine", 1, [])
    with transaction.atomic():
        policy.slug_nl = "beleid"  # type: ignore[attr-defined]
        policy.save()
        changes = {"slug_nl": ["privacy", "beleid"]}
        audit.record("user:1", "policy.change", policy, organisation, changes=changes)
    found = saved.on(html)
    assert saved.told(found) == ("genuine", 1, [])
    assert found.address == "/nl/privacy/v/1/"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        (">http://acme.localhost", ">http://acne.localhost"),
        ("/nl/privacy/v/1/</a>", "/nl/privacy/v/2/</a>"),
        ("/nl/privacy/v/1/</a>", "/nl/privacij/v/1/</a>"),
        ('href="/nl/privacy/v/1/">', 'href="http://acme.example/nl/privacy/v/1/">'),
        ('href="/nl/privacy/v/1/">', 'href="/nl/privacy/v/l/">'),
    ],
)
def test_an_address_where_the_version_never_was_is_found(
    policy: Policy, address: str, other: str
) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    assert html.count(address) == 1
    outcome, number, keys = saved.told(saved.on(html.replace(address, other)))
    assert (outcome, number, {*keys}) == ("altered", 1, {"record"})


def test_a_page_saved_by_a_browser_is_genuine(policy: Policy) -> None:
    """A browser makes links absolute, opens what was opened and adds a comment."""
    html = saved.get("/nl/privacy/v/1/").decode()
    html = re.sub(r'href="/', 'href="http://acme.localhost:8000/', html)
    html = re.sub(r'href="#', 'href="http://acme.localhost:8000/nl/privacy/v/1/#', html)
    html = html.replace("<details>", '<details open="">').replace(
        "<html", "<!-- saved from url=(0021)http://acme.localhost/ -->\n<html"
    )
    assert saved.told(saved.on(html)) == ("genuine", 1, [])
    assert saved.told(saved.on(html.encode("utf-16"))) == ("genuine", 1, [])


def test_a_web_archive_is_read_like_the_page_in_it(policy: Policy) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message.set_content(saved.get("/nl/privacy/v/1/").decode(), subtype="html")
    message.make_related()
    assert saved.told(saved.on(message.as_bytes())) == ("genuine", 1, [])


def test_a_withdrawn_version_is_recognised(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    withdraw(None, saved.version(policy, 1), {"nl": "Fout.", "en": "Wrong."})
    assert saved.told(saved.on(html)) == ("genuine", 1, [])
    assert saved.on(html.replace("eerste", "vierde")).outcome == "altered"


@pytest.mark.parametrize("path", FRAMES)
def test_the_page_for_a_frame_is_genuine_and_stays_so(
    policy: Policy, monkeypatch: Any, path: str
) -> None:
    """It has no contents, no summary and a shorter record."""
    html = saved.get(path)
    assert b'class="contents"' in saved.get(f"{path[:3]}/privacy/")
    assert b'class="contents"' not in html
    found = saved.on(html)
    assert saved.told(found) == ("genuine", 2, [])
    assert not found.dressed
    saved.rewrite(policy, "derde")
    ahead = timezone.now() + dt.timedelta(days=1)
    world.published(policy, ahead)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    assert html != saved.get(path)
    assert saved.told(saved.on(html)) == ("genuine", 2, [])
    withdraw(None, saved.version(policy, 2), {"nl": "Fout.", "en": "Wrong."})
    assert saved.told(saved.on(html)) == ("genuine", 2, [])


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/nl/privacy/naast-elkaar/", "twee talen naast elkaar"),
        ("/nl/privacy/v/1/policy.fragment.html", "voor een andere website"),
    ],
)
def test_a_page_that_cannot_be_checked_says_which_can(
    policy: Policy, path: str, says: str
) -> None:
    found = saved.on(saved.get(path))
    assert found.outcome == "unreadable"
    assert says in found.reason
    assert "JSON" in found.reason


def test_pages_without_a_policy_are_unreadable(policy: Policy) -> None:
    for html in (saved.get("/nl/privacy/versies/"), b"<p>Niets.</p>"):
        found = saved.on(html)
        assert found.outcome == "unreadable"
        assert found.reason


def test_a_policy_that_nobody_published_here_is_unknown(policy: Policy) -> None:
    html = saved.get("/nl/privacy/v/1/").decode()
    digest = saved.version(policy, 1).digest
    html = html.replace(digest, "0" * 64).replace("/nl/privacy/", "/nl/elsewhere/")
    assert saved.told(saved.on(html)) == ("unknown", None, [])
