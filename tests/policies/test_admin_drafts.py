"""The draft in the admin: sections are added, edited, moved and deleted by people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organisations.languages import texts
from organisations.models import AuditEntry, Role
from policies import kinds
from policies.compiling import compile_draft, draft_of
from policies.models import Draft, Policy
from tests import world
from tests.policies.admin_world import (
    address,
    edit_address,
    large,
    section,
    sent,
    shape,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    return world.policy(world.organisation())


@pytest.fixture
def editor(policy: Policy) -> Client:
    return signed_in(world.person("edith", Role.EDITOR, policy.organisation))


def test_every_section_of_the_draft_is_in_the_outline(
    editor: Client, policy: Policy
) -> None:
    page = editor.get(address(policy, "draft/")).content.decode()
    for row in draft_of(policy).sections.all():
        assert f'data-section="{row.pk}"' in page


@pytest.mark.parametrize("kind", sorted(kinds.all_kinds()))
def test_a_section_of_any_kind_can_be_added_with_its_fields(
    editor: Client, policy: Policy, kind: str
) -> None:
    url = address(policy, f"draft/add/{kind}/")
    fields = editor.get(url).context["form"].fields
    for attribute in kinds.get(kind).section_attributes:
        assert any(name.startswith(f"a_{attribute.name}") for name in fields)
    answer = editor.post(
        url,
        sent(editor, url, heading_nl="Nieuw deel", heading_en="New part", register=""),
    )
    assert answer.status_code == 302, (
        answer.context["form"].errors,
        answer.context["entries"].errors,
    )
    added = section(policy, "new-part")
    assert (added.kind, texts(added, "heading")) == (
        kind,
        {"nl": "Nieuw deel", "en": "New part"},
    )


def test_a_row_is_changed_in_both_languages(editor: Client, policy: Policy) -> None:
    row = section(policy, "retention")
    data = sent(
        editor,
        edit_address(row),
        **{
            "entries-0-term_nl": "Rekeningen",
            "entries-0-term_en": "Bills",
            "entries-0-a_period": "10 jaar",
        },
    )
    assert editor.post(edit_address(row), data).status_code == 302
    entry = row.entries.get()
    assert texts(entry, "term") == {"nl": "Rekeningen", "en": "Bills"}
    assert entry.attributes["period"] == "P10Y"
    assert entry.uid == "invoices"


def test_saving_without_a_change_changes_nothing(
    editor: Client, policy: Policy
) -> None:
    before = Draft.objects.get(policy=policy)
    document = compile_draft(before)
    for row in before.sections.all():
        editor.post(edit_address(row), sent(editor, edit_address(row)))
    after = Draft.objects.get(policy=policy)
    assert (after.lock_version, after.changed_by) == (before.lock_version, "")
    assert compile_draft(after) == document


def test_a_change_leaves_day_person_count_and_audit(
    editor: Client, policy: Policy
) -> None:
    row = section(policy, "intro")
    editor.post(edit_address(row), sent(editor, edit_address(row), heading_en="Start"))
    draft = Draft.objects.get(policy=policy)
    assert draft.updated is not None
    assert draft.changed_by.startswith("user:")
    assert draft.lock_version == 1
    assert AuditEntry.objects.filter(action="edit section").exists()


def test_script_in_a_text_is_gone_after_saving(editor: Client, policy: Policy) -> None:
    row = section(policy, "intro")
    html = '<p onclick="x()">Tekst<script>alert(1)</script></p>'
    editor.post(edit_address(row), sent(editor, edit_address(row), intro_nl=html))
    assert texts(section(policy, "intro"), "intro")["nl"] == "<p>Tekst</p>"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("entries-0-a_period", "seven years or so", "Write a period like"),
        ("anchor", "retention", "already"),
        ("anchor", "no blanks here", "slug"),
    ],
)
def test_a_refusal_says_why_and_keeps_everything_typed(
    editor: Client, policy: Policy, field: str, value: str, says: str
) -> None:
    row = section(policy, "intro" if value == "retention" else "retention")
    data = sent(editor, edit_address(row), heading_nl="Half af", **{field: value})
    answer = editor.post(edit_address(row), data, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Half af" in page
    assert value in page
    assert "Half af" not in texts(section(policy, row.anchor), "heading").values()


def test_rows_are_added_and_ordered_without_script(
    editor: Client, policy: Policy
) -> None:
    url = edit_address(section(policy, "retention"))
    answer = editor.post(url, sent(editor, url, row="add"))
    assert len(answer.context["entries"].forms) == 2
    data = sent(editor, url, **{
        "entries-TOTAL_FORMS": "2", "entries-0-ORDER": "1", "entries-1-ORDER": "2",
        "entries-1-term_nl": "Brieven", "row": "up:1",
    })  # fmt: skip
    shown = editor.post(url, data).context["entries"].in_order()
    assert [form.title() for form in shown] == ["Brieven", "Facturen"]
    assert section(policy, "retention").entries.count() == 1


def test_rows_are_saved_in_their_new_order_without_the_deleted(
    editor: Client, policy: Policy
) -> None:
    url = edit_address(section(policy, "retention"))
    data = sent(editor, url, **{
        "entries-TOTAL_FORMS": "4", "entries-0-ORDER": "3",
        "entries-1-term_nl": "Brieven", "entries-1-ORDER": "1",
        "entries-2-term_nl": "Kladjes", "entries-2-ORDER": "2",
        "entries-2-DELETE": "on",
        "entries-3-ORDER": "4",
    })  # fmt: skip
    editor.post(url, data)
    rows = section(policy, "retention").entries.all()
    assert [texts(row, "term")["nl"] for row in rows] == ["Brieven", "Facturen"]
    assert rows[0].uid == "brieven"


@pytest.mark.parametrize(
    ("direction", "order"),
    [("up", ["retention", "intro"]), ("in", ["intro", "retention"])],
)
def test_a_section_moves_by_buttons_without_script(
    editor: Client, policy: Policy, direction: str, order: list[str]
) -> None:
    row = section(policy, "retention")
    editor.post(
        address(policy, "draft/move/"),
        {"section": row.pk, "direction": direction, "shape": shape(policy)},
    )
    found = [s.anchor for s in compile_draft(draft_of(policy)).walk()]
    assert found == order
    below = section(policy, "retention").parent
    assert (below.anchor if below else None) == ("intro" if direction == "in" else None)


def test_a_dragged_outline_is_saved_as_it_was_dropped(
    editor: Client, policy: Policy
) -> None:
    intro, retention = section(policy, "intro"), section(policy, "retention")
    outline = f"{retention.pk}:,{intro.pk}:{retention.pk}"
    editor.post(
        address(policy, "draft/move/"), {"outline": outline, "shape": shape(policy)}
    )
    assert section(policy, "intro").parent == retention


def test_an_outline_that_lacks_a_section_is_refused(
    editor: Client, policy: Policy
) -> None:
    outline = f"{section(policy, 'intro').pk}:"
    editor.post(
        address(policy, "draft/move/"), {"outline": outline, "shape": shape(policy)}
    )
    assert Draft.objects.get(policy=policy).lock_version == 0


def test_a_section_below_itself_is_refused(editor: Client, policy: Policy) -> None:
    one, two = section(policy, "intro").pk, section(policy, "retention").pk
    outline = f"{one}:{two},{two}:{one}"
    editor.post(
        address(policy, "draft/move/"), {"outline": outline, "shape": shape(policy)}
    )
    assert section(policy, "intro").parent is None


def test_the_preview_is_the_public_page_in_either_language(
    editor: Client, policy: Policy
) -> None:
    for language, words in (("nl", "Tekst eerste."), ("en", "Text eerste.")):
        answer = editor.get(address(policy, f"draft/preview/{language}/"))
        assert words in answer.content.decode()
        assert answer["Content-Language"] == language


def test_a_viewer_reads_the_draft_and_writes_nothing(policy: Policy) -> None:
    viewer = signed_in(world.person("vic", Role.VIEWER, policy.organisation))
    row = section(policy, "intro")
    assert viewer.get(address(policy, "draft/")).status_code == 200
    assert viewer.get(address(policy, "draft/preview/nl/")).status_code == 200
    assert viewer.get(edit_address(row)).status_code == 403
    assert viewer.post(address(policy, "draft/move/"), {}).status_code == 403
    assert viewer.get(address(policy, "publish/")).status_code == 403


@pytest.mark.parametrize("rest", ["draft/", "draft/add/rights/", "publish/"])
def test_a_page_costs_the_same_however_long_the_draft(
    editor: Client, policy: Policy, rest: str, django_assert_max_num_queries: Any
) -> None:
    approver = world.person("ada", Role.APPROVER, policy.organisation)
    editor.force_login(approver)
    editor.get(address(policy, rest))
    with django_assert_max_num_queries(24):
        editor.get(address(policy, rest))


def test_a_long_draft_is_shown_with_as_many_queries_as_a_short_one(
    editor: Client, policy: Policy, django_assert_max_num_queries: Any
) -> None:
    long = large(policy.organisation)
    first = section(long, "s0")
    for url in (
        address(long, "draft/"),
        edit_address(first),
        address(long, f"draft/sections/{first.pk}/side/?part=1"),
    ):
        editor.get(url)
        with django_assert_max_num_queries(20):
            assert editor.get(url).status_code == 200


def test_saving_a_section_of_a_long_draft_takes_few_queries(
    editor: Client, policy: Policy, django_assert_max_num_queries: Any
) -> None:
    """A text changes, a row changes, a row goes and a row comes."""
    url = edit_address(section(large(policy.organisation), "s0"))
    rows = {"entries-0-term_nl": "Facturen", "entries-1-DELETE": "on"}
    new = {"entries-TOTAL_FORMS": "11", "entries-10-ORDER": "11",
           "entries-10-term_nl": "Brieven"}  # fmt: skip
    data = sent(editor, url, heading_nl="Anders", **rows, **new)
    with django_assert_max_num_queries(15):
        assert editor.post(url, data).status_code == 302
    rows["entries-0-term_nl"], new["entries-10-term_nl"] = "Bonnen", "Kaarten"
    data = sent(editor, url, heading_nl="Weer", autosave="1", **rows, **new)
    with django_assert_max_num_queries(15):
        assert editor.post(url, data).json()["state"] == "saved"
    found = section(Policy.objects.get(slug_nl="large"), "s0").entries.all()
    terms = [texts(row, "term").get("nl") for row in found]
    assert (len(terms), terms[0], terms[-1]) == (10, "Bonnen", "Kaarten")


def test_the_outline_tells_what_is_to_be_known_of_each_section(
    editor: Client, policy: Policy
) -> None:
    world.published(policy)
    url = edit_address(section(policy, "retention"))
    editor.post(url, sent(editor, url, heading_nl="Bewaren"))
    intro = edit_address(section(policy, "intro"))
    editor.post(intro, sent(editor, intro, heading_en=""))
    lines = {
        line.row.uid: line
        for line in editor.get(address(policy, "draft/")).context["lines"]
    }
    retention, first = lines["retention"], lines["intro"]
    assert (retention.what, retention.rows, retention.behind) == ("changed", 1, ["en"])
    assert (first.missing, first.amiss > 0) == (["en"], True)
