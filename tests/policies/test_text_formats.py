"""JSON, plain text, Markdown and DOCX of one document: form, facts, always the same."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import docx
import pytest
import yaml
from django.conf import settings
from docx.oxml.ns import qn

from policies.document import Document, Entry, Section
from policies.exporters import formats
from tests.policies.test_round_trip import EVERYTHING
from tests.policies.text_formats import edition_of, page_says, said, text_says, written

NAMES = ("docx", "json", "jsonld", "md", "txt")
LANGUAGES = ("nl", "en")
EDITION = edition_of(EVERYTHING)
AGAIN = """
import hashlib, sys
from django import setup
setup()
from policies.exporters import formats
from tests.policies.test_text_formats import EDITION, NAMES
for name in NAMES:
    for language in ("nl", "en"):
        made = formats()[name].write(EDITION, language)
        print(name, language, hashlib.sha256(made).hexdigest())
"""


def policy(*sections: Section) -> Document:
    """A policy of those sections."""
    return Document(
        kind="privacy", title={"nl": "Beleid", "en": "Policy"}, sections=sections
    )


def text_of(*sections: Section) -> str:
    """The plain text of a policy of those sections, without header and footer."""
    file = formats()["txt"].write(edition_of(policy(*sections)), "nl").decode()
    return file.split("\n\n\n", 1)[1].rpartition("-" * 72)[0].rstrip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_said_as_the_page_says_it(language: str) -> None:
    page = page_says(EVERYTHING, language)
    for name in ("md", "docx"):
        assert said(name, written(name, EDITION, language)) == page
    text = written("txt", EDITION, language)
    assert said("txt", text) == text_says(EVERYTHING, language, text)


def test_two_processes_make_the_same_bytes() -> None:
    here = [
        f"{name} {language} "
        f"{hashlib.sha256(formats()[name].write(EDITION, language)).hexdigest()}"
        for name in NAMES
        for language in LANGUAGES
    ]
    there = subprocess.run(
        [sys.executable, "-c", AGAIN],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "PYTHONHASHSEED": "7",
            "TZ": "Asia/Tokyo",
            "DJANGO_SETTINGS_MODULE": "privacysite.settings",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.split("\n")[:-1] == here


def test_plain_text_is_wrapped_and_numbered_and_says_where_links_lead() -> None:
    child = Section("b", "b", heading={"nl": "Deel"}, intro={"nl": "<p>Kort.</p>"})
    text = text_of(
        Section(
            "a",
            "a",
            heading={"nl": "Begin"},
            intro={
                "nl": f'<p>{"woord " * 20}<a href="https://acme.example/x">hier</a>, of '
                'op <a href="https://acme.example/">acme.example</a>.</p>'
                "<ol><li>een</li><li>twee</li></ol>"
            },
            sections=(child,),
        )
    )
    assert text == (
        "1. Begin\n--------\n\n"
        + f"{'woord ' * 12}".rstrip()
        + "\n"
        + f"{'woord ' * 8}hier".strip()
        + "\n<https://acme.example/x>, of op acme.example.\n\n"
        "1. een\n2. twee\n\n1.1. Deel\n\nKort."
    )


def test_plain_text_has_narrow_tables_in_columns_and_wide_ones_in_rows() -> None:
    def table(words: str) -> str:
        return (
            "<table><thead><tr><th>Wie</th><th>Wat</th></tr></thead><tbody><tr>"
            f"<td>Stripe</td><td>{words}</td></tr></tbody></table>"
        )

    narrow = text_of(Section("a", "a", intro={"nl": table("betalen")}))
    assert narrow == "Wie     Wat\n------  -------\nStripe  betalen"
    wide = text_of(Section("a", "a", intro={"nl": table("betalen " * 12)}))
    assert wide.startswith("- Wie: Stripe\n  Wat: betalen betalen")


def test_what_looks_like_markdown_stays_words() -> None:
    tricky = "<p>1. een # * _x_ [y](z) `q` &lt;b&gt; a*b*c &amp;amp; 2_3_4</p>"
    whole = policy(Section("a", "a", intro={"nl": tricky}))
    file = written("md", edition_of(whole), "nl")
    assert said("md", file) == page_says(whole, "nl")
    assert b"1\\. een # \\* \\_x\\_" in file


def test_markdown_has_the_facts_in_front_and_leads_to_pages_of_the_site() -> None:
    link = '<p><a href="/nl/cookies/">cookies</a> en <a href="#a">hier</a></p>'
    whole = policy(Section("a", "a", heading={"nl": "A"}, intro={"nl": link}))
    edition = edition_of(whole)
    text = written("md", edition, "nl").decode()
    facts = yaml.safe_load(text.split("---\n")[1])
    assert facts == {
        "title": "Beleid",
        "language": "nl",
        "organisation": "",
        **edition.as_dict(),
    }
    assert "[cookies](https://acme.example/nl/cookies/) en [hier](#a)" in text
    assert '<a id="a"></a>' in text


def test_json_is_one_line_of_canonical_json() -> None:
    data = written("json", EDITION, "nl")
    assert json.loads(data) == {
        "format": "privacysite.version/1",
        **EDITION.as_dict(),
        "document": EVERYTHING.as_dict(),
    }
    assert EVERYTHING.canonical() in data


@pytest.mark.parametrize(("language", "locale"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_docx_says_what_it_is(language: str, locale: str) -> None:
    file = docx.Document(io.BytesIO(written("docx", EDITION, language)))
    about = file.core_properties
    assert (about.title, about.language, about.version) == (
        EVERYTHING.title[language],
        locale,
        "3",
    )
    assert about.author == "Acme"
    footer = " ".join(p.text for p in file.sections[0].footer.paragraphs)
    assert EDITION.digest in footer
    assert EDITION.addresses[language] in footer
    fields = file.sections[0].footer._element.iter(qn("w:instrText"))
    assert [f.text.strip() for f in fields] == ["PAGE", "NUMPAGES"]
    assert "Acme" in file.sections[0].header.paragraphs[0].text


def test_docx_has_real_headings_lists_links_and_repeated_header_rows() -> None:
    file = docx.Document(io.BytesIO(written("docx", EDITION, "nl")))
    used = {p.style.name for p in file.paragraphs if p.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Term"} <= used
    body = file.element.body
    headers = body.xpath(".//w:tbl[.//w:tblCaption]//w:tr[1]/w:trPr/w:tblHeader")
    assert len(headers) == len(body.xpath(".//w:tbl[.//w:tblCaption]"))
    bookmarks = set(body.xpath(".//w:bookmarkStart/@w:name"))
    assert set(body.xpath(".//w:hyperlink/@w:anchor")) <= bookmarks
    ids = body.xpath(".//w:bookmarkStart/@w:id")
    assert len(ids) == len(set(ids))


def test_words_in_another_language_say_so_in_docx() -> None:
    intro = {"nl": '<p>Het <span lang="en">fair use</span> beleid.</p>'}
    whole = policy(Section("a", "a", intro=intro))
    file = docx.Document(io.BytesIO(written("docx", edition_of(whole), "nl")))
    assert file.element.body.xpath(".//w:r[w:rPr/w:lang/@w:val='en']/w:t")[0].text == (
        "fair use"
    )


def test_no_moment_of_making_is_in_a_docx_file() -> None:
    with zipfile.ZipFile(io.BytesIO(written("docx", EDITION, "nl"))) as package:
        assert {i.date_time[0] for i in package.infolist()} == {1980}
        assert "docProps/thumbnail.jpeg" not in package.namelist()


def test_a_title_that_is_not_translated_is_said_in_its_own_language() -> None:
    whole = replace(policy(Section("a", "a")), title={"nl": "Beleid"})
    entry = Entry("x", description={"nl": "<p>Woord</p>"})
    whole = replace(whole, sections=(Section("a", "a", "rights", entries=(entry,)),))
    for name in ("txt", "md"):
        assert "Beleid" in formats()[name].write(edition_of(whole), "en").decode()
