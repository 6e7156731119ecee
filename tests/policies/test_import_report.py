"""The report: how much was found, what is missing, and what is unsure."""

from __future__ import annotations

from django.utils.translation import override

from policies.document import Document
from policies.importers.coverage import measure
from policies.importers.report import Report
from tests.policies.import_readers import imported, sample


def test_a_line_that_the_document_lacks_is_missing() -> None:
    document = Document(kind="privacy", title={"nl": "Kaas en brood"})
    found = measure([(1, "# Kaas en brood"), (3, "- Wijn")], document, "nl")
    assert found.missing == ((3, "- Wijn"),)
    assert 0 < found.percentage < 100


def test_markers_quotes_case_and_blanks_do_not_count() -> None:
    document = Document(kind="privacy", title={"nl": "Kaas “en”  BROOD"})
    assert measure([(1, "• kaas 'en' brood")], document, "nl").missing == ()


def test_a_report_names_each_finding_on_a_line() -> None:
    with override("en"):
        text = sample("bakery.txt").report.as_text()
    lines = text.splitlines()
    assert lines[0] == "100.00 % of the source's text is in the document."
    assert "Last changed on 2024-04-05." in lines
    assert "Section #rights: Rights" in lines
    assert any(line.startswith("Unsure, line 9: ") for line in lines)


def test_a_report_names_what_is_missing() -> None:
    with override("en"):
        text = Report(coverage=99.5, missing=((7, "Wijn"),)).as_text()
    assert "99.50 %" in text
    assert "Missing, line 7: Wijn" in text


def test_the_share_has_the_decimal_sign_of_the_language() -> None:
    with override("nl"):
        assert Report(coverage=99.5).as_text().startswith("99,50 %")


def test_recognised_sections_are_listed_by_anchor() -> None:
    recognised = imported("Privacybeleid\n\nUw rechten\n\nVeel.").report.recognised
    assert recognised == {"rights": "rights"}
