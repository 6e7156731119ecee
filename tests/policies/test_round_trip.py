"""Files that come back: unaltered, edited, damaged, and over a draft in two languages."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from organisations.languages import write
from organisations.models import Role
from policies import kinds
from policies.actions.import_document import import_document
from policies.compiling import compile_draft, draft_of
from policies.document import Document, Entry, Section
from policies.importers import Imported, Refused, join, read
from policies.returning.alone import alone
from policies.richtext import sanitise
from policies.schema import problems
from policies.texts import BLOCKS, rewritten
from tests import world
from tests.policies.test_templates import document, full, section
from tests.policies.text_formats import edition_of, written

LANGUAGES = ("nl", "en")
EVERYTHING = rewritten(
    document(
        *(
            section(kinds.get(name), full(kinds.get(name)), f"s{at}")
            for at, name in enumerate(sorted(kinds.all_kinds()))
        )
    ),
    lambda text, _language, form: sanitise(text) if form == BLOCKS else text,
)
RICH = sanitise(
    "<p>Een <strong>vet</strong> woord, <em>schuin</em>, <code>a*b_c</code> en "
    '<a href="https://acme.example/a_(b)?x=1&amp;y=2" rel="noopener noreferrer '
    'nofollow">een link</a>.<br>Tweede regel: 1 &lt; 2 &amp; 3 &gt; 2, *geen* _merk_.</p>'
    "<ul><li>een<ul><li>een punt een</li></ul></li><li>twee</li></ul>"
    '<ol start="3"><li>drie</li><li>vier</li></ol>'
    "<blockquote><p>Een citaat.</p></blockquote>"
    "<p>1. geen lijst</p><p># geen kop</p><p>- geen punt</p>"
    "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
    "<tbody><tr><td>1 | 2</td><td></td></tr></tbody></table>"
    "<pre>a  b\n  c</pre><dl><dt>x</dt><dd>y</dd></dl><hr>"
)


def policy(*sections: Section) -> Document:
    """A policy of those sections."""
    return Document(
        kind="privacy", title={"nl": "Beleid", "en": "Policy"}, sections=sections
    )


SMALL = policy(
    Section(
        id="one",
        anchor="one",
        kind="purposes",
        heading={"nl": "Doel", "en": "Purpose"},
        intro={"nl": "<p>Wij bakken.</p><p>Elke dag.</p>", "en": "<p>We bake.</p>"},
        entries=(
            Entry(
                "mail",
                term={"nl": "Post", "en": "Mail"},
                description={"nl": "<p>Wij mailen.</p>", "en": "<p>We send mail.</p>"},
                attributes={"bases": ["6-1-a"]},
            ),
        ),
    ),
    Section(
        id="two",
        anchor="two",
        heading={"nl": "Slot"},
        intro={"en": "<p>Not translated.</p>"},
    ),
)


def back(name: str, file: bytes, language: str = "nl") -> Imported:
    """The file, imported."""
    return read(f"policy.{name}", file, kind="privacy", language=language)


def refusal(name: str, file: bytes, language: str = "nl") -> Refused:
    """Why the file is not imported."""
    with pytest.raises(Refused) as refused:
        back(name, file, language)
    return refused.value


def in_markdown(found: Document, old: str, new: str, language: str = "nl") -> bytes:
    """The Markdown of a policy after somebody replaced some of it."""
    text = written("md", edition_of(found), language).decode()
    assert old in text
    return text.replace(old, new).encode()


def in_docx(found: Document, edit: Any) -> bytes:
    """The DOCX of a policy after somebody edited its paragraphs."""
    file = docx.Document(io.BytesIO(written("docx", edition_of(found), "nl")))
    edit(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def paragraph(file: Any, words: str) -> Any:
    """The paragraph with those words."""
    return next(p for p in file.paragraphs if p.text == words)


def without_bookmark(found: Any) -> None:
    """As word processors leave a paragraph of which all was overwritten."""
    for mark in found._p.xpath("w:bookmarkStart|w:bookmarkEnd"):
        found._p.remove(mark)


@pytest.mark.parametrize("name", ["md", "docx"])
@pytest.mark.parametrize(
    "whole",
    [EVERYTHING, SMALL, policy(Section("a", "a", intro={"nl": RICH, "en": RICH}))],
    ids=["every kind", "half translated", "all markup"],
)
def test_what_comes_back_is_what_went(name: str, whole: Document) -> None:
    found = {}
    for language in LANGUAGES:
        imported = back(name, written(name, edition_of(whole), language), language)
        assert imported.returned
        assert imported.document.digest() == alone(whole, language).digest()
        found[language] = imported.document
    joined, lines = join(found["nl"], found["en"])
    assert lines == []
    assert joined.digest() == whole.digest()


def test_words_changed_in_markdown_are_taken_over() -> None:
    file = in_markdown(SMALL, "Wij bakken.", "Wij bakken *brood*.\n\n- wit\n- bruin")
    found = back("md", file.replace(b"Post", b"Brief")).document.sections[0]
    assert found.intro["nl"] == (
        "<p>Wij bakken <em>brood</em>.</p><ul><li>wit</li><li>bruin</li></ul>"
        "<p>Elke dag.</p>"
    )
    assert found.entries[0].term == {"nl": "Brief"}
    assert found.entries[0].attributes == {"bases": ["6-1-a"]}


def test_an_edited_text_is_sanitised_on_the_way_in() -> None:
    link = '<a href="javascript:alert(1)">x</a>'
    bad = f'<script>alert(1)</script><b onclick="x()">vet</b> {link}'
    found = back("md", in_markdown(SMALL, "Wij bakken.", bad)).document
    assert found.sections[0].intro["nl"].startswith("<p><b>vet</b> ")
    assert "alert" not in found.canonical().decode()
    assert problems(found.as_dict()) == []


def test_a_text_shown_in_the_other_language_is_that_language_once_translated() -> None:
    file = in_markdown(SMALL, "Not translated.", "Nu wel vertaald.")
    assert back("md", file).document.sections[1].intro == {
        "nl": "<p>Nu wel vertaald.</p>"
    }


def test_an_emptied_text_is_not_written_any_more() -> None:
    found = back("md", in_markdown(SMALL, "Wij mailen.\n", "\n")).document
    assert found.sections[0].entries[0].description == {}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<!-- text one::intro -->", "", "marks"),
        ("<!-- text one::intro -->\n", "<!-- text one::outro -->\n", "marks"),
        ("<!-- text two::heading -->Slot<!-- /text -->", "Slot", "marks"),
        ("<!-- text two::heading -->", "<!-- text one::heading -->", "marks"),
        ("## <!-- text two", "Los geraakt.\n\n## <!-- text two", "outside"),
        ("- Toestemming", "- Overeenkomst", "outside"),
        ('"language": "nl"', '"language": 3', "damaged"),
        ('"kind": "purposes"', '"kind": "poems"', "damaged"),
        ('"format": "privacysite.skeleton/1"', '"format": "x"', "damaged"),
    ],
)
def test_markdown_that_lost_its_marks_is_refused(old: str, new: str, code: str) -> None:
    assert refusal("md", in_markdown(SMALL, old, new)).code == code


def test_a_lost_mark_is_named() -> None:
    file = in_markdown(SMALL, "<!-- text two::heading -->Slot<!-- /text -->", "Slot")
    assert "two::heading" in refusal("md", file).message


def test_markdown_whose_last_part_is_gone_is_read_as_anybody_s() -> None:
    text = written("md", edition_of(SMALL), "nl").decode().split("<!-- privacysite")[0]
    assert not back("md", re.sub("<!--.*?-->", "", text).encode()).returned


@pytest.mark.parametrize("name", ["md", "docx"])
def test_a_file_in_another_language_is_refused(name: str) -> None:
    file = written(name, edition_of(SMALL), "en")
    assert refusal(name, file, "nl").code == "other_language"


def test_words_changed_in_docx_are_taken_over() -> None:
    def edit(file: Any) -> None:
        paragraph(file, "Wij bakken.").add_run(" Brood.").bold = True
        paragraph(file, "Slot").runs[0].text = "Tot slot"

    found = back("docx", in_docx(SMALL, edit)).document
    assert found.sections[0].intro["nl"] == (
        "<p>Wij bakken.<strong> Brood.</strong></p><p>Elke dag.</p>"
    )
    assert found.sections[1].heading == {"nl": "Tot slot"}
    assert found.sections[0].entries == alone(SMALL, "nl").sections[0].entries


def test_a_paragraph_added_in_docx_belongs_to_the_text_before_it() -> None:
    def edit(file: Any) -> None:
        new = paragraph(file, "Post").insert_paragraph_before("Ook zondags.")
        new.style = file.styles["List Bullet"]

    found = back("docx", in_docx(SMALL, edit)).document.sections[0]
    assert found.intro["nl"] == (
        "<p>Wij bakken.</p><p>Elke dag.</p><ul><li>Ook zondags.</li></ul>"
    )


def test_a_paragraph_deleted_in_docx_is_gone_while_its_text_has_others() -> None:
    def edit(file: Any) -> None:
        found = paragraph(file, "Elke dag.")._p
        found.getparent().remove(found)

    found = back("docx", in_docx(SMALL, edit)).document.sections[0]
    assert found.intro["nl"] == "<p>Wij bakken.</p>"


def test_a_paragraph_that_lost_its_bookmark_is_known_by_its_neighbours() -> None:
    def edit(file: Any) -> None:
        found = paragraph(file, "Slot")
        without_bookmark(found)
        found.runs[0].text = "Einde"

    assert back("docx", in_docx(SMALL, edit)).document.sections[1].heading == {
        "nl": "Einde"
    }


def test_what_was_deleted_as_a_tracked_change_is_gone() -> None:
    def edit(file: Any) -> None:
        run = paragraph(file, "Elke dag.").runs[0]._r
        mark = OxmlElement("w:del")
        run.addprevious(mark)
        mark.append(run)
        for text in run.xpath("w:t"):
            text.tag = qn("w:delText")

    found = back("docx", in_docx(SMALL, edit)).document.sections[0]
    assert found.intro["nl"] == "<p>Wij bakken.</p>"


def _delete_heading(file: Any) -> None:
    found = paragraph(file, "Slot")._p
    found.getparent().remove(found)


def _change_a_basis(file: Any) -> None:
    row = next(p for p in file.paragraphs if p.text.startswith("Toestemming"))
    row.runs[0].text = "Overeenkomst"


def _move_a_section(file: Any) -> None:
    paragraph(file, "Doel")._p.addprevious(paragraph(file, "Slot")._p)


def _add_after_a_heading(file: Any) -> None:
    paragraph(file, "Not translated.").insert_paragraph_before("Nog een kop.")
    paragraph(file, "Not translated.")._p.getparent().remove(
        paragraph(file, "Not translated.")._p
    )
    paragraph(file, "Nog een kop.").insert_paragraph_before("En nog een.")


def _lose_all_bookmarks(file: Any) -> None:
    for found in file.paragraphs:
        without_bookmark(found)
    for added in ("Een.", "Twee."):
        file.paragraphs[0].insert_paragraph_before(added)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (_delete_heading, "marks"),
        (_change_a_basis, "outside"),
        (_move_a_section, "marks"),
        (_lose_all_bookmarks, "marks"),
    ],
)
def test_docx_in_which_a_text_can_not_be_found_is_refused(edit: Any, code: str) -> None:
    assert refusal("docx", in_docx(SMALL, edit)).code == code


def test_paragraphs_in_the_place_of_one_are_all_of_its_text() -> None:
    found = back("docx", in_docx(SMALL, _add_after_a_heading)).document.sections[1]
    assert found.intro == {"nl": "<p>En nog een.</p><p>Nog een kop.</p>"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["md", "docx"])
def test_a_draft_keeps_its_other_language_and_its_variables(name: str) -> None:
    at = world.policy(world.organisation())
    sections = compile_draft(draft_of(at), raw=True).sections
    first = draft_of(at).sections.order_by("position")[0]
    write(first, "intro", {"nl": "<p>Wij zijn {organisation}.</p>"})
    first.save()
    world.published(at, "2022-01-01")
    whole = compile_draft(draft_of(at))
    file = written(name, edition_of(whole), "nl")
    imported = back(name, file)
    editor = world.person("edith", Role.EDITOR, at.organisation)
    import_document(
        editor, at, imported.document, "nl", replace=False, returned=imported.returned
    )
    after = compile_draft(draft_of(at), raw=True)
    assert after.sections[0].intro["nl"] == "<p>Wij zijn {organisation}.</p>"
    assert after.sections[0].heading == sections[0].heading
    assert after.sections[1:] == sections[1:]
    assert compile_draft(draft_of(at)).sections == whole.sections
