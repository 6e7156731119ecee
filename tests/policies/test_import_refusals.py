"""Hostile and broken files: refused with a reason, or imported; never a crash."""

from __future__ import annotations

import pytest

from policies.importers import MAX_BYTES, Refused, read
from policies.richtext import sanitise
from tests.policies.import_readers import imported


def refusal(name: str, data: bytes, kind: str = "privacy", language: str = "nl") -> str:
    """The code with which a file is refused."""
    with pytest.raises(Refused) as refused:
        read(name, data, kind=kind, language=language)
    assert len(refused.value.message) > 20
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\xc2\xa0\n", "empty"),
        ("a.html", b"<html><script>x</script></html>", "empty"),
        ("a.docx", b"text", "binary"),
        ("a.docm", b"text", "extension"),
        ("a.doc", b"text", "extension"),
        ("policy", b"text", "extension"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "too_large"),
        ("a.txt", b"x" * 50_000_000, "too_large"),
        ("a.txt", b"%PDF-1.7\n", "binary"),
        ("a.md", b"PK\x03\x04\x14\x00", "binary"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "binary"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1", "binary"),
        ("a.txt", b"\x1f\x8b\x08\x00", "binary"),
        ("a.txt", b"tekst\x00tekst", "binary"),
        ("a.txt", b"tekst\x07tekst", "binary"),
        ("a.txt", "Privacybeleid\n\nCafé".encode("latin-1"), "encoding"),
        ("a.txt", b"\xff\xfea", "encoding"),
    ],
)
def test_what_is_no_text_is_refused(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data) == code


def test_an_unknown_kind_or_language_is_refused() -> None:
    assert refusal("a.txt", b"text", kind="novel") == "kind"
    assert refusal("a.txt", b"text", language="Dutch") == "language"


def test_a_wrong_encoding_is_refused_with_its_place() -> None:
    with pytest.raises(Refused) as refused:
        read("a.txt", b"een\ntwee \xe9", kind="privacy", language="nl")
    assert "10" in refused.value.message
    assert "2" in refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_that_name_themselves_are_read(encoding: str) -> None:
    data = "Privacybeleid\r\n\r\nCafé".encode(encoding)
    found = read("a.TXT", data, kind="privacy", language="nl")
    assert found.document.sections[0].intro == {"nl": "<p>Café</p>"}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.html", "<div>" * 100_000 + "a", "nesting"),
        ("a.html", "<b>" * 100_000 + "a", "nesting"),
        ("a.html", "<ul><li>" * 300 + "a", "nesting"),
        ("a.md", ">" * 40_000 + " a", "nesting"),
        ("a.md", "- " * 900 + "a", "nesting"),
        ("a.md", "\n".join(" " * n + "- a" for n in range(1900)), "nesting"),
        ("a.md", "[" * 1_900_000, "too_complex"),
        ("a.md", "*a _b **c " * 190_000, "too_complex"),
        ("a.md", "a " * 900_000, "long_line"),
        ("a.txt", "a\tb\n" * 100_000, "too_complex"),
        ("a.md", "|a|b|\n|-|-|\n" + "|a|b|\n" * 100_000, "too_complex"),
        ("a.html", "<table>" + "<tr><td>a<td>b" * 100_000, "too_many_elements"),
        ("a.txt", "Aa\n\nb.\n\n" * 12_000, "too_many_headings"),
        ("a.txt", "\n" * 1_900_000 + "a", "too_complex"),
        ("a.txt", "a@b.nl " * 200_000, "too_complex"),
        ("a.txt", "0612345678 " * 150_000, "too_complex"),
        ("a.html", "&amp" * 400_000, "too_complex"),
        ("a.html", "<" * 1_900_000, "too_many_elements"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_what_keeps_a_parser_busy_is_refused(name: str, text: str, code: str) -> None:
    assert refusal(name, text.encode()) == code


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "a" * 1_900_000),
        ("a.txt", "een zin van woorden. " * 90_000),
        ("a.txt", "\n".join(" " * n + "- a" for n in range(1900))),
        ("a.txt", "a\tb\n" * 20_000),
        ("a.txt", "a@" * 3_000),
        ("a.txt", "http://" * 7_000),
        ("a.txt", "CP=NOI " * 250_000),
        ("a.txt", "1 mei 2 " * 200_000),
        ("a.html", "<p>" * 50_000 + "a"),
        ("a.html", "<dl><dd>" * 90 + "a"),
        ("a.html", "a" * 1_900_000),
    ],
    ids=lambda value: value[:12],
)
def test_what_is_only_odd_is_imported_whole(name: str, text: str) -> None:
    assert imported(text, name).report.coverage == 100.0


@pytest.mark.parametrize("text", ["<!--" * 50_000, "<![CDATA[" * 50_000, "</" * 50_000])
def test_a_page_without_words_is_refused(text: str) -> None:
    assert refusal("a.html", text.encode()) in {"html", "empty"}


def test_invisible_controls_do_not_reach_the_document() -> None:
    found = imported("Privacybeleid\n\neen\u0085twee\ufffe\ue000 drie\u200b")
    assert "\ufffe" not in found.document.canonical().decode()
    assert "\ue000" not in found.document.canonical().decode()


def test_what_the_writer_trusts_is_what_the_sanitiser_leaves() -> None:
    text = "Privacybeleid\n\nEen.\n\n- a\n- b\n\nTwee:\n\n1. c\n2. d\n\nDrie é ‘x’."
    intro = imported(text).document.sections[0].intro["nl"]
    assert intro.count("<li>") == 4
    assert sanitise(intro) == intro
