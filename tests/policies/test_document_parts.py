"""The parts of a page that are kept: right for whoever asks, and made only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import override_settings

from policies.models import Policy
from policies.templatetags import document_parts
from tests import world
from tests.policies.history_world import get

pytestmark = pytest.mark.django_db
NL, EN = "/nl/privacy/", "/en/privacy/"


@pytest.fixture
def policy() -> Policy:
    """A policy with a text in force."""
    return world.published(world.policy(world.organisation())).policy


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """The parts that were made, each time one is; in a folder of the test's own."""
    names: list[str] = []
    make = document_parts._made

    def noted(name: str, *rest: object) -> str:
        names.append(name)
        return make(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(document_parts, "_made", noted)
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    place = {"BACKEND": backend, "LOCATION": tmp_path, "TIMEOUT": None}
    with override_settings(CACHES={**settings.CACHES, "texts": place}):
        yield names


def test_a_page_is_the_same_whether_its_parts_were_kept_or_not(
    policy: Policy, made: list[str]
) -> None:
    first = get(NL).content
    assert made == ["_own_contents", "_text"]
    assert get(NL).content == first
    assert made == ["_own_contents", "_text"]


def test_each_language_has_its_own(policy: Policy) -> None:
    assert b"Tekst eerste" in get(NL).content
    assert b"Text eerste" in get(EN).content
    assert b"Tekst eerste" in get(NL).content


def test_another_version_has_its_own(policy: Policy) -> None:
    get(NL)
    world.rewrite(policy, "tweede")
    world.published(policy)
    assert b"Tekst tweede" in get(NL).content
    assert b"Tekst eerste" in get(NL + "v/1/").content


def test_the_same_text_of_another_policy_leads_to_its_own_addresses(
    policy: Policy,
) -> None:
    get(NL)
    world.published(world.policy(policy.organisation, "other"))
    page = get("/nl/other/").content
    assert b"/en/other/#intro" in page
    assert EN.encode() + b"#intro" not in page


def test_after_a_change_of_address_they_lead_to_the_new_one(policy: Policy) -> None:
    get(NL)
    setattr(policy, "slug_en", "moved")  # noqa: B010 made by modeltranslation
    policy.save()
    assert b'href="/en/moved/#intro"' in get(NL).content


def test_an_unreadable_one_is_made_anew(
    policy: Policy, made: list[str], tmp_path: Path
) -> None:
    page = get(NL).content
    for file in tmp_path.iterdir():
        file.write_bytes(b"half of a file")
    assert get(NL).content == page
    assert len(made) == 4


def test_other_programs_make_their_own(
    policy: Policy, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    get(NL)
    monkeypatch.setattr("policies.keeping.fingerprint", lambda: "another release")
    get(NL)
    assert len(made) == 4


def test_a_full_disk_costs_no_page(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caches["texts"], "set", full)
    assert get(NL).status_code == 200
