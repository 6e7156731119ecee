"""The five organisations' own pages, when their folder is given."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from policies.document import Document
from policies.importers import Imported, read
from policies.schema import problems
from tests import world
from tests.policies.import_readers import misplaced, page, rows, section

FOLDER = os.environ.get("SOURCE_DOCUMENTS", "")
COUNT = 5


def original(number: int, name: str = "") -> Imported:
    """One of the originals, imported."""
    if not FOLDER:
        pytest.skip("SOURCE_DOCUMENTS does not name the folder of the five originals")
    (path,) = Path(FOLDER).glob(f"{number:03}_*.txt")
    return read(name or path.name, path.read_bytes(), kind="privacy", language="nl")


def shape(document: Document) -> dict[str, int]:
    """The number of entries of each section that has any."""
    return {s.anchor: len(s.entries) for s in document.walk() if s.entries}


@pytest.mark.parametrize("number", range(COUNT))
def test_each_original_is_printed_whole_and_in_order(number: int) -> None:
    found = original(number)
    (path,) = Path(FOLDER).glob(f"{number:03}_*.txt")
    source = path.read_text("utf-8")
    assert misplaced(source, page(found.document)) == []
    assert (found.report.coverage, found.report.missing) == (100.0, ())
    assert problems(found.document.as_dict()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(COUNT))
def test_each_original_survives_publishing_and_rendering(number: int) -> None:
    original(number)
    (path,) = Path(FOLDER).glob(f"{number:03}_*.txt")
    world.organisation()
    place = {"organisation": "acme", "policy": "origineel", "stdout": StringIO()}
    call_command("import_policy", str(path), kind="privacy", language="nl", **place)
    call_command("publish_policy", **place)
    out = StringIO()
    call_command("render_policy", **{**place, "stdout": out}, language="nl")
    assert misplaced(path.read_text("utf-8"), out.getvalue()) == []


def test_the_first_original_has_its_lists_and_its_table() -> None:
    found = original(0)
    assert found.report.date == "2022-10-26"
    assert shape(found.document) == {
        "data-protection-officer": 3,
        "data-categories": 9,
        "purposes": 6,
        "recipients": 2,
        "legal-bases": 4,
        "rights": 8,
        "processors": 15,
        "cookie-types": 6,
    }
    processors = dict(rows(section(found.document, "processors")))
    assert processors["GitHub"] == processors["LinkedIn"]
    assert processors["HubSpot"].startswith("CRM")
    assert [s.anchor for s in found.document.sections[:2]] == [
        "privacy-policy",
        "cookie-policy",
    ]


def test_the_second_original_has_its_key_points_and_contact_rows() -> None:
    found = original(1)
    assert found.report.date == "2019-01-25"
    assert shape(found.document) == {
        "key-points": 4,
        "data-categories": 7,
        "data-categories-2": 3,
        "purposes": 6,
        "contact": 6,
    }


def test_the_third_original_has_its_categories_and_its_service() -> None:
    found = original(2)
    assert shape(found.document) == {"data-categories": 4, "retention": 3}
    assert section(found.document, "leadinfo").intro


def test_the_fourth_original_has_ten_questions_and_its_p3p_line() -> None:
    found = original(3)
    assert shape(found.document) == {"faq": 10}
    assert len(found.report.p3p.removeprefix("CP=").split()) == 18


@pytest.mark.parametrize("name", ["fifth.txt", "fifth.md"])
def test_the_fifth_original_reads_alike_as_text_and_as_markdown(name: str) -> None:
    found = original(4, name)
    assert shape(found.document) == {
        "data-categories": 4,
        "recipients": 2,
        "contact": 3,
    }
    cookies = section(found.document, "cookies").intro["nl"]
    assert cookies.count("<ul>") == 1
