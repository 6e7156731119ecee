"""The editing guide: both languages alike, every link right, and true to the screens."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.test import Client

from organisations import guide
from organisations.models import Role
from organisations.verbs import VERBS
from tests import world
from tests.policies.admin_world import signed_in

LANGUAGES = ("nl", "en")
NAMES = sorted(path.stem for path in (guide.FOLDER / "en").glob("*.md"))
ROOT = Path(__file__).resolve().parent.parent
MOST_PICTURES, LARGEST = 16, 120_000
# Words in bold that name a thing and nothing on a screen.
NOT_ON_SCREEN = {"NL", "EN", "Rij", "Row", "Register"}
# What each verb is called in the table of roles.
SAID = {
    "read": ("Concepten, versies, wijzigingen en het auditlogboek lezen",
             "Read drafts, versions, what changed and the audit trail"),
    "comment": ("Opmerkingen maken", "Comment"),
    "edit": ("Schrijven in concepten", "Write in drafts"),
    "edit registers": ("Registers bijhouden", "Keep registers"),
    "start": ("Een document beginnen of kopiëren", "Start or copy a policy"),
    "import": ("Een tekst importeren", "Import a text"),
    "translate": ("Een vertaalbestand overnemen", "Take in a translation file"),
    "restore": ("Een versie herstellen als concept", "Restore a version as a draft"),
    "edit clauses": ("Clausules van de organisatie schrijven",
                     "Write clauses of the organisation"),
    "share": ("Links voor de advocaat maken", "Make links for counsel"),
    "ask for review": ("Om een beoordeling vragen", "Ask for a review"),
    "plan review": ("Plannen wanneer een document opnieuw wordt gelezen",
                    "Plan when a policy is read again"),
    "approve": ("Goedkeuren of terugsturen", "Approve or send back"),
    "publish": ("Publiceren, ook op een datum, en een planning annuleren",
                "Publish, also on a date, and cancel a schedule"),
    "withdraw": ("Een versie intrekken", "Withdraw a version"),
    "rename": ("De titel en het adres van een gepubliceerd document wijzigen",
               "Change the title and the address of a published policy"),
    "edit pages": ("Schrijven op de pagina's van de site", "Write on the site's pages"),
    "publish pages": ("Pagina's van de site publiceren", "Publish the site's pages"),
    "delete": ("Een document verwijderen dat nooit is gepubliceerd",
               "Delete a policy that was never published"),
    "manage colleagues": ("Collega's en hun rollen", "Colleagues and their roles"),
    "manage": ("Gegevens, hosts en stappen van goedkeuring",
               "Facts, hosts and steps of approval"),
    "manage webhooks": ("Webhooks: andere systemen waarschuwen",
                        "Webhooks: tell other systems"),
}  # fmt: skip


def written(language: str, name: str) -> str:
    found = guide.text(language, name)
    assert found, f"docs/editing/{language}/{name}.md"
    return found


def attributes(language: str, name: str, kind: str, attribute: str) -> list[str]:
    tokens = guide.flat(guide.parse(written(language, name)))
    return [str(token.attrGet(attribute)) for token in tokens if token.type == kind]


def pictures(language: str, name: str) -> list[str]:
    return attributes(language, name, "image", "src")


def shape(language: str, name: str) -> list[str]:
    """What a chapter is made of: headings, paragraphs, lists, tables, pictures."""
    tokens = guide.flat(guide.parse(written(language, name)))
    wanted = ("heading_open", "bullet_list_open", "ordered_list_open", "list_item_open",
              "table_open", "tr_open", "image", "paragraph_open")  # fmt: skip
    return [f"{token.type} {token.tag}" for token in tokens if token.type in wanted]


def bold(language: str, name: str) -> list[str]:
    found: list[str] = []
    for line in guide.parse(written(language, name)):
        inside = iter(line.children or ())
        found += [
            next(inside).content for token in inside if token.type == "strong_open"
        ]
    return [words for words in found if words not in NOT_ON_SCREEN]


@cache
def interface() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every word of the interface: a pattern of the Dutch, and the English of it."""
    path = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    found: list[tuple[str, str]] = []
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id and not message.fuzzy:
                said = each(message.string)
                found += zip(said, each(message.id), strict=False)
    return tuple((pattern(nl), en) for nl, en in found)


def each(words: object) -> list[str]:
    return list(words) if isinstance(words, list | tuple) else [str(words)]


@cache
def pattern(words: str) -> re.Pattern[str]:
    """The words with anything in the place of their variables; the first letter is free."""
    parts = re.split(r"%\(\w+\)[sd]|%%?s", words)
    return re.compile(r"[\w:]+".join(map(re.escape, parts)), re.IGNORECASE)


