"""PDF: the words of the page, a structure to read aloud, everything inside, stable."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from os.path import commonprefix
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.management import call_command

from policies import editions
from policies.document import Document, Entry, Section
from policies.edition import Edition
from policies.exporters import Unmade, pdf
from policies.exporters.body import body
from policies.exporters.pdf import FORMAT, missing, page
from policies.exporters.pdf.structure import tagged
from policies.models import Version
from tests import page_words, world
from tests.policies.pdf_reading import Read, solid

needs_weasyprint = pytest.mark.skipif(not FORMAT.available(), reason=missing())

MOMENT = dt.datetime(2022, 10, 26, tzinfo=dt.UTC)


def document() -> Document:
    """Lists, a table over several pages, a link, a text that is in one language only."""
    made = world.document()
    rows = tuple(
        Entry(
            id=f"p{n}",
            term={"nl": f"Bedrijf {n}", "en": f"Company {n}"},
            description={
                "nl": "<p>Gegevensverwerking.</p>",
                "en": "<p>Processing.</p>",
            },
            attributes={"country": "US", "since": "2018-05-25"},
        )
        for n in range(60)
    )
    more = (
        Section(
            id="lists",
            anchor="lists",
            heading={"nl": "Lijsten & meer", "en": "Lists & more"},
            intro={
                "nl": "<ol><li>Een</li><li>Twee</li></ol>"
                '<p>Zie <a href="#retention">termijnen</a>.</p>',
                "en": "<ol><li>One</li><li>Two</li></ol>"
                '<p>See <a href="#retention">periods</a>.</p>',
            },
            sections=(
                Section(
                    id="dutch",
                    anchor="dutch",
                    heading={"nl": "Alleen in het Nederlands"},
                    intro={"nl": "<p>Dit is niet vertaald.</p>"},
                ),
            ),
        ),
        Section(
            id="processors",
            anchor="processors",
            kind="processors",
            heading={"nl": "Verwerkers", "en": "Processors"},
            entries=rows,
        ),
    )
    return replace(
        made,
        organisation={"trade_name": "Acme", "legal_name": "Acme B.V."},
        sections=(*made.sections, *more),
    )


def edition(found: Document | None = None) -> Edition:
    found = found or document()
    return Edition(
        document=found,
        policy="5d1a1d2e-0000-4000-8000-000000000000",
        number=3,
        effective_from=MOMENT,
        published_at=MOMENT,
        note={},
        material=True,
        digest=found.digest(),
        sequence=7,
        previous="0" * 64,
        record="ab" * 32,
        addresses={
            code: f"https://privacy.acme.example/{code}/privacy/v/3/"
            for code in ("nl", "en")
        },
        logo="logos/cpro.svg",
        accent="#0a5c8f",
    )


@pytest.fixture(scope="module")
def english() -> bytes:
    return FORMAT.write(edition(), "en")


@pytest.fixture
def read(english: bytes) -> Read:
    return Read(english)


def assert_same_text(read: Read, found: Document, language: str) -> None:
    """The same characters in the same order; heads of tables may stand once a page."""
    said = solid("".join(page_words.of_document(found, language)))
    soup = BeautifulSoup(body(found, language), "lxml")
    heads = [solid(head.get_text()) for head in soup.find_all("thead")]
    place = 0
    for text in read.pages_with_text(found.sections[0].anchor):
        again = [h for h in heads if text.startswith(h)]
        rest = [text, *(text.removeprefix(head) for head in again)]
        fits = [part for part in rest if said.startswith(part, place)]
        same = len(commonprefix([text, said[place:]]))  # noqa: RUF071 no paths
        assert fits, (
            f"page: {text[same : same + 99]}\n"
            f"said: {said[place + same : place + same + 99]}"
        )
        place += len(fits[0])
    assert place == len(said)


@needs_weasyprint
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_says_what_the_page_says(language: str) -> None:
    assert_same_text(Read(FORMAT.write(edition(), language)), document(), language)


@needs_weasyprint
def test_a_changed_word_would_be_noticed(read: Read) -> None:
    other = replace(document(), sections=world.document("derde").sections)
    with pytest.raises(AssertionError, match="said: "):
        assert_same_text(read, other, "en")


@needs_weasyprint
def test_the_headings_are_bookmarks_and_none_skips_a_level(read: Read) -> None:
    html = BeautifulSoup(page.html(edition(), "en"), "lxml")
    headings = html.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
    assert read.bookmarks() == [h.get_text() for h in headings]
    kinds = [str(e.S) for e in read.elements() if str(e.S)[1:] in "H1 H2 H3 H4 H5 H6"]
    assert kinds == [f"/{h.name.upper()}" for h in headings]
    levels = [int(kind[2]) for kind in kinds]
    steps = zip([0, *levels], levels, strict=False)
    assert all(level <= before + 1 for before, level in steps)


@needs_weasyprint
def test_it_tells_what_it_is(read: Read) -> None:
    assert str(read.root.Lang) == "en"
    assert bool(read.root.ViewerPreferences.DisplayDocTitle)
    info = read.text.metadata
    assert info is not None
    assert info.title == "Privacy policy – Acme, version 3"
    assert info.author == "Acme"
    assert info.creation_date == MOMENT
    metadata = read.objects.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert metadata["pdfaid:part"] == "3"
    assert metadata["pdfaid:conformance"] == "A"
    assert metadata["dc:title"] == info.title


@needs_weasyprint
def test_every_page_says_which_version_it_is_a_page_of(read: Read) -> None:
    margins = read.margins()
    assert len(margins) > 3
    for number, margin in enumerate(margins, start=1):
        assert document().digest() in margin
        assert "Version 3 · In force from 26 October 2022" in margin
        assert "https://privacy.acme.example/en/privacy/v/3/" in margin
        assert f"page {number} of {len(margins)}" in margin
        assert ("Privacy policy" in margin) == (number > 1)


@needs_weasyprint
def test_the_contents_name_the_page_of_each_heading(read: Read) -> None:
    cover = read.text.pages[0].extract_text()
    for title, anchor in (("Periods", "retention"), ("Processors", "processors")):
        number = read.text.get_destination_page_number(
            read.text.named_destinations[anchor]
        )
        line = next(line for line in cover.splitlines() if line.startswith(title))
        assert number is not None
        assert line.rstrip().endswith(str(number + 1))


@needs_weasyprint
def test_the_evidence_is_inside(read: Read) -> None:
    (content,) = read.text.attachments["document.json"]
    assert hashlib.sha256(content).hexdigest() == document().digest()
    (file,) = read.root.AF
    assert str(file.AFRelationship) == "/Source"


@needs_weasyprint
def test_the_fonts_are_ours_and_inside(read: Read) -> None:
    names = set()
    for found in read.objects.objects:
        if isinstance(found, pikepdf.Dictionary) and "/FontDescriptor" in found:
            descriptor = found.FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())
            names.add(str(descriptor.FontName).partition("+")[2])
    assert names
    assert all(name.startswith("Source") for name in names), names


@needs_weasyprint
def test_the_tags_are_complete(read: Read) -> None:
    """What the Matterhorn Protocol asks and a program can see."""
    assert bool(read.root.MarkInfo.Marked)
    for item in read.elements("LI"):
        kinds = {str(kid.S) for kid in item.K}
        assert "/LBody" in kinds
        assert kinds <= {"/LBody", "/Lbl"}
    for part in read.elements("L"):
        assert {str(kid.S) for kid in part.K} <= {"/LI", "/L", "/Caption"}
    headers = read.elements("TH")
    assert len(headers) > 60
    for header in headers:
        column = str(header.P.P.S) == "/THead"
        assert str(header.A.Scope) == ("/Column" if column else "/Row")
    for figure in read.elements("Figure"):
        assert str(figure.Alt) == "Logo of Acme"
    links = [a for p in read.objects.pages for a in p.get("/Annots", [])]
    assert links
    assert all("/StructParent" in link and "/Contents" in link for link in links)
    assert all(str(p.Tabs) == "/S" for p in read.objects.pages)


@needs_weasyprint
def test_a_part_in_another_language_says_so(read: Read) -> None:
    assert "nl" in {str(e.Lang) for e in read.elements() if "/Lang" in e}


@needs_weasyprint
def test_a_checker_of_pdf_ua_finds_nothing(english: bytes, tmp_path: Path) -> None:
    file = tmp_path / "policy.pdf"
    file.write_bytes(english)
    checker = Path(sys.executable).with_name("pdfua")
    found = subprocess.run(
        [checker, "check", file], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


@needs_weasyprint
def test_another_process_makes_the_same_bytes(
    english: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for zone, seed in (("Asia/Tokyo", "1"), ("America/Lima", "2")):
        monkeypatch.setenv("TZ", zone)
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        assert FORMAT.write(edition(), "en") == english


@needs_weasyprint
@pytest.mark.parametrize(("limit", "most"), [("SECONDS", 0.05), ("MEGABYTES", 40)])
def test_what_takes_too_much_is_given_up(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: float
) -> None:
    from policies.exporters.pdf import making

    monkeypatch.setattr(making, limit, most)
    with pytest.raises(Unmade):
        FORMAT.write(edition(), "en")


@needs_weasyprint
def test_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    from policies.exporters.pdf.press import OwnFiles

    files = OwnFiles(str(Path(__file__).parents[2] / "static"))
    outside = tmp_path / "secret.txt"
    outside.write_text("secret")
    for address in (
        "https://example.org/picture.svg",
        outside.as_uri(),
        "own:../privacysite/settings.py",
        f"own:{outside}",
        "data:text/plain,x",
    ):
        with pytest.raises(ValueError, match="elsewhere"):
            files.fetch(address)
    assert files.fetch("own:logos/cpro.svg").read().startswith(b"<svg")


@needs_weasyprint
def test_a_missing_logo_and_a_strange_colour_leave_the_text() -> None:
    strange = replace(edition(), logo="logos/none.svg", accent="red}body{display:none")
    assert_same_text(Read(FORMAT.write(strange, "nl")), document(), "nl")


def test_a_machine_without_the_libraries_offers_no_pdf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "LIBRARIES", ("libnothing-of-the-sort",))
    missing.cache_clear()
    try:
        assert not FORMAT.available()
        assert missing() == "libnothing-of-the-sort"
    finally:
        missing.cache_clear()


def test_terms_become_a_list_whose_words_stay() -> None:
    html = (
        '<dl class="terms"><div id="a"><dt>A</dt><dd><p>B</p></dd></div></dl>'
        "<dl><dt>C</dt><dd>D</dd><dd>E</dd></dl><address>F<br>G</address>"
    )
    assert tagged(html) == (
        '<div class="text"><ul class="terms terms-list"><li id="a">'
        '<p class="dt">A</p><div class="dd"><p>B</p></div></li></ul>'
        '<ul class="terms-list"><li><p class="dt">C</p><div class="dd">D</div>'
        '<div class="dd">E</div></li></ul><p class="address">F<br>G</p></div>'
    )


@needs_weasyprint
def test_a_hundred_sections_come_out() -> None:
    one = world.document().sections[0]
    many = replace(
        document(),
        sections=tuple(
            replace(
                one,
                id=f"s{n}",
                anchor=f"s{n}",
                heading={"nl": f"Deel {n}", "en": f"Part {n}"},
                intro={"nl": "<p>" + "Persoonsgegevens. " * 30 + "</p>"},
            )
            for n in range(100)
        ),
    )
    read = Read(FORMAT.write(edition(many), "nl"))
    assert len(read.text.pages) > 12
    assert len([b for b in read.bookmarks() if b.startswith("Deel")]) == 100


@needs_weasyprint
@pytest.mark.may_skip("the run on SQLite has it: minutes, and no database in it")
@pytest.mark.skipif(
    "postgresql" in str(settings.DATABASES["default"]["ENGINE"]),
    reason="the run on SQLite has it",
)
@pytest.mark.django_db
def test_each_version_of_the_demo_says_what_its_pages_say() -> None:
    """The slow one: every version in every language."""
    call_command("load_demo", stdout=StringIO())
    versions = list(Version.objects.select_related("policy__organisation"))
    assert len(versions) > 5
    for row in versions:
        for language in ("nl", "en"):
            made = FORMAT.write(editions.of(row), language)
            assert_same_text(Read(made), row.document, language)
