"""Links that lead nowhere, or unsafely."""

from __future__ import annotations

import pytest

from policies.checks.findings import Finding
from policies.checks.links import links
from tests.policies.parity_world import both, document, entry, section


def found(html: str) -> list[Finding]:
    return list(links(both(html, "<p>x</p>")))


def linked(href: str) -> list[tuple[str, str]]:
    html = f'<p><a lang="nl" href="{href}" rel="nofollow">x</a></p>'
    return [(one.code, one.severity) for one in found(html)]


@pytest.mark.parametrize(
    "href",
    [
        "https://cpro.nl", "https://cpro.nl/a?b=1&amp;c=2#d", "/nl/privacybeleid/",
        "#retention", "#top", "mailto:info@cpro.nl", "mailto:info@cpro.nl?subject=a%20b",
        "tel:+31206159155", "tel:+31-20-615", "{website}", "mailto:%7Bdpo_email%7D",
    ],
)  # fmt: skip
def test_a_good_link_is_left_alone(href: str) -> None:
    assert linked(href) == []


def test_an_anchor_that_the_document_lacks_is_an_error() -> None:
    assert linked("#bewaren") == [("anchor_missing", "error")]


def test_an_unprotected_address_is_a_warning() -> None:
    assert linked("http://cpro.nl") == [("link_insecure", "warning")]


@pytest.mark.parametrize(
    "href",
    [
        "", "cpro.nl", "privacy.html", "https://", "https://cpro", "https://cpro .nl",
        "http://[x", "mailto:", "mailto:info", "mailto:info@cpro", "tel:", "tel:abc",
    ],
)  # fmt: skip
def test_a_malformed_address_is_a_warning(href: str) -> None:
    assert linked(href) == [("link_malformed", "warning")]


def test_an_entry_can_be_linked_to_by_its_own_anchor() -> None:
    rows = (entry("e1", anchor="logs"), entry("e2"))
    text = '<a href="#retention-logs">a</a> <a href="#retention-e2">b</a>'
    assert list(links(document(section({"nl": text}, entries=rows)))) == []


def test_a_section_below_another_can_be_linked_to() -> None:
    below = section({"nl": '<a href="#retention">up</a>'})
    assert list(links(document(section(sections=(below,))))) == []


def test_the_language_and_the_link_are_named() -> None:
    (one,) = found('<p><a href="#weg">x</a> <a href="#weg">y</a></p>')
    assert (one.language, one.params["link"], one.anchor) == ("nl", "#weg", "retention")


def test_an_address_among_the_attributes_is_looked_at_too() -> None:
    row = entry(attributes={"url": "http://cpro.nl", "period": "P1Y"})
    (one,) = links(document(section(entries=(row,))))
    assert (one.code, one.language, one.entry) == ("link_insecure", "", "e1")


def test_links_in_localised_lists_are_looked_at() -> None:
    row = entry(attributes={"collected": [{"nl": '<a href="#weg">x</a>'}]})
    assert [one.code for one in links(document(section(entries=(row,))))] == [
        "anchor_missing"
    ]
