"""DOCX files of others: read by way of HTML, or refused with what to do about it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import translation
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from organisations.models import Role
from policies.compiling import compile_draft, draft_of
from policies.importers import MAX_BYTES, Imported, Refused, docx_package, read
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.import_readers import section, tree

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944"
    "4154789c63606060000000040001f61738550000000049454e44ae426082"
)


def built(build: Callable[[Any], None]) -> bytes:
    """A file as somebody's word processor would make it."""
    file = docx.Document()
    build(file)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def lawyers(file: Any) -> None:
    """A policy in Word's own styles."""
    file.add_heading("Privacybeleid", 0)
    file.add_paragraph("Laatst bijgewerkt: 1 mei 2024")
    file.add_heading("Uw rechten", 1)
    file.add_paragraph("U hebt deze rechten:")
    for words in ("Inzage – mag.", "Wissen – mag ook."):
        file.add_paragraph(words, style="List Bullet")
    file.add_heading("Verwerkers", 1)
    table = file.add_table(2, 2)
    for cell, words in zip(
        table._cells, ("Bedrijf", "Dienst", "Stripe", "Betalen"), strict=True
    ):
        cell.text = words
    file.add_picture(io.BytesIO(PICTURE))


def imported(file: bytes, name: str = "beleid.docx") -> Imported:
    """The file, imported."""
    return read(name, file, kind="privacy", language="nl")


