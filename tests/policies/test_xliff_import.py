"""What comes back: compared with the draft, and refused when it isn't to be trusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation
from lxml import etree

from policies.importers import Refused, xliff
from policies.xliff.packing import packed, unpacked
from tests.policies.xliff_world import (
    ENGLISH,
    POLICY,
    VERSIONS,
    document,
    exported,
    part,
    proposals,
    say,
    unit,
    written,
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The messages are compared in their source language."""
    with translation.override("en"):
        yield


every_version = pytest.mark.parametrize("version", VERSIONS)
CORE = "urn:oasis:names:tc:xliff:document:2.0"


def returned(version: str, **said: str) -> bytes:
    """An export in which a translator wrote plain words."""
    root = etree.fromstring(exported(document(), version))
    for key, words in said.items():
        say(root, key, words)
    return written(root)


@every_version
@pytest.mark.parametrize(("source", "target"), [("nl", "en"), ("en", "nl")])
def test_a_round_trip_changes_nothing(version: str, source: str, target: str) -> None:
    found = proposals(document(), exported(document(), version, source, target))
    assert {p.status for p in found.values()} <= {"same", "untranslated"}
    same = [p for p in found.values() if p.status == "same"]
    assert same
    assert all(p.new == p.old for p in same)
    assert all(p.source_then == p.source_now for p in found.values())


@every_version
def test_a_missing_text_is_new_and_another_wording_is_changed(version: str) -> None:
    found = proposals(
        document(),
        returned(
            version,
            **{"s1::outro:1": "Finally & <last>.", "s3:invoices:term:1": "Bills"},
        ),
    )
    new, changed = found["s1::outro"], found["s3:invoices:term"]
    assert (new.status, new.new) == ("new", "<p>Finally &amp; &lt;last&gt;.</p>")
    assert (changed.status, changed.old, changed.new) == (
        "changed",
        "Invoices",
        "Bills",
    )
    assert new.applicable
    assert changed.applicable


@every_version
def test_words_around_codes_change_and_the_markup_stays(version: str) -> None:
    root = etree.fromstring(exported(document(), version))
    target = part(root, "s1::intro:1", "target")
    target.text = "Please read "
    found = proposals(document(), written(root))["s1::intro"]
    assert found.status == "changed"
    assert found.new == ENGLISH.replace("<p>Read ", "<p>Please read ")


@every_version
def test_lost_codes_are_named_and_not_applied(version: str) -> None:
    found = proposals(document(), returned(version, **{"s1::intro:1": "Read."}))
    lost = found["s1::intro"]
    assert (lost.status, lost.new, lost.applicable) == ("broken", "", False)
    for mark in ("/nl/privacy/", "bold", "{dpo_email}", "line break"):
        assert mark in lost.reason
    assert "Read." in lost.sent


@every_version
def test_a_variable_that_was_typed_is_not_lost(version: str) -> None:
    words = "Tail of {organisation}"
    found = proposals(document(), returned(version, **{"s1::heading:1": words}))
    assert (found["s1::heading"].status, found["s1::heading"].new) == ("changed", words)


@every_version
def test_a_file_can_t_bring_markup_of_its_own(version: str) -> None:
    file = exported(document(), version).replace(
        b"/en/privacy/", b"https://evil.example/"
    )
    file = file.replace(b"&lt;strong&gt;", b"&lt;script&gt;alert(1)&lt;/script&gt;")
    for found in proposals(document(), file).values():
        assert "evil" not in found.new
        assert "script" not in found.new


def test_a_code_that_the_text_does_not_have_is_refused() -> None:
    root = etree.fromstring(exported(document(), "2.0"))
    target = part(root, "s3:invoices:term:1", "target")
    etree.SubElement(target, f"{{{CORE}}}ph", id="9")
    found = proposals(document(), written(root))["s3:invoices:term"]
    assert found.status == "broken"
    assert "mark" in found.reason


@every_version
def test_the_mark_of_a_foreign_word_may_go(version: str) -> None:
    of = document(outro={"nl": '<p>Dit heet <span lang="en">opt-out</span>.</p>'})
    root = etree.fromstring(exported(of, version))
    say(root, "s1::outro:1", "This is called opting out.")
    found = proposals(of, written(root))["s1::outro"]
    assert (found.status, found.new) == ("new", "<p>This is called opting out.</p>")


