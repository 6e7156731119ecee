"""Importing, publishing and rendering from the command line, with exit statuses."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from organisations.languages import texts
from organisations.models import Organisation
from policies.models import Policy, Version
from tests import world

pytestmark = pytest.mark.django_db

DUTCH = """# Privacybeleid van Acme

Laatst bijgewerkt: 4 maart 2021

## Uw rechten

- Het recht van inzage – u kunt vragen wat wij weten.
- Het recht op rectificatie – u kunt fouten laten verbeteren.

## Hoe lang

Wij bewaren facturen zeven jaar.
"""
ENGLISH = """# Privacy policy of Acme

Last updated: 4 March 2021

## Your rights

- The right of access – you can ask what we know.
- The right to rectification – you can have mistakes corrected.

## How long

We keep invoices for seven years.
"""


@pytest.fixture
def organisation() -> Organisation:
    return world.organisation()


def run(command: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, organisation="acme", policy="beleid", stdout=out, **options)
    return out.getvalue()


def load(tmp_path: Path, text: str, language: str, **options: Any) -> str:
    path = tmp_path / f"{language}.md"
    path.write_text(text, encoding="utf-8")
    out = StringIO()
    call_command(
        "import_policy", str(path), organisation="acme", policy="beleid",
        language=language, stdout=out, **{"kind": "privacy", **options},
    )  # fmt: skip
    return out.getvalue()


def test_a_file_becomes_a_version_on_the_date_that_it_gives(
    organisation: Organisation, tmp_path: Path
) -> None:
    report = load(tmp_path, DUTCH, "nl")
    assert "100" in report
    assert "2021-03-04" in run("publish_policy")
    html = run("render_policy", language="nl")
    for words in ("Privacybeleid van Acme", "Het recht van inzage", "zeven jaar"):
        assert words in html
    assert Version.objects.get().document.updated == "2021-03-04"


def test_two_languages_are_joined_into_one_draft(
    organisation: Organisation, tmp_path: Path
) -> None:
    load(tmp_path, DUTCH, "nl")
    load(tmp_path, ENGLISH, "en")
    run("publish_policy")
    version = Version.objects.get()
    rights = next(s for s in version.document.walk() if s.kind == "rights")
    assert rights.heading == {"nl": "Uw rechten", "en": "Your rights"}
    assert set(rights.entries[0].term) == {"nl", "en"}
    assert texts(Policy.objects.get(), "title")["en"] == "Privacy policy of Acme"
    assert "right of access" in run("render_policy", language="en")


def test_an_import_does_not_silently_replace_what_was_not_published(
    organisation: Organisation, tmp_path: Path
) -> None:
    load(tmp_path, DUTCH, "nl")
    with pytest.raises(CommandError), translation.override("en"):
        load(tmp_path, DUTCH.replace("zeven", "acht"), "nl")
    load(tmp_path, DUTCH.replace("zeven", "acht"), "nl", replace=True)
    run("publish_policy")
    assert "acht jaar" in run("render_policy", language="nl")


def test_an_import_of_another_kind_than_the_policy_is_refused(
    organisation: Organisation, tmp_path: Path
) -> None:
    load(tmp_path, DUTCH, "nl")
    with pytest.raises(CommandError, match="with --kind privacy, not cookie"):
        load(tmp_path, ENGLISH, "en", kind="cookie")
    assert "en" not in texts(Policy.objects.get(), "title")
    load(tmp_path, ENGLISH, "en")


def test_a_p3p_line_is_explained_when_one_asks_for_it(
    organisation: Organisation, tmp_path: Path
) -> None:
    text = f"{DUTCH}\n## P3P\n\nCP=NOI CURa OUR IND PHY\n"
    assert "NOI CURa OUR IND PHY" in load(tmp_path, text, "nl")
    kinds = set(Policy.objects.get().draft.sections.values_list("kind", flat=True))
    assert "compact_policy" not in kinds
    load(tmp_path, text, "nl", replace=True, p3p=True)
    run("publish_policy")
    html = run("render_policy", language="nl")
    assert html.count("NOI CURa OUR IND PHY") == 2
    assert Version.objects.get().document.sections[-1].kind == "compact_policy"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.txt", b""),
        ("x.txt", b"\x00\x01\x02"),
        ("x.docx", b"PK\x03\x04"),
        ("x.txt", "é".encode("latin-1") * 50),
        ("x.html", b"<div>" * 100_000),
        ("x.md", b"a" * 2_100_000),
    ],
)
def test_a_bad_file_is_refused_and_changes_nothing(
    organisation: Organisation, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CommandError, match=name):
        call_command(
            "import_policy", str(path), organisation="acme", policy="beleid",
            kind="privacy", language="nl",
        )  # fmt: skip
    assert not Policy.objects.exists()


def test_what_is_not_there_is_named(organisation: Organisation) -> None:
    with pytest.raises(CommandError, match="no policy at 'beleid'"):
        run("publish_policy")
    with pytest.raises(CommandError, match="no organisation 'nobody'"):
        call_command("publish_policy", organisation="nobody", policy="x")


def test_an_unmet_condition_is_the_commands_error(organisation: Organisation) -> None:
    world.policy(organisation, "beleid")
    run("publish_policy")
    with translation.override("en"), pytest.raises(CommandError, match="says the same"):
        run("publish_policy")


@pytest.mark.parametrize("day", ["26-10-2022", "tomorrow", "2022-13-01"])
def test_a_malformed_day_is_explained(organisation: Organisation, day: str) -> None:
    world.policy(organisation, "beleid")
    with pytest.raises(CommandError, match="2026-03-01"):
        run("publish_policy", effective=day)
    assert not Version.objects.exists()


def test_a_given_version_can_be_rendered(organisation: Organisation) -> None:
    policy = world.policy(organisation, "beleid")
    world.published(policy, "2018-05-25")
    world.rewrite(policy, "tweede")
    world.published(policy, "2022-10-26")
    assert "Tekst eerste." in run("render_policy", language="nl", number=1)
    assert "Tekst tweede." in run("render_policy", language="nl")
    with pytest.raises(CommandError, match="no such version"):
        run("render_policy", language="nl", number=3)
