"""From a file's bytes to a Document: the order in which the steps are taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.document import Document
from policies.importers import (
    dates,
    docx,
    html,
    limits,
    markdown,
    marked_markdown,
    refusal,
    returned,
    text,
)
from policies.importers.blocks import Findings, Heading, Paragraph, Parsed
from policies.importers.coverage import measure
from policies.importers.lines import is_image
from policies.importers.outline import Node, is_aside, is_contents, outline
from policies.importers.p3p_line import token_line
from policies.importers.recognise import sections
from policies.importers.recognise.shapes import Workbench
from policies.importers.repair import repair
from policies.importers.report import Report
from policies.importers.titles import titled

_FORMATS: Mapping[str, Callable[[str, Findings], Parsed]] = {
    "text": text.read,
    "markdown": markdown.read,
    "markdown_in_text": markdown.read_text,
    "html": html.read,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """A Document in one language, and how well its source was understood.

    ``returned`` says that this house made the file: its sections are the policy's own.
    """

    document: Document
    report: Report
    returned: bool = False


def read(filename: str, data: bytes, *, kind: str, language: str) -> Imported:
    """A text, Markdown, HTML or DOCX file as a Document; Refused when it can't be read."""
    refusal.check_target(kind, language)
    form, findings = refusal.format_of(filename), Findings()
    if form == "docx":
        file = docx.opened(data)
        if file.own:
            return _returned(file.document(kind, language), findings)
        if file.pictures:
            findings.note(_("Pictures were left out; the page shows none."))
        form, data = "html", file.html().encode()
    source = refusal.decoded(data)
    if form == "markdown" and (own := marked_markdown.parts(source)):
        return _returned(marked_markdown.read(own, kind, language), findings)
    if form == "text" and markdown.is_markdown(source):
        form = "markdown_in_text"
    limits.check(source, form)
    parsed = _FORMATS[form](source, findings)
    if not parsed.lines:
        raise refusal.Refused(
            "empty", _("The file has no text that a page would show.")
        )
    title, blocks = titled(parsed, kind, language, findings)
    root = outline(repair(blocks, findings), findings)
    _mention_leftovers(root, findings)
    bench = Workbench(language, findings)
    days = [day for _n, words in parsed.lines if (day := dates.last_change(words))]
    document = Document(
        kind=kind,
        title={language: title},
        languages=tuple(dict.fromkeys(("nl", "en", language))),
        updated=max(days).isoformat() if days else "",
        sections=sections(root, bench),
    )
    return Imported(document, _report(parsed, document, language, findings))


def _returned(document: Document, findings: Findings) -> Imported:
    return Imported(document, returned.report(document, findings), returned=True)


def _report(
    parsed: Parsed, document: Document, language: str, findings: Findings
) -> Report:
    coverage = measure(parsed.lines, document, language)
    tokens = (token_line(words) for _n, words in parsed.lines)
    return Report(
        coverage=coverage.percentage,
        missing=coverage.missing,
        unsure=tuple(sorted(findings.unsure)),
        notes=tuple(findings.notes),
        recognised={s.anchor: s.kind for s in document.walk() if s.kind != "free_text"},
        date=document.updated,
        p3p=next(filter(None, tokens), ""),
    )


def _mention_leftovers(node: Node, findings: Findings) -> None:
    """Name what a web page leaves in its text and a policy has no use for."""
    for block in node.blocks:
        if isinstance(block, Paragraph) and is_image(block.text):
            reason = _("Looks like the file name of a picture that is not here.")
            findings.doubt(block.line, block.text, reason)
    heading = node.heading
    if heading and (reason := _leftover(heading, node.blocks, node.children)):
        findings.doubt(heading.line, heading.text, reason)
    for child in node.children:
        _mention_leftovers(child, findings)


def _leftover(
    heading: Heading, blocks: Sequence[object], children: Sequence[object]
) -> str:
    if is_contents(heading.text) and not blocks and not children:
        return _("A table of contents without entries; the page makes its own.")
    if is_aside(heading.text):
        return _("Seems to be part of the old web page and not of the policy.")
    return ""