@pytest.mark.parametrize(
    ("markup", "new"),
    [
        ("<em>", "<p>Finally <em>now</em></p>"),
        ('<span lang="nl">', '<p>Finally <span lang="nl">now</span></p>'),
        ('<a href="https://evil.example/">', ""),
        ('<em onclick="x">', ""),
        ("<script>", ""),
    ],
)
def test_a_translator_may_emphasise_but_bring_no_link(markup: str, new: str) -> None:
    root = etree.fromstring(exported(document(), "1.2"))
    target = part(root, "s1::outro:1", "target")
    core = xliff.version1.NAMESPACE
    end = f"</{markup.strip('<>').split()[0]}>"
    target.text = "Finally "
    opened = etree.SubElement(target, f"{{{core}}}bpt", id="7")
    opened.text, opened.tail = markup, "now"
    etree.SubElement(target, f"{{{core}}}ept", id="7").text = end
    found = proposals(document(), written(root))["s1::outro"]
    assert (found.new, found.applicable) == (new, bool(new))


def test_crossed_codes_are_refused() -> None:
    root = etree.fromstring(exported(document(), "1.2"))
    target = part(root, "s1::intro:1", "target")
    first, second = target[0], target[1]
    first.set("id", "2")
    second.set("id", "1")
    found = proposals(document(), written(root))["s1::intro"]
    assert found.status == "broken"
    assert "emphasis" in found.reason


@every_version
def test_a_source_that_changed_since_is_a_conflict_with_both_texts(
    version: str,
) -> None:
    file = returned(version, **{"s3:invoices:term:1": "Bills"})
    now = document()
    section = now.sections[1].sections[0]
    entry = replace(section.entries[0], term={"nl": "Nota's", "en": "Invoices"})
    parent = replace(now.sections[1], sections=(replace(section, entries=(entry,)),))
    now = replace(now, sections=(now.sections[0], parent))
    found = proposals(now, file)["s3:invoices:term"]
    assert (found.status, found.new) == ("conflict", "Bills")
    assert (found.source_then, found.source_now) == ("Facturen", "Nota's")
    assert found.applicable


@every_version
def test_a_source_with_fewer_paragraphs_can_only_be_looked_at(version: str) -> None:
    file = returned(version, **{"s1::intro:2": "First"})
    found = proposals(document(intro={"nl": "<p>Kort.</p>"}), file)["s1::intro"]
    assert (found.status, found.applicable) == ("conflict", False)
    assert "Diep" in found.source_then


@every_version
def test_white_space_that_a_tool_folds_is_no_change_of_the_source(version: str) -> None:
    root = etree.fromstring(returned(version, **{"s3:invoices:term:1": "Bills"}))
    source = part(root, "s3:invoices:term:1", "source")
    source.text = f"\n   {source.text}\n"
    assert proposals(document(), written(root))["s3:invoices:term"].status == "changed"


@every_version
def test_half_a_text_is_not_applied(version: str) -> None:
    of = document(intro={"nl": "<p>Een.</p><p>Twee.</p>"})
    root = etree.fromstring(exported(of, version))
    say(root, "s1::intro:2", "Two.")
    found = proposals(of, written(root))["s1::intro"]
    assert found.status == "broken"
    assert "whole" in found.reason
    say(root, "s1::intro:1", "One.")
    assert proposals(of, written(root))["s1::intro"].new == "<p>One.</p><p>Two.</p>"


@every_version
def test_a_text_that_the_draft_no_longer_has_is_shown(version: str) -> None:
    file = returned(version, **{"s3:invoices:term:1": "Bills"})
    now = document()
    found = proposals(replace(now, sections=now.sections[:1]), file)
    gone = found["s3:invoices:term"]
    assert (gone.status, gone.applicable) == ("unknown", False)
    assert (gone.sent, gone.source_then) == ("Bills", "Facturen")


@every_version
def test_a_heading_that_does_not_fit_is_refused(version: str) -> None:
    words = "{organisation} " + "x" * 300
    found = proposals(document(), returned(version, **{"s1::heading:1": words}))
    assert found["s1::heading"].status == "broken"
    assert "300" in found["s1::heading"].reason


def test_a_tool_may_cut_a_unit_into_sentences_and_order_them() -> None:
    root = etree.fromstring(exported(document(), "2.0"))
    holder = unit(root, "s1::outro:1")
    for segment in holder.findall("{*}segment"):
        holder.remove(segment)
    for source, target, order in (
        ("Tot", "all.", "3"),
        (" ", None, ""),
        ("slot.", "After", "1"),
    ):
        tag = "segment" if target else "ignorable"
        made = etree.SubElement(holder, f"{{{CORE}}}{tag}")
        etree.SubElement(made, f"{{{CORE}}}source").text = source
        if target:
            etree.SubElement(made, f"{{{CORE}}}target", order=order).text = target
    found = proposals(document(), written(root))["s1::outro"]
    assert (found.status, found.new) == ("new", "<p>After all.</p>")


