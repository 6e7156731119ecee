"""The page of one section: what to check, which rows fell behind, what was said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from organisations.models import Role
from policies import starters
from policies.actions.remark import remark
from policies.actions.start_policy import start_policy
from policies.compiling import draft_of
from policies.models import Comment, Entry, Policy
from tests import world
from tests.policies.admin_world import (
    address,
    edit_address,
    large,
    section,
    sent,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy() -> Policy:
    made = world.policy(world.organisation())
    world.published(made)
    return made


@pytest.fixture
def editor(policy: Policy) -> Client:
    return signed_in(world.person("ed", Role.EDITOR, policy.organisation), "en")


def test_a_draft_from_a_template_set_says_what_to_check(editor: Client) -> None:
    organisation = Policy.objects.get().organisation
    started = start_policy(None, organisation, "cookie")
    hints = starters.hints("cookie")
    uid = next(iter(hints))
    row = draft_of(started).sections.get(uid=uid)
    page = editor.get(edit_address(row))
    assert page.context["hint"] == hints[uid]["en"]
    assert "To check:" in page.content.decode()


def test_a_section_of_one_s_own_has_nothing_to_check(
    editor: Client, policy: Policy
) -> None:
    """The sets have no section of that name."""
    assert "intro" not in starters.hints(policy.kind)
    page = editor.get(edit_address(section(policy, "intro")))
    assert "To check:" not in page.content.decode()


def test_a_folded_row_tells_that_its_translation_fell_behind(
    editor: Client, policy: Policy
) -> None:
    row = section(policy, "retention")
    url = edit_address(row)
    assert "fell behind" not in editor.get(url).content.decode()
    editor.post(url, sent(editor, url, **{"entries-0-term_nl": "Bonnen"}))
    page = editor.get(url)
    assert page.context["entries"][0].late == [("EN", "English")]
    folded = page.content.decode().partition("Bonnen</span>")[2].partition("</summary")
    assert "EN fell behind" in folded[0]
    assert "English was not changed along." in folded[0]


def test_a_remark_is_made_beside_the_section_and_leads_back_there(
    editor: Client, policy: Policy
) -> None:
    url = edit_address(section(policy, "retention"))
    assert f'name="next" value="{url}"' in editor.get(url).content.decode()
    said = {"text": "Seven years?", "section": "retention", "next": url}
    assert editor.post(address(policy, "remarks/"), said)["Location"] == url
    assert Comment.objects.get().section_uid == "retention"
    page = editor.get(url).content.decode()
    assert "Seven years?" in page
    assert f'href="{url}#remarks"' in page


def test_a_viewer_finds_the_remarks_on_a_page_of_their_own(policy: Policy) -> None:
    viewer = world.person("vic", Role.VIEWER, policy.organisation)
    row = section(policy, "retention")
    remark(viewer, policy, "Seven years?", section_uid=row.uid)
    client = signed_in(viewer, "en")
    side = f"{edit_address(row)}side/"
    assert (
        f'href="{side}#remarks"'
        in client.get(address(policy, "draft/")).content.decode()
    )
    assert "Seven years?" in client.get(side).content.decode()


def test_the_outline_is_the_same_at_once_and_when_all_was_checked(
    editor: Client, policy: Policy
) -> None:
    url = edit_address(section(policy, "retention"))
    editor.post(url, sent(editor, url, **{"entries-0-term_nl": "Bonnen"}))

    def shown(address: str) -> list[tuple[Any, ...]]:
        lines = editor.get(address).context["lines"]
        return [(n.pk, n.heading, n.rows, n.what, n.behind, n.missing) for n in lines]

    assert shown(url) == shown(address(policy, "draft/"))
    assert shown(url)[1][2:5] == (1, "changed", ["en"])


def test_only_rows_that_changed_are_written(editor: Client, policy: Policy) -> None:
    first = section(large(policy.organisation, sections=1), "s0")
    before = dict(first.entries.values_list("uid", "pk"))
    url = edit_address(first)
    swapped = {"entries-0-ORDER": "2", "entries-1-ORDER": "1", "entries-2-DELETE": "on"}
    editor.post(url, sent(editor, url, **swapped))
    after = Entry.objects.filter(section=first)
    del before["e2"]
    assert dict(after.values_list("uid", "pk")) == before
    assert [row.uid for row in after][:3] == ["e1", "e0", "e3"]