def test_there_is_a_chapter_in_each_language_and_the_index_names_them_all() -> None:
    for language in LANGUAGES:
        found = {path.stem for path in (guide.FOLDER / language).glob("*.md")}
        listed = [chapter.name for chapter in guide.chapters(language)]
        assert found == {*listed, guide.INDEX}
        assert len(listed) == len(set(listed))
    nl, en = ([c.name for c in guide.chapters(language)] for language in LANGUAGES)
    assert nl == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_calls_chapters_by_their_titles(language: str) -> None:
    for chapter in guide.chapters(language):
        assert f"[{chapter.title}]({chapter.name}.md)" in written(language, "README")


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_headings_lists_and_pictures(name: str) -> None:
    assert shape("nl", name) == shape("en", name)
    nl = [source.replace("/nl/", "/en/") for source in pictures("nl", name)]
    assert nl == pictures("en", name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_exists_has_a_description_and_is_shown_once(
    language: str,
) -> None:
    folder = guide.FOLDER / "pictures" / language
    shown = [source for name in NAMES for source in pictures(language, name)]
    there = {f"../pictures/{language}/{path.name}" for path in folder.iterdir()}
    assert sorted(shown) == sorted(there)
    assert 0 < len(there) <= MOST_PICTURES
    assert [p.name for p in folder.iterdir() if p.stat().st_size >= LARGEST] == []
    for name in NAMES:
        assert "![](" not in written(language, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_a_chapter_and_a_heading_that_are_there(
    language: str, name: str
) -> None:
    for href in attributes(language, name, "link_open", "href"):
        if href.startswith("https://"):
            continue
        target, _, mark = href.partition("#")
        assert target.endswith(".md"), href
        text = written(language, target.removesuffix(".md"))
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        assert not mark or mark in map(guide.anchor, headings), href


@pytest.mark.parametrize("name", NAMES)
def test_what_is_bold_is_what_the_screen_says(name: str) -> None:
    """A button that is renamed has to be renamed in both guides."""
    known = interface()
    wrong = [
        w
        for w in bold("en", name)
        if not any(pattern(e).fullmatch(w) for _, e in known)
    ]
    wrong += [w for w in bold("nl", name) if not any(n.fullmatch(w) for n, _ in known)]
    assert wrong == [], "not a word of the interface"


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_name_the_same_buttons(name: str) -> None:
    nl, en = bold("nl", name), bold("en", name)
    assert len(nl) == len(en)
    for words in nl:
        meant = [e for n, e in interface() if n.fullmatch(words)]
        assert any(pattern(e).fullmatch(w) for e in meant for w in en), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_roles_is_what_the_verbs_say(language: str) -> None:
    assert set(SAID) == set(VERBS), "say in the guide and here what the verb is called"
    place = LANGUAGES.index(language)
    lines = re.findall(r"^\| (.+?) \|(.*)\|$", written(language, "roles"), re.MULTILINE)
    found = {what: [cell.strip() for cell in cells.split("|")] for what, cells in lines}
    for verb, least in VERBS.items():
        ticks = ["✓" if role >= least else "" for role in Role]
        assert found.pop(SAID[verb][place]) == ticks, verb
    assert len(found) == 1, "besides the verbs there is the line with the roles"


@pytest.fixture
def browser() -> Client:
    return signed_in(world.person("nora", Role.VIEWER, world.organisation()), "en")


@pytest.mark.django_db
def test_the_desk_leads_to_the_guide_in_the_language_of_the_interface() -> None:
    nora = world.person("nora", Role.VIEWER, world.organisation())
    for language in LANGUAGES:
        desk = signed_in(nora, language)
        (address,) = set(re.findall(r'href="([^"]*/guide/)"', desk.get("/admin/").text))
        page = desk.get(address).text
        assert guide.title(written(language, "README")) in page
        for chapter in guide.chapters(language):
            assert desk.get(f"{address}{chapter.name}/").status_code == 200
            assert f'href="{address}{chapter.name}/"' in page


@pytest.mark.django_db
def test_a_chapter_shows_its_pictures_with_their_size(browser: Client) -> None:
    page = browser.get("/admin/organisations/organisation/guide/overview/").text
    (image,) = re.findall(r"<img [^>]*>", page)
    assert re.search(r'width="\d+" height="\d+"', image)
    answer = browser.get(re.findall(r'src="([^"]*)"', image)[0])
    assert answer["Content-Type"] == "image/png"
    assert answer.getvalue().startswith(b"\x89PNG")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["none/", "pictures/en/none.png", "pictures/x/x.png"]
)
def test_what_is_not_in_the_guide_is_not_found(browser: Client, address: str) -> None:
    found = browser.get(f"/admin/organisations/organisation/guide/{address}")
    assert found.status_code == 404


@pytest.mark.django_db
def test_the_guide_is_for_staff() -> None:
    answer = Client(headers={"host": "localhost"}).get(
        "/admin/organisations/organisation/guide/"
    )
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


def test_a_heading_has_an_address_and_a_link_leads_within_the_desk() -> None:
    there = guide.Addresses(lambda name: f"/{name}/", lambda *_: "")
    words = "# T\n\n## Now, or on a date\n\nSee [it](review.md#comments). <b>no</b>\n"
    page = guide.page(words, there)
    assert '<h2 id="now-or-on-a-date">' in page
    assert 'href="/review/#comments"' in page
    assert "<b>" not in page


def test_a_name_too_long_for_a_file_is_no_chapter() -> None:
    assert guide.text("nl", "a" * 3_000) is None
    assert guide.picture("nl", "a" * 3_000) is None
