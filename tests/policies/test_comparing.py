"""A comparison as a page shows it: named, marked, audible, in one language or in two."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from policies.admin.changes import changes
from policies.comparing import ComparisonView
from policies.diffing import compare
from policies.document import Document, Entry
from policies.forms.differences import Difference
from tests import world


def edited(**entry: Any) -> Document:
    """The cast's document with another introduction in Dutch and another period."""
    before = world.document("eerste")
    intro, periods = before.sections
    intro = replace(intro, intro={**intro.intro, "nl": "<p>Tekst tweede.</p>"})
    row = replace(periods.entries[0], attributes={"period": "P1Y"}, **entry)
    return replace(before, sections=(intro, replace(periods, entries=(row,))))


def view(
    after: Document, language: str = "nl", languages: tuple[str, ...] = ()
) -> ComparisonView:
    return ComparisonView(compare(world.document(), after), language, languages)


def page(shown: ComparisonView) -> str:
    return render_to_string("policies/comparison/comparison.html", {"view": shown})


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_page_shows_what_went_and_what_came() -> None:
    html = page(view(edited()))
    silent = re.sub(r'<span class="diff-aloud">[^<]*</span>', "", html)
    assert "Tekst <del>eerste</del><ins>tweede</ins>." in silent
    assert "<del>7 jaar</del>" in silent
    assert "<ins>1 jaar</ins>" in silent


def test_marks_speak_in_the_language_of_their_text() -> None:
    after = edited(term={"nl": "Facturen", "en": "Bills"})
    shown = view(after, "nl", ("nl", "en"))
    cells = {c.language: c for t in shown.sections[1].entries[0].texts for c in t.cells}
    assert '<del><span class="diff-aloud">removed: </span>Invoices' in cells["en"].html
    assert (cells["en"].lang, cells["nl"].lang) == ("en", "")
    assert (cells["en"].changed, cells["nl"].changed) == (True, False)


def test_each_mark_says_where_it_ends() -> None:
    html = page(view(edited()))
    texts = re.findall(r'<div class="diff-cell">(.*?)</div>', html)
    assert texts
    for text in texts:
        marks = len(re.findall("<(?:ins|del)>", text))
        assert text.count("diff-aloud") == 2 * marks


def test_what_changed_in_the_other_language_only_is_named_not_shown() -> None:
    after = world.document()
    intro = replace(
        after.sections[0], intro={**after.sections[0].intro, "en": "<p>X</p>"}
    )
    shown = view(replace(after, sections=(intro, after.sections[1])))
    assert shown.sections == []
    assert [str(s.heading) for s in shown.elsewhere] == ["Inleiding"]
    assert shown.tallies == []
    assert [s.anchor for s in replace(shown, language="en").sections] == ["intro"]


def test_what_is_not_written_in_the_page_s_language_is_shown_as_the_page_shows_it() -> (
    None
):
    before = world.document()
    intro = replace(before.sections[0], intro={"en": "<p>Text one.</p>"})
    later = replace(intro, intro={"en": "<p>Text two.</p>"})
    one, other = (replace(before, sections=(each,)) for each in (intro, later))
    (cell,) = ComparisonView(compare(one, other), "nl").sections[0].texts[0].cells
    assert (cell.language, cell.lang) == ("en", "en")


def test_a_section_that_is_all_new_has_no_spoken_marks() -> None:
    before = world.document()
    html = page(
        ComparisonView(
            compare(replace(before, sections=before.sections[:1]), before), "nl"
        )
    )
    assert "diff-added" in html
    cells = re.findall(r'<div class="diff-cell">.*?</div>', html)
    assert cells == ['<div class="diff-cell"><p><ins>Fiscus.</ins></p></div>']


def test_a_moved_section_tells_where_it_stands() -> None:
    before = world.document()
    intro, periods = before.sections
    last = replace(intro, id="last", anchor="last")
    whole, within, behind = (
        replace(before, sections=sections)
        for sections in (
            (intro, periods, last),
            (replace(intro, sections=(periods,)), last),
            (intro, last, periods),
        )
    )
    for after, where in (
        (within, "first in ‘Introduction’"),
        (behind, "after ‘Introduction’"),
    ):
        with override("en"):
            shown = ComparisonView(compare(whole, after), "en")
            assert f"it now stands {where}" in words(page(shown))
            assert shown.tallies == ["1 section moved"]


def test_unchanged_sections_are_folded() -> None:
    before = world.document()
    after = replace(before, sections=(before.sections[0], edited().sections[1]))
    assert [str(h) for h in view(after).unchanged] == ["Inleiding"]
    assert '<details class="diff-unchanged">' in page(view(after))


def test_nothing_different_is_said_plainly() -> None:
    with override("en"):
        assert words(page(view(world.document()))) == (
            "Nothing differs: both texts say the same."
        )


