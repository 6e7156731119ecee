"""The style sheet of the public pages: small, named by its hash, safe from the data."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from organisations import contrast
from policies.templatetags.styles import minified, sheet


def test_the_styles_are_small_and_named_by_their_hash() -> None:
    styles = sheet("#0a5c8f", "#7cc4f5")
    assert len(styles.css) < 9472
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


def test_pages_for_broken_days_render_without_any_context() -> None:
    for template in ("500.html", "host_unknown.html"):
        html = render_to_string(template)
        assert sheet().css in html
        assert 'lang="nl"' in html
