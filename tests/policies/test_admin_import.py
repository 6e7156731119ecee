"""Importing a file in the admin: what was understood, joined, or refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organisations.languages import texts
from organisations.models import Role
from policies.actions.import_document import import_document
from policies.compiling import compile_draft, draft_of
from policies.conditions import Unmet
from policies.document import Document, Section
from policies.models import Draft, Policy
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db

DUTCH = (
    b"# Privacybeleid\n\nLaatst bijgewerkt: 26 oktober 2022\n\n## Doel\n\nWij mailen.\n"
)
ENGLISH = b"# Privacy policy\n\n## Purpose\n\nWe send mail.\n"


@pytest.fixture
def policy() -> Policy:
    policy = world.policy(world.organisation())
    policy.draft.sections.all().delete()
    return policy


@pytest.fixture
def editor(policy: Policy) -> Client:
    return signed_in(world.person("edith", Role.EDITOR, policy.organisation), "en")


def upload(
    client: Client, policy: Policy, data: bytes, language: str = "nl", **more: Any
) -> Any:
    file = SimpleUploadedFile(more.pop("name", "text.md"), data)
    return client.post(
        address(policy, "draft/import/"), {"file": file, "language": language, **more}
    )


def headings(policy: Policy) -> list[dict[str, str]]:
    return [dict(s.heading) for s in compile_draft(draft_of(policy)).walk()]


def test_a_file_becomes_the_draft_with_a_report(editor: Client, policy: Policy) -> None:
    answer = upload(editor, policy, DUTCH)
    assert answer.status_code == 200
    assert "100.00 %" in answer.content.decode()
    assert {"nl": "Doel"} in headings(policy)
    assert str(Draft.objects.get(policy=policy).updated) == "2022-10-26"


def test_only_checking_changes_nothing(editor: Client, policy: Policy) -> None:
    answer = upload(editor, policy, DUTCH, check="Only check")
    assert "100.00 %" in answer.content.decode()
    assert headings(policy) == []


def test_the_other_language_is_put_beside_the_first(
    editor: Client, policy: Policy
) -> None:
    upload(editor, policy, DUTCH)
    answer = upload(editor, policy, ENGLISH, "en")
    assert answer.status_code == 200
    assert {"nl": "Doel", "en": "Purpose"} in headings(policy)


def test_what_was_not_published_is_replaced_only_when_asked(
    editor: Client, policy: Policy
) -> None:
    world.rewrite(policy, "eigen werk")
    refused = upload(editor, policy, DUTCH)
    assert refused.status_code == 422
    assert "not published" in refused.content.decode()
    assert {"nl": "Inleiding", "en": "Introduction"} in headings(policy)
    assert upload(editor, policy, DUTCH, replace="on").status_code == 200
    assert {"nl": "Doel"} in headings(policy)


def test_a_published_draft_is_replaced_without_asking(
    editor: Client, policy: Policy
) -> None:
    world.rewrite(policy, "eigen werk")
    world.published(policy, "2022-01-01")
    assert upload(editor, policy, DUTCH).status_code == 200


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text.md", b""),
        ("text.md", b"%PDF-1.7 \x00\x01"),
        ("text.txt", b"caf\xe9 \xff\xfe"),
        ("text.docx", b"PK\x03\x04"),
        ("text.exe", b"words"),
        ("text.md", b"a" * (2 * 1024 * 1024 + 1)),
        ("text.html", b"<script>alert(1)</script>"),
    ],
)
def test_a_bad_file_is_refused_and_changes_nothing(
    editor: Client, policy: Policy, name: str, data: bytes
) -> None:
    answer = upload(editor, policy, data, name=name)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert headings(policy) == []


def test_a_viewer_does_not_import(policy: Policy) -> None:
    viewer = signed_in(world.person("vic", Role.VIEWER, policy.organisation))
    assert upload(viewer, policy, DUTCH).status_code == 403


def test_the_action_asks_for_the_editors_role(policy: Policy) -> None:
    stranger = world.person("stan", Role.OWNER, world.organisation("bolt"))
    document = Document(kind="privacy", title={"nl": "X"})
    with pytest.raises(Unmet) as refused:
        import_document(stranger, policy, document, "nl", replace=True)
    assert refused.value.code == "forbidden"


def test_doubled_anchors_of_a_document_get_a_number(policy: Policy) -> None:
    twin = Section(id="a", anchor="a", heading={"nl": "A"})
    document = Document(kind="privacy", title={"nl": "X"}, sections=(twin, twin))
    import_document(None, policy, document, "nl", replace=False)
    rows = draft_of(policy).sections.order_by("position")
    assert [row.anchor for row in rows] == ["a", "a-2"]
    assert texts(rows[0], "heading") == {"nl": "A"}


def test_a_title_that_readers_see_stays_and_the_report_says_so() -> None:
    policy = world.policy(world.organisation())
    world.published(policy)
    owner = world.person("olga", Role.OWNER, policy.organisation)
    before = texts(policy, "title")
    client = signed_in(owner, "en")
    file = b"# Concept\n\n## Doel\n\nWij mailen.\n"
    answer = upload(client, policy, file, replace="on")
    assert answer.status_code == 200
    assert headings(policy) == [{"nl": "Doel"}]
    policy.refresh_from_db()
    assert texts(policy, "title") == before
    assert f"The title stays “{before['nl']}”" in answer.text
    assert "the file says “Concept”" in answer.text