def test_the_summary_speaks_plain_words() -> None:
    before = world.document()
    rows = (
        *edited().sections[1].entries,
        Entry("x", term={"en": "Logs"}, description={"en": "<p>x</p>"}),
    )
    after = replace(
        before,
        title={"nl": "Privacyverklaring", "en": "Privacy statement"},
        organisation={"controller": "Y"},
        sections=(
            replace(before.sections[1], entries=rows),
            replace(before.sections[0], heading={"en": "About"}),
        ),
    )
    with override("en"):
        lines = view(after, "en").lines()
    assert lines == [
        "Title: Privacy policy → Privacy statement",
        "Controller: Y (added)",
        "Section moved: ‘Periods’",
        "Periods: ‘Invoices’ 7 years → 1 year",
        "Periods: ‘Logs’ added",
        "About: heading: Introduction → About",
    ]


@pytest.mark.parametrize(
    ("kind", "flag", "where"),
    [("rights", "ask", "entry"), ("complaint", "authority", "section")],
)
def test_what_an_editor_switches_is_told_as_the_page_shows_it(
    kind: str, flag: str, where: str
) -> None:
    """An editor's label tells what to do, which is nothing to a reader."""
    base = world.document()
    row = Entry(id="a", attributes={flag: True} if where == "entry" else {})
    own = {flag: True} if where == "section" else {}
    made = replace(
        base.sections[1], id="x", anchor="x", kind=kind, entries=(row,), attributes=own
    )
    off = replace(made, entries=(replace(row, attributes={}),), attributes={})
    before, after = (replace(base, sections=(one,)) for one in (off, made))
    with override("en"):
        shown = ComparisonView(compare(before, after), "en")
        told = " ".join([page(shown), *shown.lines()])
        new = page(ComparisonView(compare(base, after), "en"))
    assert "on the page" in told or "Button" in told
    for text in (told, new):
        assert "Offer a ready-made" not in text
        assert "Show the" not in text


def test_the_summary_of_choices_names_those_that_went_and_came() -> None:
    row = Entry("x", term={"en": "Contact"}, attributes={"bases": ["6-1-b", "6-1-a"]})
    section = replace(world.document().sections[1], kind="purposes", entries=(row,))
    later = replace(row, attributes={"bases": ["6-1-b", "6-1-c"]})
    before, after = (
        replace(world.document(), sections=(replace(section, entries=(each,)),))
        for each in (row, later)
    )
    with override("en"):
        (line,) = ComparisonView(compare(before, after), "en").lines()
    assert line == (
        "Periods: ‘Contact’ Legal basis: "
        "Consent (art. 6(1)(a) GDPR) → Legal obligation (art. 6(1)(c) GDPR)"
    )


def test_a_value_that_came_or_went_is_told_as_such() -> None:
    given = Entry("x", term={"en": "Hootsuite"}, attributes={"until": "2027-02-01"})
    section = replace(world.document().sections[1], kind="processors", entries=(given,))
    bare = replace(section, entries=(replace(given, attributes={}),))
    with_it, without = (
        replace(world.document(), sections=(each,)) for each in (section, bare)
    )
    with override("en"):
        (came,) = ComparisonView(compare(without, with_it), "en").lines()
        (went,) = ComparisonView(compare(with_it, without), "en").lines()
    assert came == "Periods: ‘Hootsuite’ Until: 1 February 2027 (added)"
    assert went == "Periods: ‘Hootsuite’ Until: 1 February 2027 (removed)"


def test_a_heading_with_markup_signs_is_shown_as_text() -> None:
    after = world.document()
    hostile = replace(after.sections[0], heading={"nl": "<script>x</script>"})
    added = Entry("<i>", term={"nl": "<b>"}, attributes={"period": "P1Y"})
    rows = replace(after.sections[1], entries=(added,))
    html = page(view(replace(after, sections=(rows, hostile)), "nl", ("nl", "en")))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("languages", [("nl",), ("nl", "en")])
def test_every_link_of_the_summary_has_its_place(languages: tuple[str, ...]) -> None:
    html = page(view(edited(), "nl", languages))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["diff-nl-intro", "diff-nl-retention"]
    assert all(f'id="{target}"' in html for target in targets)


def test_the_editor_s_list_names_moved_sections_and_facts() -> None:
    before = world.document()
    after = replace(
        before, organisation={"kvk": "12345678"}, sections=before.sections[::-1]
    )
    with override("en"):
        found = [(c.heading, c.what) for c in changes(before, after)]
    assert found == [("KvK number", "changed"), ("Periods", "moved")]
    assert changes(None, after) == []


def test_two_editors_texts_are_marked_where_they_differ() -> None:
    shown = Difference("Text", "", "nl", "Na 7 jaar <weg>", "Na 8 jaar <weg>")
    assert shown.html_mine == "Na <mark>7</mark> jaar &lt;weg&gt;"
    assert shown.html_theirs == "Na <mark>8</mark> jaar &lt;weg&gt;"


def test_an_old_and_a_new_section_with_one_anchor_have_their_own_places() -> None:
    before = world.document()
    other = replace(before.sections[0], id="else")
    html = page(view(replace(before, sections=(other, before.sections[1]))))
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 2
