"""A link to a section goes on working when its anchor changes (F56)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from policies.compiling import draft_of, fill_draft
from policies.document import Document
from policies.models import Policy
from tests import world

pytestmark = pytest.mark.django_db


def renamed(document: Document, old: str, new: str) -> Document:
    return replace(
        document,
        sections=tuple(
            replace(s, anchor=new) if s.anchor == old else s for s in document.sections
        ),
    )


def publish(policy: Policy, document: Document, on: str) -> None:
    draft = draft_of(policy)
    fill_draft(draft, document)
    draft.save()
    world.published(policy, on)


@pytest.fixture
def policy() -> Policy:
    made = world.policy(world.organisation())
    publish(made, world.document(), "2024-01-01")
    publish(
        made, renamed(world.document("tweede"), "retention", "periods"), "2024-02-01"
    )
    return made


def page(path: str = "/en/privacy/") -> BeautifulSoup:
    answer = Client(HTTP_HOST="acme.localhost").get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "lxml")


def test_the_old_anchor_of_a_section_leads_into_it(policy: Policy) -> None:
    section = page().select_one("section#periods")
    assert section is not None
    assert section.select_one("span#retention")


def test_the_old_anchor_of_a_row_leads_into_its_section(policy: Policy) -> None:
    section = page().select_one("section#periods")
    assert section is not None
    assert section.select_one("#periods-invoices")
    assert section.select_one("span#retention-invoices")


def test_the_version_before_answers_to_the_new_name_too(policy: Policy) -> None:
    section = page("/en/privacy/v/1/").select_one("section#retention")
    assert section is not None
    assert section.select_one("span#periods")


def test_an_anchor_that_another_section_has_now_leads_there(policy: Policy) -> None:
    third = renamed(world.document("derde"), "retention", "periods")
    publish(policy, renamed(third, "intro", "retention"), "2024-03-01")
    found = page().select("[id=retention]")
    assert [element.name for element in found] == ["section"]


def test_no_id_stands_on_a_page_twice(policy: Policy) -> None:
    ids = [str(element["id"]) for element in page().select("[id]")]
    assert sorted(ids) == sorted(set(ids))
