"""Why a change matters, as readers see it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from policies.actions.publish import Publication, publish
from policies.classifying import Classification, Reason, classify
from policies.comparing import reasons
from policies.comparing.reasons import ReasonsView
from policies.models import Version
from tests import world

VALUES = dict.fromkeys(("what", "before", "after", "row", "section", "where"), "x")
SALE = Reason("purpose_added", "p", "sale", {"row": {"nl": "Verkoop", "en": "Sale"}})
SHORT = Reason("retention_shorter", "r", "x", VALUES)
TYPO = Reason("wording_changed", "p", params=VALUES)
NAME = Reason("controller_changed", params=VALUES)
MATERIAL = Classification(material=True, reasons=(SALE, NAME, SHORT, TYPO))
MINOR = Classification(material=False, reasons=(SHORT, TYPO))


def shown(judged: Classification, *, material: bool, page: str = "") -> str:
    view = ReasonsView(judged, "en", material, page)
    with override("en"):
        return render_to_string("policies/comparison/_reasons.html", {"reasons": view})


def test_a_material_change_says_why_it_matters_and_leads_to_the_place() -> None:
    html = shown(MATERIAL, material=True, page="/en/privacy/changes/1..2/")
    assert "This change matters to you, because:" in html
    assert '<a href="/en/privacy/changes/1..2/#diff-en-p">New purpose: ‘Sale’.' in html
    assert '<a href="/en/privacy/changes/1..2/#diff-about-en">' in html
    assert "Small corrections" not in html


def test_what_takes_nothing_away_stands_apart() -> None:
    html = shown(MATERIAL, material=True)
    assert html.index("Also changed") < html.index("Kept shorter")


def test_corrections_are_said_in_one_line() -> None:
    judged = Classification(material=False, reasons=(TYPO,))
    assert "Small corrections only." in shown(judged, material=False)
    assert "<li>" not in shown(judged, material=False)


def test_where_the_publisher_judged_otherwise_the_reasons_are_told_neutrally() -> None:
    html = shown(MATERIAL, material=False)
    assert "What changed in substance:" in html
    assert "matters to you" not in html
    assert "Small corrections" not in html
    assert "Small corrections only." not in shown(MINOR, material=True)


def test_a_long_list_is_cut_and_says_so() -> None:
    many = tuple(Reason("row_added", "p", str(n), VALUES) for n in range(30))
    html = shown(Classification(material=True, reasons=many), material=True)
    assert html.count("<li><a") == 12
    assert "and 18 more changes" in html


def test_nothing_is_printed_without_reasons() -> None:
    assert render_to_string("policies/comparison/_reasons.html").strip() == ""


def test_a_pair_of_versions_is_judged_once(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = world.policy(world.organisation())
    world.published(policy, "2022-01-01")
    world.rewrite(policy, "tweede")
    publish(None, policy, Publication(note=world.NOTE))
    new, old = Version.objects.order_by("-number")
    first = reasons.between(old, new)
    assert first == classify(old.document, new.document)
    monkeypatch.setattr(reasons, "classify", lambda *both: pytest.fail("judged again"))
    assert reasons.between(old, new) is first
    view = reasons.of(old, new, "nl")
    assert (view.material, view.language) == (True, "nl")
