"""On which day a text changed that came from a file: its own day, or today."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organisations.models import Role
from policies import editions
from policies.actions.import_document import import_document
from policies.compiling import draft_of, fill_draft
from policies.importers import read
from policies.models import Policy, Version
from tests import world
from tests.policies.admin_world import address, signed_in
from tests.policies.text_formats import written

pytestmark = pytest.mark.django_db

DAY = "2022-10-26"
OUTSIDE = "# Privacybeleid\n\nLaatst bijgewerkt: {}\n\n## Doel\n\n{}\n"


@pytest.fixture
def version() -> Version:
    """In force since its text changed last."""
    at = world.policy(world.organisation())
    draft = draft_of(at)
    fill_draft(draft, replace(world.document(), updated=DAY))
    draft.save()
    return world.published(at, DAY)


def file_of(version: Version, name: str, language: str) -> bytes:
    """What is downloaded beside the page of the version."""
    return written(name, editions.of(version), language)


def edited(name: str, file: bytes, old: str = "Tekst", new: str = "Woord") -> bytes:
    """The file with other words in it."""
    if name == "md":
        assert old.encode() in file
        return file.replace(old.encode(), new.encode())
    document = docx.Document(io.BytesIO(file))
    runs = [r for p in document.paragraphs for r in p.runs if old in r.text]
    assert runs
    for run in runs:
        run.text = run.text.replace(old, new)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def imported(policy: Policy, name: str, file: bytes, language: str = "nl") -> str:
    """Import it over whatever is there; the day on which the text changed last."""
    found = read(f"policy.{name}", file, kind="privacy", language=language)
    import_document(
        None, policy, found.document, language, replace=True, returned=found.returned
    )
    return day_of(policy)


def day_of(policy: Policy) -> str:
    updated = draft_of(policy).updated
    return updated.isoformat() if updated else ""


def today() -> str:
    return timezone.localdate().isoformat()


@pytest.mark.parametrize("name", ["md", "docx"])
def test_a_version_that_comes_back_with_other_words_changed_today(
    version: Version, name: str
) -> None:
    file = edited(name, file_of(version, name, "nl"))
    assert imported(version.policy, name, file) == today()


@pytest.mark.parametrize("name", ["md", "docx"])
def test_a_version_that_comes_back_as_it_was_keeps_its_day(
    version: Version, name: str
) -> None:
    world.rewrite(version.policy, "anders")
    imported(version.policy, name, file_of(version, name, "nl"))
    file = file_of(version, name, "en")
    assert imported(version.policy, name, file, "en") == DAY


def test_one_edited_language_is_enough(version: Version) -> None:
    imported(version.policy, "md", edited("md", file_of(version, "md", "nl")))
    file = file_of(version, "md", "en")
    assert imported(version.policy, "md", file, "en") == today()


def test_a_day_written_into_the_file_by_hand_is_not_believed(version: Version) -> None:
    file = file_of(version, "md", "nl").replace(b'"2022-10-26"', b'"1999-01-01"')
    assert imported(version.policy, "md", file) == today()


def test_the_words_of_a_text_that_was_replaced_are_new_again(version: Version) -> None:
    world.rewrite(version.policy, "tweede")
    world.published(version.policy, "2023-01-01")
    imported(version.policy, "md", file_of(version, "md", "nl"))
    file = file_of(version, "md", "en")
    assert imported(version.policy, "md", file, "en") == today()


def test_the_same_holds_in_the_admin(version: Version) -> None:
    policy = version.policy
    client = signed_in(world.person("edith", Role.EDITOR, policy.organisation))
    file = edited("md", file_of(version, "md", "nl"))
    sent = {"file": SimpleUploadedFile("policy.md", file), "language": "nl"}
    assert client.post(address(policy, "draft/import/"), sent).status_code == 200
    assert day_of(policy) == today()


@pytest.mark.parametrize(
    ("day", "kept"), [("1 mei 2024", "2024-05-01"), ("26 oktober 2022", "")]
)
def test_somebody_elses_page_says_itself_when_it_changed_unless_ours_changed_since(
    version: Version, day: str, kept: str
) -> None:
    file = OUTSIDE.format(day, "Wij mailen.").encode()
    assert imported(version.policy, "md", file) == (kept or today())


def test_a_first_text_keeps_the_day_that_it_gives_in_both_languages() -> None:
    policy = world.policy(world.organisation())
    policy.draft.sections.all().delete()
    file = OUTSIDE.format("26 oktober 2022", "Wij mailen.").encode()
    assert imported(policy, "md", file) == DAY
    english = b"# Privacy policy\n\n## Purpose\n\nWe send mail.\n"
    assert imported(policy, "md", english, "en") == DAY
