"""The translation pages of the admin: download, look, tick, apply."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organisations.models import Role
from policies.models import Draft, Policy, Section
from tests import world
from tests.policies.admin_world import address, signed_in

pytestmark = pytest.mark.django_db
EXPORT = {"direction": "nl-en", "version": "2.0"}


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def editor(policy: Policy) -> Client:
    return signed_in(world.person("edith", Role.EDITOR, policy.organisation), "en")


def download(client: Client, policy: Policy, **choice: str) -> Any:
    return client.get(address(policy, "draft/xliff/"), {**EXPORT, **choice})


def upload(client: Client, policy: Policy, data: bytes) -> Any:
    file = SimpleUploadedFile("draft.xlf", data)
    return client.post(address(policy, "draft/xliff/import/"), {"file": file})


def preview(client: Client, policy: Policy, **instead: str) -> dict[str, Any]:
    """What the preview's form would send, after a translator wrote something else."""
    data = download(client, policy).content
    for old, new in instead.items():
        data = data.replace(old.encode(), new.encode())
    context = upload(client, policy, data).context
    return {
        "seal": context["seal"],
        "seen": context["draft"].lock_version,
        "text": [
            line.proposal.key
            for line in (*context["preview"].attention, *context["preview"].ready)
            if line.ticked
        ],
    }


def apply(client: Client, policy: Policy, sent: dict[str, Any]) -> Any:
    return client.post(address(policy, "draft/xliff/import/"), sent)


def marked(answer: Any, tag: str) -> list[str]:
    """The words that stand in ``ins`` or ``del``, without what is read aloud."""
    shown = re.sub(r"<span class=.diff-aloud.>.*?</span>", "", answer.text)
    return re.findall(rf"<{tag}>(.*?)</{tag}>", shown)


def heading(policy: Policy) -> str:
    row = Section.objects.get(draft__policy=policy, uid="intro")
    return str(row.heading_en)  # type: ignore[attr-defined]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_a_viewer_downloads_the_file_of_a_chosen_version(
    policy: Policy, version: str
) -> None:
    viewer = signed_in(world.person("vic", Role.VIEWER, policy.organisation))
    answer = download(viewer, policy, version=version)
    assert answer["Content-Type"] == "application/xliff+xml"
    assert 'filename="acme-privacy-nl-en.xlf"' in answer["Content-Disposition"]
    assert f'version="{version}"'.encode() in answer.content
    assert "from-translator" not in viewer.get(address(policy, "draft/xliff/")).text


@pytest.mark.parametrize("choice", [{"direction": "nl-nl"}, {"version": "1.1"}])
def test_an_impossible_choice_is_said_beside_the_field(
    editor: Client, policy: Policy, choice: dict[str, str]
) -> None:
    answer = download(editor, policy, **choice)
    assert answer.status_code == 422
    assert answer.context["export_form"].errors.keys() == choice.keys()


def test_the_preview_changes_nothing_and_marks_the_words(
    editor: Client, policy: Policy
) -> None:
    data = download(editor, policy).content.replace(b"Introduction", b"Preface")
    answer = upload(editor, policy, data)
    assert answer.status_code == 200
    assert marked(answer, "ins") == ["Preface"]
    assert marked(answer, "del") == ["Introduction"]
    assert heading(policy) == "Introduction"


def test_what_is_ticked_is_applied(editor: Client, policy: Policy) -> None:
    sent = preview(editor, policy, Introduction="Preface", Invoices="Bills")
    assert sorted(sent["text"]) == ["intro::heading", "retention:invoices:term"]
    answer = apply(editor, policy, {**sent, "text": ["intro::heading"]})
    assert answer.status_code == 302
    assert heading(policy) == "Preface"
    draft = Draft.objects.get(policy=policy)
    entry = draft.sections.get(uid="retention").entries.get()
    assert entry.term_en == "Invoices"  # type: ignore[attr-defined]


def test_nothing_ticked_is_said_and_keeps_the_preview(
    editor: Client, policy: Policy
) -> None:
    sent = preview(editor, policy, Introduction="Preface")
    answer = apply(editor, policy, {**sent, "text": []})
    assert answer.status_code == 422
    assert "at least one" in answer.text
    assert not answer.context["preview"].ready[0].ticked


