"""Saved PDF, Word and text files: genuine as made, altered by one character."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
import zlib

import pikepdf
import pytest

from organisations.models import Host, Organisation
from policies import editions
from policies.document import Document
from policies.evidence import linear, opening, pdf
from policies.evidence.saved import Unreadable
from policies.exporters import formats
from policies.models import Version
from policies.verifying import genuine
from tests import world
from tests.policies import evidence_world as saved

pytestmark = pytest.mark.django_db
TEXTS = ["md", "txt", "docx"]


@pytest.fixture
def organisation() -> Organisation:
    return saved.organisation()


@pytest.fixture
def version(organisation: Organisation) -> Version:
    made = saved.policy(organisation)
    world.published(made, "2018-05-25")
    return saved.version(made, 1)


def made(version: Version, name: str, language: str, forged: Document | None) -> bytes:
    """The file; of another text, with the genuine one's fingerprint and record."""
    edition = editions.of(version)
    if forged is not None:
        edition = dataclasses.replace(edition, document=forged)
    return formats()[name].write(edition, language)


def forged(version: Version, words: str, other: str) -> Document:
    text = version.canonical
    assert words in text
    import json

    return Document.from_dict(json.loads(text.replace(words, other)))


@pytest.mark.parametrize("name", [*TEXTS, "pdf"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_file_of_a_version_is_genuine(
    version: Version, name: str, language: str
) -> None:
    content = saved.get(f"/{language}/privacy/v/1/policy.{name}")
    found = saved.on(content)
    assert saved.told(found) == ("genuine", 1, [])
    assert found.language == language


@pytest.mark.parametrize(
    ("words", "other", "part"),
    [
        ("Text eerste.", "Text eersta.", "#intro"),
        ("Tax.", "Tex.", "#retention"),
        ("P7Y", "P8Y", "#retention"),
        ("By appointment", "By appointmant", "#visits"),
    ],
)
def test_a_pdf_of_another_text_with_the_fingerprint_of_this_one_is_found(
    version: Version, words: str, other: str, part: str
) -> None:
    content = made(version, "pdf", "en", forged(version, words, other))
    found = saved.on(content)
    keys = [one.key for one in found.differences]
    assert (found.outcome, found.version) == ("altered", version)
    assert part in keys
    assert {*keys} <= {part, "summary", "text"}


def test_every_word_of_a_pdf_counts(version: Version) -> None:
    """Changed one at a time in the words that were read, over all of its pages."""
    genuine = pdf.read(made(version, "pdf", "nl", None)).parts[0].words
    for at in range(0, len(genuine), 3):
        word = genuine[at]
        if not any(map(str.isalnum, word)):
            continue
        place = next(n for n, sign in enumerate(word) if sign.isalnum())
        other = [*genuine]
        other[at] = saved.changed(word, place)
        (one,) = linear.differences(genuine, other, ())
        assert (one.at, one.saved) == (at, other[at])


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_with_one_other_character_is_found_and_its_section_named(
    version: Version, name: str
) -> None:
    content = made(version, name, "nl", forged(version, "Na afspraak", "Na afspraek"))
    assert saved.told(saved.on(content)) == ("altered", 1, ["#visits"])
    content = made(version, name, "nl", forged(version, "Fiscus", "Fiscas"))
    assert saved.told(saved.on(content)) == ("altered", 1, ["#retention"])


@pytest.mark.parametrize(
    ("words", "other", "shown"),
    [
        ("Na afspraak.", "Na afspraek.", ("afspraak.", "afspraek.")),
        ("Na afspraak.", "Na afspraak. Of niet.", ("", "Of niet.")),
        ("<!-- /text -->\n\n---", "---", ("<!-- /text -->", "")),
    ],
)
def test_of_altered_markdown_the_words_are_shown_not_its_signs(
    version: Version, words: str, other: str, shown: tuple[str, str]
) -> None:
    """What is nothing but a sign is shown where it is all that differs."""
    text = made(version, "md", "nl", None).decode()
    assert text.count(words) == 1
    (one,) = saved.on(text.replace(words, other)).differences
    assert (one.genuine, one.saved) == shown
    assert not re.search(r"[<>#*]|--", f"{one.before} {one.after}")
    assert "Bezoek" in one.before or "Versie" in one.after


@pytest.mark.parametrize("name", ["md", "txt"])
def test_every_character_of_a_text_file_counts(version: Version, name: str) -> None:
    text = made(version, name, "nl", None).decode()
    for at in saved.places(text, lambda _at: True, 40):
        found = saved.on(saved.changed(text, at))
        assert found.outcome == "altered", text[at - 20 : at + 20]
        assert found.version == version


@pytest.mark.parametrize("name", [*TEXTS, "pdf"])
def test_a_file_stays_genuine_when_the_site_moves(
    organisation: Organisation, version: Version, name: str
) -> None:
    """The old host is still the organisation's; the policy may have moved on it too."""
    content = saved.get(f"/nl/privacy/v/1/policy.{name}")
    Host.objects.filter(organisation=organisation).update(canonical=False)
    Host.objects.create(name="new.localhost", organisation=organisation, canonical=True)
    found = saved.on(content)
    assert saved.told(found) == ("genuine", 1, [])
    assert re.search(r"//acme.localhost(:\d+)?/nl/privacy/v/1/$", found.address)
    assert saved.on(saved.get(f"/nl/privacy/v/1/policy.{name}")).address == ""


@pytest.mark.parametrize("name", ["txt", "md"])
@pytest.mark.parametrize(
    "other", ["http://acne.localhost/nl/privacy/v/1/", "http://acme.localhost/x/v/1/"]
)
def test_a_text_with_an_address_where_the_version_never_was_is_altered(
    version: Version, name: str, other: str
) -> None:
    content = saved.get(f"/nl/privacy/v/1/policy.{name}").decode()
    forged = re.sub(r"https?://[^/\s]+/nl/privacy/v/1/", other, content)
    assert forged != content
    assert saved.on(forged).outcome == "altered"


def archive(pack: int = zipfile.ZIP_DEFLATED, /, **members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", pack) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


POLICY = b'<html><article class="policy">%s</article></html>'
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    + b"]><a>&j;</a>"
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n ",
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"1 0 obj <<" * 10_000,
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 1000,
        archive(word__document_xml=BOMB),
        archive(word__document_xml=b"<a>" * 100_000),
        archive(word__document_xml=b" " * (9 * opening.MEGABYTE)),
        archive(other_xml=b"<a/>"),
        archive(**{f"word__header{n}_xml": b"<a/>" for n in range(300)}),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"<html>" * 200_000,
        b"<" * 1_000_000,
        b"From: x\nContent-Type: multipart/related\n\n--",
        b"x" * (opening.LARGEST_TEXT + 1),
        archive(zipfile.ZIP_BZIP2, word__document_xml=b"<a/>"),
        archive(
            **{
                f"word__header{n}_xml": b"<a>" + b" " * 10**6 + b"</a>"
                for n in range(9)
            }
        ),
        b"de " * 1_000_000,
        b"".join(b"%064x " % n for n in range(100_000)),
        b"".join(b"http://a.nl/nl/p%d/v/%d/ " % (n, n + 1) for n in range(90_000)),
        POLICY % (b"<section>" * 99),
        POLICY % (b"<a>x</a>" * 90_000),
        POLICY % (b"x " * 600_000),
        b"Content-Type: multipart/related; boundary=a\n\n"
        + b"--a\nContent-Type: multipart/related; boundary=a\n\n" * 20_000,
        b'{"sections": [], "digest": "' + b"\\ud800" * 64 + b'"}',
        b'{"sections": [], "policy": ' + b"[" * 200 + b"]" * 200 + b"}",
        b'{"sections": [' + b"{}, " * 100_000 + b"{}]}",
    ],
    ids=range(28),
)
def test_hostile_files_are_unreadable_with_a_reason(content: bytes, db: None) -> None:
    found = saved.on(content)
    assert found.outcome in ("unreadable", "unknown")
    assert found.version is None
    assert found.outcome == "unknown" or found.reason


def test_a_pdf_that_unpacks_without_end_gets_no_memory() -> None:
    """A page whose content is a gigabyte of blanks in a megabyte."""
    packed = zlib.compressobj(9)
    stream = b"".join(packed.compress(b" " * opening.MEGABYTE) for _n in range(1100))
    stream += packed.flush()
    content = (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF" % (len(stream), stream)
    )
    with pytest.raises(Unreadable):
        pdf.read(content)


def test_a_pdf_that_a_browser_printed_is_not_called_altered(version: Version) -> None:
    """Its lines break elsewhere; and it carries no Document, as ours do."""
    ours = pikepdf.open(io.BytesIO(saved.get("/nl/privacy/v/1/policy.pdf")))
    for name in list(ours.attachments):
        del ours.attachments[name]
    printed = io.BytesIO()
    ours.save(printed)
    found = saved.on(printed.getvalue())
    assert found.outcome == "unreadable"
    assert "browser" in found.reason


def test_a_pdf_that_takes_too_long_is_given_up(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    with pytest.raises(Unreadable, match=r"long|lang"):
        pdf.read(b"%PDF-1.7")


def test_a_pdf_is_not_called_altered_where_none_can_be_made(
    version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = saved.get("/nl/privacy/v/1/policy.pdf")
    form = dataclasses.replace(formats()["pdf"], available=lambda: False)
    monkeypatch.setattr(genuine, "formats", lambda: {**formats(), "pdf": form})
    found = saved.on(content)
    assert found.outcome == "unreadable"
    assert found.reason


def test_a_file_that_is_too_large_is_not_read() -> None:
    with pytest.raises(Unreadable, match="20 MB"):
        opening.read(b"%PDF-" + b" " * opening.LARGEST)