def test_a_tool_may_use_other_inline_elements_of_1_2() -> None:
    file = exported(document(), "1.2")
    root = etree.fromstring(file)
    target = part(root, "s2:one:attributes.collected.0:1", "target")
    for child in list(target):
        target.remove(child)
    target.text = ""
    mark = etree.SubElement(target, f"{{{xliff.version1.NAMESPACE}}}mrk", mtype="seg")
    mark.text = "your "
    g = etree.SubElement(mark, f"{{{xliff.version1.NAMESPACE}}}g", id="1")
    g.text = "full name"
    found = proposals(document(), written(root))["s2:one:attributes.collected.0"]
    assert (found.status, found.new) == ("changed", "your <em>full name</em>")


def test_split_codes_of_2_0_are_read_as_pairs() -> None:
    root = etree.fromstring(exported(document(), "2.0"))
    target = part(root, "s2:one:attributes.collected.0:1", "target")
    for child in list(target):
        target.remove(child)
    target.text = "your "
    etree.SubElement(target, f"{{{CORE}}}sc", id="1").tail = "own name"
    etree.SubElement(target, f"{{{CORE}}}ec", startRef="1")
    found = proposals(document(), written(root))["s2:one:attributes.collected.0"]
    assert found.new == "your <em>own name</em>"


@every_version
def test_regions_of_languages_and_utf_16_are_understood(version: str) -> None:
    file = exported(document(), version).decode()
    file = file.replace("UTF-8", "UTF-16")
    for name in ('srcLang="nl"', 'source-language="nl"'):
        file = file.replace(name, name.replace("nl", "nl-NL"))
    found = xliff.read(file.encode("utf-16"))
    assert (found.source, found.target, found.policy) == ("nl", "en", POLICY)
    xliff.check(found, policy=POLICY, languages=("nl", "en"))


@every_version
def test_translations_survive_being_carried_as_plain_data(version: str) -> None:
    found = xliff.read(exported(document(), version))
    assert unpacked(packed(found)) == found


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
OPEN = f'<xliff version="2.0" xmlns="{CORE}" srcLang="nl" trgLang="en">'
REFUSED: list[tuple[str, Any]] = [
    ("empty", b""),
    ("empty", b" \n"),
    ("too_large", b"<x>" + b" " * xliff.MAX_BYTES),
    ("encoding", b"<?xml version='1.0' encoding='latin1'?><x>caf\xe9</x>"),
    ("malformed", b"words"),
    ("malformed", OPEN.encode()),
    ("malformed", f"{OPEN}&nbsp;</xliff>".encode()),
    ("malformed", f"{OPEN}\x00</xliff>".encode()),
    ("doctype", f'<!DOCTYPE x [<!ENTITY l0 "lol">{BOMB}]>{OPEN}&l9;</xliff>'.encode()),
    ("doctype", f'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">{OPEN}</xliff>'.encode()),
    (
        "doctype",
        f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>{OPEN}&f;</xliff>'
        .encode("utf-16"),
    ),
    ("too_complex", (OPEN + "<g>" * 150 + "</g>" * 150 + "</xliff>").encode()),
    ("too_complex", (OPEN + "<g/>" * 200_001 + "</xliff>").encode()),
    ("version", b"<html/>"),
    ("version", OPEN.replace('"2.0"', '"3.0"', 1).encode() + b"</xliff>"),
    ("version", b'<xliff version="1.2"/>'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=[code for code, _ in REFUSED])
def test_a_file_that_is_not_to_be_trusted_is_refused_with_a_reason(
    code: str, data: bytes
) -> None:
    with pytest.raises(Refused) as refused:
        xliff.read(data)
    assert refused.value.code == code
    assert len(refused.value.message) > 20


@pytest.mark.parametrize("trick", ["bpt", "g", "mrk"])
def test_elements_nested_too_deep_are_refused_before_anything_walks_down(
    trick: str,
) -> None:
    deep = f"<{trick}>" * 200 + f"</{trick}>" * 200
    with pytest.raises(Refused):
        xliff.read(f"{OPEN}{deep}</xliff>".encode())


@every_version
def test_another_policy_s_file_is_refused(version: str) -> None:
    found = xliff.read(exported(document(), version))
    with pytest.raises(Refused) as refused:
        xliff.check(found, policy="another", languages=("nl", "en"))
    assert refused.value.code == "policy"


@pytest.mark.parametrize("languages", [("nl", "de"), ("de", "fr")])
def test_other_languages_are_refused(languages: tuple[str, str]) -> None:
    found = xliff.read(exported(document(), "2.0"))
    with pytest.raises(Refused) as refused:
        xliff.check(found, policy=POLICY, languages=languages)
    assert refused.value.code == "language"


@every_version
def test_a_file_without_units_proposes_nothing(version: str) -> None:
    root = etree.fromstring(exported(document(), version))
    for holder in list(root.iter("{*}group")):
        parent = holder.getparent()
        assert parent is not None
        parent.remove(holder)
    found = proposals(document(), written(root))
    assert {p.status for p in found.values()} == {"untranslated"}
