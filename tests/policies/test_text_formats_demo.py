"""Every version of the demo as JSON, plain text, Markdown and DOCX: the page's words."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess

import pytest
from jsonschema import Draft202012Validator

from policies import editions
from policies.edition import Edition
from policies.importers import join, read
from policies.models import Version
from policies.returning.alone import alone
from policies.schema import version_schema
from tests.policies.text_formats import page_says, said, text_says, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_demo")]
LANGUAGES = ("nl", "en")


@pytest.fixture
def every() -> list[Edition]:
    """Every version of the demo."""
    found = [editions.of(version) for version in Version.objects.all()]
    assert len(found) > 5
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["md", "docx"])
def test_a_file_says_word_for_word_what_the_page_says(
    every: list[Edition], name: str, language: str
) -> None:
    for edition in every:
        file = written(name, edition, language)
        assert said(name, file) == page_says(edition.document, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_text_says_word_for_word_what_the_page_says(
    every: list[Edition], language: str
) -> None:
    for edition in every:
        file = written("txt", edition, language)
        assert said("txt", file) == text_says(edition.document, language, file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_text_keeps_to_its_width_and_says_its_digest(
    every: list[Edition], language: str
) -> None:
    for edition in every:
        text = written("txt", edition, language).decode()
        assert edition.digest in text
        assert edition.addresses[language] in text
        long = [line for line in text.splitlines() if len(line) > 72]
        # Only what can't be broken is longer: an address.
        assert all(len(line.split()) <= 2 or "http" in line for line in long), long


def test_json_says_the_document_and_its_schema_accepts_it(every: list[Edition]) -> None:
    schema = Draft202012Validator(
        version_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    for edition in every:
        data = json.loads(written("json", edition, "nl"))
        assert list(schema.iter_errors(data)) == []
        assert data["document"] == edition.document.as_dict()
        assert data["version"] == edition.number
        assert written("json", edition, "en") == written("json", edition, "nl")


@pytest.mark.may_skip("jq may not be installed")
def test_anybody_can_check_the_digest_with_jq(every: list[Edition]) -> None:
    jq = shutil.which("jq")
    if jq is None:
        pytest.skip("jq is not installed")
    for edition in every:
        file = written("json", edition, "nl")
        canonical = subprocess.run(
            [jq, "-cjS", ".document"], input=file, capture_output=True, check=True
        ).stdout
        assert hashlib.sha256(canonical).hexdigest() == edition.digest


@pytest.mark.parametrize("name", ["md", "docx"])
def test_a_file_comes_back_as_the_document_that_it_was(
    every: list[Edition], name: str
) -> None:
    for edition in every:
        document = edition.document
        found = {}
        for language in LANGUAGES:
            file = written(name, edition, language)
            imported = read(
                f"policy.{name}", file, kind=document.kind, language=language
            )
            assert imported.returned
            assert imported.document.digest() == alone(document, language).digest()
            found[language] = imported.document
        joined, lines = join(found["nl"], found["en"])
        assert lines == []
        assert joined.digest() == edition.digest
