"""Plain text: what its lines, blanks and marks say about the structure."""

from __future__ import annotations

import pytest

from policies.schema import problems
from tests.policies.import_readers import (
    FOLDER,
    imported,
    misplaced,
    page,
    rows,
    sample,
    section,
    tree,
)

TEXTS = ("bakery.txt", "hosting.txt", "questions.txt")


@pytest.mark.parametrize("name", TEXTS)
def test_the_page_prints_every_line_of_the_source_in_its_order(name: str) -> None:
    document = sample(name).document
    assert misplaced((FOLDER / name).read_text(), page(document)) == []


@pytest.mark.parametrize("name", TEXTS)
def test_an_import_is_a_valid_document_with_full_coverage(name: str) -> None:
    found = sample(name)
    assert problems(found.document.as_dict()) == []
    assert (found.report.coverage, found.report.missing) == (100.0, ())


def test_two_policies_on_one_page_become_two_parts() -> None:
    assert tree(sample("bakery.txt").document) == [
        "Privacyverklaring",
        ".Onderdelen",
        ".Het aanspreekpunt voor privacy",
        "..",
    ][:3] + [
        ".Uw bestelling en u",
        "..Welke gegevens noteren wij? [data_categories]",
        ".Doelen",
        "..Waarom bewaren wij die gegevens? [purposes]",
        ".Bewaartermijn [retention]",
        ".Uw rechten [rights]",
        ".Verwerkers [processors]",
        "Cookieverklaring",
        ".Soorten cookies die wij gebruiken [cookie_types]",
        "Omleidingsbericht",
    ]
