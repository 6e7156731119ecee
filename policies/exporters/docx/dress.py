"""How the file looks and what it says of itself: styles, page, header, footer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext, override
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from policies.edition import Edition
from policies.exporters import imprint
from policies.kinds import wording

LOCALES = {"nl": "nl-NL", "en": "en-GB"}
TEXT_WIDTH = Mm(210 - 2 * 22)
_DARK = RGBColor(0x1A, 0x1A, 0x1A)
_GREY = RGBColor(0x55, 0x55, 0x55)
_SIZES = {
    "Title": 24,
    "Heading 1": 16,
    "Heading 2": 13,
    "Heading 3": 11.5,
    "Heading 4": 11,
}


_TABLE_STYLES = {"Normal Table", "Table Grid"}
_OWN_STYLES = (
    ("Term", "Normal"), ("Imprint", "Normal"), ("Detail", "Normal"),
    ("Table Text", "Normal"), ("Table Heading", "Table Text"),
)  # fmt: skip


def dress(file: Document, edition: Edition, language: str) -> None:
    """Set all that is not the policy's text."""
    _styles(file, LOCALES.get(language, language))
    _page(file)
    _properties(file, edition, language)
    with override(language):
        _header(file, edition, language)
        _footer(file, edition, language)


def _styles(file: Document, locale: str) -> None:
    styles: Any = file.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), locale)
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in _SIZES.items():
        _heading(styles[name], size)
    for name, base in _OWN_STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
    styles["Term"].font.bold = True
    styles["Term"].paragraph_format.keep_with_next = True
    styles["Imprint"].font.color.rgb = _GREY
    styles["Imprint"].font.size = Pt(9.5)
    styles["Imprint"].paragraph_format.space_after = Pt(0)
    styles["Detail"].paragraph_format.left_indent = Mm(6)
    styles["Table Text"].font.size = Pt(9)
    styles["Table Heading"].font.bold = True
    styles["Caption"].font.color.rgb = _GREY
    styles["Caption"].paragraph_format.keep_with_next = True
    styles["Footer"].paragraph_format.tab_stops.clear_all()
    styles.add_style("Preformatted", WD_STYLE_TYPE.PARAGRAPH).font.name = "Consolas"
    styles.add_style("Code", WD_STYLE_TYPE.CHARACTER).font.name = "Consolas"
    _without_spare_styles(file)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x05, 0x63, 0xC1)


def _without_spare_styles(file: Document) -> None:
    """Leave out the template's hundred looks of tables."""
    for style in list(file.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _TABLE_STYLES:
            style.delete()
    for key, relation in list(file.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del file.part.rels[key]


def _heading(style: Any, size: float) -> None:
    font = style.font
    font.name, font.size, font.color.rgb, font.bold = "Calibri", Pt(size), _DARK, True
    # The theme's font would win over the name.
    fonts = font.element.rPr.rFonts
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]


def _page(file: Document) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(25)


def _properties(file: Document, edition: Edition, language: str) -> None:
    about = file.core_properties
    about.title = imprint.title(edition, language)
    about.author = about.last_modified_by = imprint.organisation(edition)
    about.subject = f"SHA-256 {edition.digest}"
    about.identifier = edition.addresses.get(language, "")
    about.language = LOCALES.get(language, language)
    about.version = str(edition.number)
    about.keywords = about.comments = about.category = ""
    about.created = about.modified = edition.published_at.astimezone(dt.UTC)
    about.revision = 1
    # The template's own preview picture is of an empty page.
    package = file.part.package
    for number, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[number]


def _header(file: Document, edition: Edition, language: str) -> None:
    paragraph = file.sections[0].header.paragraphs[0]
    names = (imprint.organisation(edition), imprint.title(edition, language))
    paragraph.text = " – ".join(filter(None, names))


def _footer(file: Document, edition: Edition, language: str) -> None:
    footer = file.sections[0].footer
    first = footer.paragraphs[0]
    first.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    since = wording.day(edition.effective_from.date(), language)
    number = gettext("version %(number)d") % {"number": edition.number}
    first.add_run(f"{number[:1].upper()}{number[1:]}, ")
    first.add_run(f"{gettext('In force from').lower()} {since}\t")
    before, _of, after = gettext("page {number} of {total}").partition("{number}")
    between, _of, last = after.partition("{total}")
    first.add_run(before)
    _field(first, "PAGE")
    first.add_run(between)
    _field(first, "NUMPAGES")
    first.add_run(last)
    if address := edition.addresses.get(language):
        footer.add_paragraph(address, style="Footer")
    footer.add_paragraph(f"SHA-256 {edition.digest}", style="Footer")
    for paragraph in (*footer.paragraphs, *file.sections[0].header.paragraphs):
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(8.5), _GREY


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that the word processor fills in."""
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        mark: Any = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            instruction: Any = OxmlElement("w:instrText")
            instruction.text = f" {code} "
            paragraph.add_run()._r.append(instruction)
        if kind == "separate":
            paragraph.add_run("1")
