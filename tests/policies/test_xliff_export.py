"""What a translator gets: by the OASIS schemas, sentences and codes, with their state."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation
from lxml import etree

from policies.exporters.xliff import export
from tests.policies.xliff_world import (
    POLICY,
    VERSIONS,
    document,
    exported,
    part,
    schema,
    unit,
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The messages are compared in their source language."""
    with translation.override("en"):
        yield


every_version = pytest.mark.parametrize("version", VERSIONS)


@every_version
@pytest.mark.parametrize(("source", "target"), [("nl", "en"), ("en", "nl")])
def test_a_file_keeps_to_the_schema_of_its_version(
    version: str, source: str, target: str
) -> None:
    root = etree.fromstring(exported(document(), version, source, target))
    assert schema(version).validate(root), schema(version).error_log
    assert root.get("version") == version


@every_version
def test_each_paragraph_item_and_cell_is_a_unit_of_its_own(version: str) -> None:
    root = etree.fromstring(exported(document(), version))
    texts = [
        "".join(
            part(root, f"s1::intro:{number}", "source").itertext("{*}source", "{*}pc")
        )
        for number in range(2, 6)
    ]
    assert texts == ["Een", "Twee < drie", "Diep", "Cel\xa01"]


def test_markup_is_nested_codes_with_their_original_in_2_0() -> None:
    root = etree.fromstring(exported(document(), "2.0"))
    source = part(root, "s1::intro:1", "source")
    link = source.find("{*}pc")
    assert link is not None
    assert (link.get("type"), link[0].get("subType")) == ("link", "xlf:b")
    data = {d.get("id"): d.text for d in unit(root, "s1::intro:1").iter("{*}data")}
    assert "/nl/privacy/" in str(data[link.get("dataRefStart")])
    assert data[link.get("dataRefEnd")] == "</a>"
    variable, line_break = source.findall("{*}ph")
    assert variable.get("disp") == "{dpo_email}"
    assert line_break.get("subType") == "xlf:lb"
    assert "<" not in "".join(source.itertext())


def test_markup_stands_in_codes_in_1_2() -> None:
    root = etree.fromstring(exported(document(), "1.2"))
    source = part(root, "s1::intro:1", "source")
    assert [etree.QName(code).localname for code in source] == [
        "bpt", "bpt", "ept", "ept", "ph", "ph",
    ]  # fmt: skip
    assert [code.get("id") for code in source] == ["1", "2", "2", "1", "3", "4"]
    assert source.text == "Lees "


@every_version
def test_a_link_of_the_other_language_has_the_same_number(version: str) -> None:
    root = etree.fromstring(exported(document(), version))
    one, other = (part(root, "s1::intro:1", name)[0] for name in ("source", "target"))
    assert one.get("id") == other.get("id") == "1"


@pytest.mark.parametrize(
    ("version", "translated", "missing", "stale"),
    [
        ("2.0", ("translated", None), ("initial", None), ("initial", "privacysite:stale")),
        (
            "1.2", ("translated", None), ("needs-translation", None),
            ("needs-review-translation", None),
        ),
    ],
)  # fmt: skip
def test_the_state_says_what_is_missing_or_fell_behind(
    version: str, translated: object, missing: object, stale: object
) -> None:
    data = export(
        document(), policy=POLICY, source="nl", target="en", version=version,
        stale={"s2:one"},
    )  # fmt: skip
    root = etree.fromstring(data)
    states = []
    for key in ("s1::heading:1", "s1::outro:1", "s2:one:description:1"):
        found = unit(root, key)
        held = found.find("{*}segment" if version == "2.0" else "{*}target")
        assert held is not None
        states.append((held.get("state"), held.get("subState")))
    assert states == [translated, missing, stale]
    note = " ".join(unit(root, "s2:one:description:1").itertext("{*}note"))
    assert "changed after it was translated" in note


@every_version
def test_a_translation_in_other_paragraphs_is_told_in_a_note(version: str) -> None:
    of = document(intro={"nl": "<p>Een.</p><p>Twee.</p>", "en": "<p>One. Two.</p>"})
    root = etree.fromstring(exported(of, version))
    assert schema(version).validate(root), schema(version).error_log
    notes = " ".join(unit(root, "s1::intro:1").itertext("{*}note"))
    assert "One. Two." in notes
    assert not "".join(part(root, "s1::intro:1", "target").itertext())


@every_version
def test_what_is_the_same_in_every_language_is_not_in_the_file(version: str) -> None:
    file = exported(document(), version).decode()
    assert "P7Y" not in file
    assert "s3:invoices:attributes.starts:1" in file