def repacked(file: bytes, **parts: bytes | None) -> bytes:
    """The file with some of its parts changed, added or (None) left out."""
    stream = io.BytesIO()
    new = {name.replace("__", "/"): data for name, data in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(file)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            if name not in new:
                made.writestr(name, source.read(name))
        for name, data in new.items():
            if data is not None:
                made.writestr(name, data)
    return stream.getvalue()


def with_body(file: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with another text."""
    with zipfile.ZipFile(io.BytesIO(file)) as source:
        body = source.read("word/document.xml")
    return repacked(file, **{"word/document.xml": change(body)})


ANY = built(lawyers)


def test_a_lawyers_document_becomes_sections_and_its_pictures_are_dropped() -> None:
    with translation.override("en"):
        found = imported(ANY)
    assert not found.returned
    assert found.document.title == {"nl": "Privacybeleid"}
    assert found.document.updated == "2024-05-01"
    assert tree(found.document) == [
        "",
        "Uw rechten [rights]",
        "Verwerkers [processors]",
    ]
    assert any("Pictures" in note for note in found.report.notes)
    entries = section(found.document, "rights").entries
    assert [e.term["nl"] for e in entries] == ["Inzage", "Wissen"]
    assert "img" not in found.document.canonical().decode()
    assert found.report.coverage == 100.0


def test_a_link_to_a_script_is_no_link() -> None:
    def build(file: Any) -> None:
        file.add_paragraph("Privacybeleid")
        paragraph = file.add_paragraph("Lees meer: ")
        link: Any = OxmlElement("w:hyperlink")
        number = file.part.relate_to(
            "javascript:alert(1)", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link.set(qn("r:id"), number)
        run = paragraph.add_run("hier")
        link.append(run._r)
        paragraph._p.append(link)

    text = imported(built(build)).document.canonical().decode()
    assert "hier" in text
    assert "javascript" not in text


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _declaring(declaration: bytes) -> bytes:
    return with_body(
        ANY, lambda body: body.replace(b"<w:document", declaration + b"<w:document", 1)
    )


def _nested(depth: int) -> bytes:
    inner = b"<w:sdt><w:sdtContent>" * depth + b"</w:sdtContent></w:sdt>" * depth
    return with_body(ANY, lambda body: body.replace(b"<w:body>", b"<w:body>" + inner))


def _locked(file: bytes) -> bytes:
    """The file with the flag of a password at each of its parts."""
    found = bytearray(file)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = found.find(mark)
        while at >= 0:
            found[at + offset] |= 1
            at = found.find(mark, at + 4)
    return bytes(found)


def _bomb() -> bytes:
    blank = b"<w:p/>" * (docx_package.MOST_XML // 6 + 1)
    return with_body(ANY, lambda body: body.replace(b"<w:body>", b"<w:body>" + blank))


def _understated() -> bytes:
    """A part that unpacks to more than the package says of it, as readers believe."""
    body = repacked(ANY, **{"word/document.xml": b"<x/>" + b" " * 10_000_000})
    found, told = bytearray(body), struct.pack("<I", 10_000_004)
    for at in (found.find(told), found.rfind(told)):
        found[at : at + 4] = struct.pack("<I", 4)
    return bytes(found).replace(
        struct.pack("<I", zlib.crc32(b"<x/>" + b" " * 10_000_000)),
        struct.pack("<I", zlib.crc32(b"<x/>")),
    )


HOSTILE = {
    "understated": (_understated(), "docx"),
    "empty": (b"", "empty"),
    "no ZIP": (b"Privacybeleid", "binary"),
    "PDF": (b"%PDF-1.7", "binary"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary"),
    "too large": (b"PK\x03\x04" + b"x" * MAX_BYTES, "too_large"),
    "broken ZIP": (ANY[:2000], "docx"),
    "damaged ZIP": (ANY[:3000] + b"x" * 200 + ANY[3200:], "docx"),
    "no text part": (repacked(ANY, **{"word/document.xml": None}), "docx"),
    "no XML": (with_body(ANY, lambda body: b"Privacybeleid"), "docx"),
    "half XML": (with_body(ANY, lambda body: body[:-40]), "docx"),
    "another ZIP": (repacked(ANY, **{"word/document.xml": b"<x/>"}), "docx"),
    "bomb": (_bomb(), "too_complex"),
    "many elements": (
        with_body(ANY, lambda b: b.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 300_000)),
        "too_complex",
    ),
    "nested": (_nested(60), "too_complex"),
    "deeply nested": (_nested(5_000), "too_complex"),
    "entities": (_declaring(ENTITY), "entities"),
    "outside entity": (_declaring(OUTSIDE), "entities"),
    "macro": (repacked(ANY, **{"word/vbaProject.bin": b"\x01"}), "macros"),
    "password": (_locked(ANY), "password"),
    "nothing in it": (built(lambda file: None), "empty"),
}  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_or_broken_is_refused(what: str, language: str) -> None:
    data, code = HOSTILE[what]
    with translation.override(language), pytest.raises(Refused) as refused:
        imported(data)
    assert refused.value.code == code
    assert len(refused.value.message) > 20


def test_nothing_outside_the_file_is_read() -> None:
    def build(file: Any) -> None:
        lawyers(file)
        number = next(
            key
            for key, relation in file.part.rels.items()
            if relation.reltype == RELATIONSHIP_TYPE.IMAGE
        )
        file.part.rels[number]._is_external = True
        file.part.rels[number]._target = "file:///etc/passwd"

    text = imported(built(build)).document.canonical().decode()
    assert "root:" not in text
    assert "Stripe" in text


@pytest.mark.django_db
def test_the_import_page_takes_a_docx_file_and_refuses_a_bad_one() -> None:
    policy = world.policy(world.organisation())
    policy.draft.sections.all().delete()
    client = signed_in(world.person("edith", Role.EDITOR, policy.organisation), "en")

    def upload(data: bytes) -> Any:
        file = SimpleUploadedFile("beleid.docx", data)
        return client.post(
            address(policy, "draft/import/"), {"file": file, "language": "nl"}
        )

    assert upload(HOSTILE["macro"][0]).status_code == 422
    assert not compile_draft(draft_of(policy)).sections
    assert upload(ANY).status_code == 200
    headings = [s.heading.get("nl") for s in compile_draft(draft_of(policy)).sections]
    assert headings[-2:] == ["Uw rechten", "Verwerkers"]


@pytest.mark.django_db
def test_the_command_takes_a_docx_file_and_refuses_a_bad_one(tmp_path: Any) -> None:
    policy = world.policy(world.organisation())
    policy.draft.sections.all().delete()
    path = tmp_path / "beleid.docx"
    asked = {
        "organisation": policy.organisation.slug, "policy": "privacy",
        "kind": "privacy", "language": "nl",
    }  # fmt: skip
    path.write_bytes(HOSTILE["macro"][0])
    with pytest.raises(CommandError, match="macro"):
        call_command("import_policy", str(path), **asked)
    path.write_bytes(ANY)
    call_command("import_policy", str(path), **asked, stdout=io.StringIO())
    headings = [s.heading.get("nl") for s in compile_draft(draft_of(policy)).sections]
    assert headings[-2:] == ["Uw rechten", "Verwerkers"]
