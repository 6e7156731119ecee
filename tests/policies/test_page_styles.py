"""The style sheet of the public pages: small, named by its hash, safe from the data."""

from __future__ import annotations

import re

import pytest
from django.template import Context
from django.template.loader import render_to_string

from organisations import contrast, pictures
from policies.document import Document, Section
from policies.rendering import DocumentView
from policies.templatetags.styles import (
    ACCENT,
    ACCENT_DARK,
    document_sheets,
    minified,
    sheet,
)
from policies.trimming import trimmed


def test_the_styles_are_small_and_named_by_their_hash() -> None:
    styles = sheet("#0a5c8f", "#7cc4f5")
    assert len(styles.css) < 7200
    assert styles.css.startswith(":root{--accent:#0a5c8f}")
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", styles.csp_hash)


@pytest.mark.parametrize(
    "colour", ["red", "#fff", "#0a5c8f}body{display:none", "#0a5c8f\n"]
)
def test_what_is_no_colour_never_reaches_the_styles(colour: str) -> None:
    assert sheet(colour, colour).css == sheet().css


def test_the_pages_have_the_colours_that_accents_are_measured_against() -> None:
    pages = re.findall(r"--page:(#[0-9a-f]+)", sheet().css)
    assert pages == [contrast.LIGHT_PAGE, contrast.DARK_PAGE]


def test_minifying_keeps_what_the_browser_needs() -> None:
    css = "a  > b { width: calc(1px + 2px) ; }\n/* why */ a :hover { color: red }"
    assert minified(css) == "a>b{width:calc(1px + 2px)}a :hover{color:red}"


def test_an_organisation_without_colours_has_the_houses_own() -> None:
    assert sheet().css.startswith(f":root{{--accent:{ACCENT}}}")
    assert f":root{{--accent:{ACCENT_DARK}}}" in sheet().css


def test_a_page_has_the_looks_of_the_kinds_that_its_document_has() -> None:
    def sheets(kind: str) -> str:
        section = Section("s", "s", kind)
        view = DocumentView(Document("faq", {}, sections=(section,)), "en")
        return str(document_sheets(Context(), view, "up", ""))

    assert "counter(question)" in sheets("faq")
    assert "counter(question)" not in sheets("rights")
    assert sheets("rights").count("<style>") == 1


def test_trimming_leaves_every_blank_that_a_reader_sees() -> None:
    page = "<ul>\n\n <li><b>a</b>\n<i>b</i></li>\n</ul><pre><i>1</i>\n\n<p>2</p></pre>"
    assert trimmed(page) == (
        "<ul><li><b>a</b>\n<i>b</i></li></ul><pre><i>1</i>\n\n<p>2</p></pre>"
    )


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("#a", False),
        ("/nl/", False),
        ("mailto:a@b.nl", False),
        ("//x/", True),
        ("https://x", True),
    ],
)
def test_a_link_within_the_site_says_nothing_about_others(
    address: str, kept: bool
) -> None:
    link = f'<a href="{address}" rel="noopener noreferrer nofollow">x</a>'
    assert ("rel=" in trimmed(link)) is kept


def test_a_small_drawing_stands_in_the_page_and_nothing_else_does() -> None:
    address = pictures.inlined("logos/cpro.svg")
    assert address.startswith("data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/")
    assert not re.search(r'[\s"<>&#]', address)
    for path in ("logos/none.svg", "js/admin.js", ""):
        assert pictures.inlined(path) == ""


def test_pages_for_broken_days_render_without_any_context() -> None:
    for template in ("400.html", "500.html", "host_unknown.html"):
        html = render_to_string(template)
        assert sheet().css in html
        assert 'lang="nl"' in html
