"""Applying translations: all or none, one language, and what counts as agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from organisations.models import AuditEntry, Role
from policies import agreement
from policies.actions.apply_translations import Languages, apply_translations, can_apply
from policies.actions.edit_section import edit_section
from policies.compiling import compile_draft, section_value
from policies.conditions import Unmet
from policies.exporters.xliff import export
from policies.importers import xliff
from policies.models import Draft, Policy, Section
from policies.translatable import translatable
from policies.xliff.proposals import Proposal, propose
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The messages are compared in their source language."""
    with translation.override("en"):
        yield


DUTCH_TO_ENGLISH = Languages("nl", "en")


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def editor(policy: Policy) -> Any:
    return world.person("edith", Role.EDITOR, policy.organisation)


def file(policy: Policy, **instead: str) -> bytes:
    """The draft for a translator, who wrote something else here and there."""
    found = translatable(draft(policy))
    data = export(
        found.document, policy=str(policy.uid), source="nl", target="en",
        stale=found.stale["en"],
    )  # fmt: skip
    for old, new in instead.items():
        assert old.encode() in data
        data = data.replace(old.encode(), new.encode())
    return data


def draft(policy: Policy) -> Draft:
    return Draft.objects.select_related("policy__organisation").get(policy=policy)


def wanted(policy: Policy, data: bytes) -> list[Proposal]:
    found = propose(translatable(draft(policy)).document, xliff.read(data))
    return [p for p in found if p.applicable]


def section(policy: Policy, uid: str) -> Section:
    return Section.objects.get(draft__policy=policy, uid=uid)


def rewrite(policy: Policy, uid: str, heading: dict[str, str]) -> None:
    """A colleague writes a heading."""
    row = section(policy, uid)
    value = replace(section_value(row), heading=heading)
    edit_section(None, row, value, register=row.register, seen=row.lock_version)


def test_only_the_target_language_of_what_was_chosen_is_written(
    policy: Policy, editor: Any
) -> None:
    before = compile_draft(draft(policy)).as_dict()
    data = file(policy, Introduction="Preface", Invoices="Bills")
    bills = [p for p in wanted(policy, data) if p.new == "Bills"]
    assert apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, bills) == 1
    after = compile_draft(draft(policy)).as_dict()
    entry = after["sections"][1]["entries"][0]
    assert entry["term"] == {"nl": "Facturen", "en": "Bills"}
    entry["term"]["en"] = "Invoices"
    assert after | {"updated": ""} == before | {"updated": ""}


def test_the_draft_counts_one_change_and_the_trail_says_who(
    policy: Policy, editor: Any
) -> None:
    count = draft(policy).lock_version
    data = file(policy, Introduction="Preface", Invoices="Bills")
    apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, wanted(policy, data))
    assert draft(policy).lock_version == count + 1
    trail = AuditEntry.objects.filter(action="import translation").get()
    assert trail.actor == f"user:{editor.pk}"
    assert trail.details["texts"] == 2


def test_a_colleague_s_open_section_is_told_of_the_change(
    policy: Policy, editor: Any
) -> None:
    row = section(policy, "intro")
    data = file(policy, Introduction="Preface")
    apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, wanted(policy, data))
    with pytest.raises(Unmet) as refused:
        edit_section(
            editor, row, replace(section_value(row), intro={}), register=False,
            seen=row.lock_version,
        )  # fmt: skip
    assert refused.value.code == "changed"


def test_who_looked_at_an_older_draft_is_refused(policy: Policy, editor: Any) -> None:
    data = file(policy, Introduction="Preface")
    chosen, seen = wanted(policy, data), draft(policy).lock_version
    rewrite(policy, "retention", {"nl": "Bewaren", "en": "Keeping"})
    with pytest.raises(Unmet) as refused:
        apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, chosen, seen=seen)
    assert refused.value.code == "changed"


def test_a_text_that_says_something_else_by_now_stops_all(
    policy: Policy, editor: Any
) -> None:
    data = file(policy, Introduction="Preface", Invoices="Bills")
    chosen = wanted(policy, data)
    rewrite(policy, "intro", {"nl": "Vooraf", "en": "Introduction"})
    with pytest.raises(Unmet) as refused:
        apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, chosen)
    assert refused.value.code == "changed"
    assert "Bills" not in str(compile_draft(draft(policy)).as_dict())


def test_a_text_that_does_not_fit_the_draft_stops_all(
    policy: Policy, editor: Any
) -> None:
    data = file(policy, Introduction="Preface", Invoices="Bills")
    good, bad = wanted(policy, data)
    with pytest.raises(Unmet) as refused:
        apply_translations(
            editor, draft(policy), DUTCH_TO_ENGLISH, [good, replace(bad, new="a\x01b")]
        )
    assert refused.value.code == "invalid"
    assert "Preface" not in str(compile_draft(draft(policy)).as_dict())