def test_a_draft_that_changed_meanwhile_is_compared_again(
    editor: Client, policy: Policy
) -> None:
    sent = preview(editor, policy, Introduction="Preface")
    row = Section.objects.get(draft__policy=policy, uid="intro")
    row.heading_nl = "Vooraf"  # type: ignore[attr-defined]
    row.save()
    Draft.objects.filter(policy=policy).update(lock_version=sent["seen"] + 1)
    answer = apply(editor, policy, sent)
    assert answer.status_code == 422
    assert answer.context["preview"].attention[0].proposal.status == "conflict"
    assert heading(policy) == "Introduction"


def test_a_conflict_is_not_ticked_and_shows_both_source_texts(
    editor: Client, policy: Policy
) -> None:
    data = download(editor, policy).content.replace(b"Introduction", b"Preface")
    row = Section.objects.get(draft__policy=policy, uid="intro")
    row.heading_nl = "Vooraf"  # type: ignore[attr-defined]
    row.save()
    answer = upload(editor, policy, data)
    assert not answer.context["preview"].attention[0].ticked
    assert marked(answer, "del") == ["Introduction", "Inleiding"]
    assert marked(answer, "ins") == ["Preface", "Vooraf"]


@pytest.mark.parametrize("seal", ["", "x", "x:y:z"])
def test_a_forged_comparison_is_not_read(
    editor: Client, policy: Policy, seal: str
) -> None:
    answer = apply(
        editor, policy, {"seal": seal, "seen": 0, "text": ["intro::heading"]}
    )
    assert answer.status_code == 422
    assert "too old" in answer.text


def test_another_s_comparison_is_not_read(editor: Client, policy: Policy) -> None:
    sent = preview(editor, policy, Introduction="Preface")
    other = signed_in(world.person("ed", Role.EDITOR, policy.organisation), "en")
    assert apply(other, policy, sent).status_code == 422
    assert heading(policy) == "Introduction"


def test_a_comparison_of_another_policy_is_not_read(
    editor: Client, policy: Policy
) -> None:
    sent = preview(editor, policy, Introduction="Preface")
    second = world.policy(policy.organisation, "other")
    assert apply(editor, second, sent).status_code == 422
    assert heading(second) == "Introduction"


@pytest.mark.parametrize(
    "data", [b"", b"words", b"<!DOCTYPE x><x/>", b"<x/>", b"a" * 5_000_001]
)
def test_a_bad_file_is_refused_beside_the_field(
    editor: Client, policy: Policy, data: bytes
) -> None:
    answer = upload(editor, policy, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_markup_in_a_file_is_shown_as_words(editor: Client, policy: Policy) -> None:
    words = "&lt;img src=x onerror=alert(1)&gt;"
    data = download(editor, policy).content
    data = data.replace(b"Introduction", words.encode()).replace(
        b'"intro::heading:1"', b'"gone::heading:1"'
    )
    answer = upload(editor, policy, data)
    assert "<img" not in answer.text
    assert "onerror=alert(1)" in answer.text


@pytest.mark.parametrize("count", [1, 12])
def test_the_pages_take_as_many_queries_however_long_the_draft_is(
    editor: Client, policy: Policy, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        Section.objects.create(
            draft=policy.draft, uid=f"s{number}", anchor=f"s{number}", kind="free_text",
            heading_nl=f"Kop {number}",
        )  # fmt: skip
    data = download(editor, policy).content
    with django_assert_max_num_queries(13):
        editor.get(address(policy, "draft/xliff/"))
    with django_assert_max_num_queries(13):
        upload(editor, policy, data)


def test_a_viewer_takes_nothing_in(policy: Policy) -> None:
    viewer = signed_in(world.person("vic", Role.VIEWER, policy.organisation))
    assert upload(viewer, policy, b"<x/>").status_code == 403
    assert viewer.get(address(policy, "draft/xliff/import/")).status_code == 403


def test_a_stranger_finds_neither_page(policy: Policy) -> None:
    stranger = signed_in(world.person("stan", Role.OWNER, world.organisation("bolt")))
    assert download(stranger, policy).status_code == 404
    assert upload(stranger, policy, b"<x/>").status_code == 404