def test_what_is_written_is_sanitised(policy: Policy, editor: Any) -> None:
    data = file(policy, **{"Text eerste": "Words"})
    chosen = [
        replace(p, new=f"{p.new}<script>alert(1)</script>")
        for p in wanted(policy, data)
    ]
    apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, chosen)
    intro = compile_draft(draft(policy)).sections[0].intro
    assert intro == {"nl": "<p>Tekst eerste.</p>", "en": "<p>Words.</p>"}


def test_nothing_chosen_is_said_so(policy: Policy, editor: Any) -> None:
    with pytest.raises(Unmet) as refused:
        apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, [])
    assert refused.value.code == "nothing"


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_who_may_not_write_applies_nothing(policy: Policy, role: Role | None) -> None:
    person = world.person("vic", role, policy.organisation)
    chosen = wanted(policy, file(policy, Introduction="Preface"))
    assert not can_apply(person, draft(policy))
    with pytest.raises(Unmet) as refused:
        apply_translations(person, draft(policy), DUTCH_TO_ENGLISH, chosen)
    assert refused.value.code == "forbidden"


def test_a_translation_that_caught_up_is_no_longer_stale(
    policy: Policy, editor: Any
) -> None:
    agree(policy)
    rewrite(policy, "intro", {"nl": "Vooraf", "en": "Introduction"})
    assert translatable(draft(policy)).stale == {"nl": set(), "en": {"intro:"}}
    data = file(policy, Introduction="Preface")
    assert b"privacysite:stale" in data
    apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, wanted(policy, data))
    assert translatable(draft(policy)).stale == {"nl": set(), "en": set()}


def test_a_better_translation_does_not_make_its_source_stale(
    policy: Policy, editor: Any
) -> None:
    agree(policy)
    data = file(policy, Introduction="Preface", Invoices="Bills")
    apply_translations(editor, draft(policy), DUTCH_TO_ENGLISH, wanted(policy, data))
    assert translatable(draft(policy)).stale == {"nl": set(), "en": set()}


def test_a_translation_of_an_older_source_leaves_the_flag(
    policy: Policy, editor: Any
) -> None:
    agree(policy)
    data = file(policy, Introduction="Preface")
    rewrite(policy, "intro", {"nl": "Inleiding", "en": "Opening"})
    chosen = wanted(policy, data)
    assert [p.status for p in chosen] == ["changed"]
    rewrite(policy, "intro", {"nl": "Vooraf", "en": "Opening"})
    chosen = wanted(policy, data)
    assert [p.status for p in chosen] == ["conflict"]


def test_texts_of_a_register_or_of_a_clause_are_not_in_the_file(policy: Policy) -> None:
    Section.objects.filter(uid="retention").update(register=True)
    row = section(policy, "intro")
    row.taken = section_value(row).own_digest()
    row.save()
    found = translatable(draft(policy))
    assert found.borrowed == ("Inleiding",)
    assert [s.id for s in found.document.sections] == ["retention"]
    assert found.document.sections[0].entries == ()


def test_reading_what_is_translatable_takes_two_queries(
    policy: Policy, django_assert_num_queries: Any
) -> None:
    row = draft(policy)
    with django_assert_num_queries(2):
        translatable(row)


def test_the_commands_carry_a_draft_out_and_in(policy: Policy, tmp_path: Path) -> None:
    path = tmp_path / "draft.xlf"
    named = ["--organisation", "acme", "--policy", "privacy"]
    call_command("export_xliff", *named, "--from", "nl", "--to", "en", str(path))
    path.write_bytes(path.read_bytes().replace(b"Introduction", b"Preface"))
    out = StringIO()
    call_command("import_xliff", *named, "--check", str(path), stdout=out)
    assert "changed: intro::heading" in out.getvalue()
    assert section(policy, "intro").heading_en == "Introduction"  # type: ignore[attr-defined]
    call_command("import_xliff", *named, str(path), stdout=out)
    assert section(policy, "intro").heading_en == "Preface"  # type: ignore[attr-defined]


def test_the_command_refuses_another_s_file(policy: Policy, tmp_path: Path) -> None:
    path = tmp_path / "draft.xlf"
    path.write_bytes(file(policy).replace(str(policy.uid).encode(), b"another"))
    with pytest.raises(CommandError, match="another policy"):
        call_command(
            "import_xliff", "--organisation", "acme", "--policy", "privacy", str(path)
        )


def agree(policy: Policy) -> None:
    """Somebody read both languages, and they say the same."""
    for row in Section.objects.filter(draft__policy=policy):
        row.agreed = agreement.agree(agreement.prints(section_value(row)))
        row.save()
        for entry in row.entries.all():
            value = next(e for e in section_value(row).entries if e.id == entry.uid)
            entry.agreed = agreement.agree(agreement.prints(value))
            entry.save()
