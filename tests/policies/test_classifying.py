"""Material or minor: a test a rule, both ways (docs/changes-that-matter.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from policies.classifying import Classification, classify, codes, rules
from policies.document import Document, Entry, Section
from policies.kinds import all_kinds

FACTS = {
    "trade_name": "Acme", "controller": "Acme B.V.", "phone": "+31206159155",
    "email": "hi@acme.example", "website": "https://acme.example/",
    "dpo_email": "dpo@acme.example", "covered_domains": ["acme.example"],
    "authority": {"name": {"nl": "AP", "en": "DPA"}, "url": "https://ap.example/"},
}  # fmt: skip


def row(key: str = "a", words: str = "Uitleg.", **attributes: Any) -> Entry:
    return Entry(
        key,
        term={"nl": f"Regel {key}", "en": f"Row {key}"},
        description={"nl": f"<p>{words}</p>", "en": "<p>Same.</p>"},
        attributes=attributes,
    )


def section(kind: str, *entries: Entry, key: str = "s", **parts: Any) -> Section:
    heading = {"nl": "Kop", "en": "Heading"}
    return Section(key, key, kind, heading=heading, entries=entries, **parts)


def document(*sections: Section, **parts: Any) -> Document:
    return Document(**{
        "kind": "privacy", "title": {"nl": "Beleid", "en": "Policy"},
        "organisation": FACTS, "sections": sections, **parts,
    })  # fmt: skip


def found(before: Document, after: Document) -> dict[str, str]:
    """The codes with what they weigh."""
    judged = classify(before, after)
    assert judged.material == any(r.material for r in judged.reasons)
    return {reason.code: reason.severity for reason in judged.reasons}


def between(kind: str, before: tuple[Entry, ...], after: tuple[Entry, ...]) -> Any:
    return found(document(section(kind, *before)), document(section(kind, *after)))


def test_nothing_changed_is_minor_without_a_reason() -> None:
    same = document(section("rights", row()))
    assert classify(same, Document.from_dict(same.as_dict())) == Classification(
        material=False, reasons=()
    )


@pytest.mark.parametrize(
    ("fact", "value", "code", "weight"),
    [
        ("controller", "Bolt B.V.", "controller_changed", "material"),
        ("trade_name", "Bolt", "controller_changed", "material"),
        ("kvk", "12345678", "controller_changed", "material"),
        ("email", "other@acme.example", "contact_changed", "material"),
        ("phone", "+31206159156", "contact_changed", "material"),
        ("dpo_email", "fg@acme.example", "officer_changed", "material"),
        (
            "covered_domains",
            ["acme.example", "b.example"],
            "domains_changed",
            "material",
        ),
        ("authority", {"name": {"nl": "X"}}, "authority_changed", "material"),
        ("phone", "020 615 9155", "fact_corrected", "minor"),
        ("controller", "ACME  B.V.", "fact_corrected", "minor"),
        ("website", "https://www.acme.example/", "fact_corrected", "minor"),
        (
            "authority",
            {**FACTS["authority"], "url": "https://ap.example/new"},  # type: ignore[dict-item]
            "fact_corrected",
            "minor",
        ),
    ],
)
def test_facts_of_the_organisation(
    fact: str, value: Any, code: str, weight: str
) -> None:
    after = document(organisation={**FACTS, fact: value})
    assert found(document(), after)[code] == weight


@pytest.mark.parametrize(
    ("kind", "added", "removed"),
    [
        ("purposes", "purpose_added material", "purpose_removed material"),
        ("legal_bases", "basis_added material", "basis_removed material"),
        ("data_categories", "data_added material", "data_removed minor"),
        ("recipients", "recipient_added material", "recipient_removed minor"),
        ("processors", "processor_added material", "processor_removed minor"),
        ("services", "recipient_added material", "recipient_removed minor"),
        ("transfers", "transfer_added material", "transfer_removed minor"),
        ("retention", "retention_added material", "retention_removed material"),
        ("rights", "right_added minor", "right_removed material"),
        ("complaint", "contact_added minor", "way_removed material"),
        ("contact", "contact_added minor", "way_removed material"),
        ("automated_decisions", "decision_added material", "decision_removed minor"),
        ("security", "measure_added minor", "measure_removed material"),
        ("links", "link_changed minor", "row_removed material"),
        ("faq", "row_added material", "row_removed material"),
        ("key_points", "row_added material", "row_removed material"),
        ("p3p_statements", "row_added material", "row_removed material"),
        ("cookie_table", "cookie_added material", "cookie_removed minor"),
        ("cookie_types", "cookie_added material", "cookie_removed minor"),
    ],
)
def test_a_row_that_came_or_went(kind: str, added: str, removed: str) -> None:
    one, two = (row("a"),), (row("a"), row("b"))
    assert between(kind, one, two) == dict([added.split()])
    assert between(kind, two, one) == dict([removed.split()])


OTHER = "Wij verkopen uw gegevens voortaan aan adverteerders."


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("purposes", "purpose_changed"),
        ("data_categories", "data_changed"),
        ("recipients", "recipient_changed"),
        ("processors", "processor_changed"),
        ("transfers", "transfer_changed"),
        ("retention", "retention_changed"),
        ("rights", "right_changed"),
        ("complaint", "complaint_changed"),
        ("automated_decisions", "decision_changed"),
        ("security", "text_changed"),
        ("faq", "text_changed"),
        ("cookie_table", "cookie_text_changed"),
    ],
)
def test_a_row_that_says_something_else_or_was_only_corrected(
    kind: str, code: str
) -> None:
    before = (row("a", "Wij gebruken ze."),)
    assert between(kind, before, (row("a", OTHER),)) == {code: "material"}
    assert between(kind, before, (row("a", "Wij gebruiken ze."),)) == {
        "wording_changed": "minor"
    }


@pytest.mark.parametrize(
    ("kind", "name", "before", "after", "code", "weight"),
    [
        ("purposes", "bases", ["6-1-a"], ["6-1-f"], "basis_changed", "material"),
        ("purposes", "interest", None, {"nl": "geld"}, "interest_changed", "material"),
        ("legal_bases", "basis", "6-1-a", "6-1-b", "basis_changed", "material"),
        ("legal_bases", "withdrawal", {"nl": "per e-mail"}, {"nl": "per brief"},
         "way_changed", "material"),
        ("data_categories", "sources", ["subject"], ["subject", "public"],
         "source_added", "material"),
        ("data_categories", "sources", ["subject", "public"], ["subject"],
         "source_removed", "minor"),
        ("data_categories", "obligation", None, "legal", "obligation_added", "material"),
        ("data_categories", "obligation", "contract", "voluntary", "obligation_lifted",
         "minor"),
        ("data_categories", "examples", {"nl": "naam"}, {"nl": "naam, bsn"},
         "data_changed", "material"),
        ("data_categories", "scope", {"nl": "klanten"}, {"nl": "bezoekers"},
         "scope_changed", "material"),
        ("processors", "mechanism", "scc", "consent", "safeguard_changed", "material"),
        ("processors", "mechanism", "dpf", None, "safeguard_changed", "material"),
        ("processors", "mechanism", None, "scc", "safeguard_named", "minor"),
        ("processors", "mechanism", "scc", "none", "safeguard_named", "minor"),
        ("processors", "opt_out_url", "https://a.example/", "https://b.example/",
         "way_changed", "material"),
        ("processors", "opt_out_url", None, "https://b.example/", "way_added", "minor"),
        ("processors", "privacy_url", "https://a.example/", "https://b.example/",
         "detail_changed", "minor"),
        ("processors", "country", "US", "NL", "country_in_the_eea", "minor"),
        ("processors", "country", "US", None, "country_changed", "material"),
        ("transfers", "safeguards", {"nl": "clausules"}, None, "safeguard_changed",
         "material"),
        ("retention", "period", "P1Y", "P7Y", "retention_longer", "material"),
        ("retention", "period", "P7Y", "P1Y", "retention_shorter", "minor"),
        ("retention", "period", "P1Y", "P13M", "retention_longer", "material"),
        ("retention", "period", "P7Y", "P84M", "detail_changed", "minor"),
        ("retention", "period", "P12M", "P1Y", "detail_changed", "minor"),
        ("retention", "period", "P4W", "P28D", "detail_changed", "minor"),
        ("retention", "period", "P1M", "P4W", "retention_shorter", "minor"),
        ("retention", "period", "P4Y", "P1461D", "retention_changed", "material"),
        ("retention", "period", "P1Y", None, "retention_changed", "material"),
        ("retention", "starts", {"nl": "na de bestelling"}, {"nl": "na betaling"},
         "retention_changed", "material"),
        ("rights", "email", "a@a.example", "b@a.example", "way_changed", "material"),
        ("rights", "email", "a@a.example", None, "way_changed", "material"),
        ("rights", "email", None, "b@a.example", "way_added", "minor"),
        ("rights", "response_term", "P1M", "P3M", "answer_later", "material"),
        ("rights", "response_term", "P1M", "P2W", "answer_sooner", "minor"),
        ("rights", "response_term", "P4W", "P28D", "detail_changed", "minor"),
        ("rights", "response_term", None, "P28D", "way_changed", "material"),
        ("rights", "ask", True, None, "layout_changed", "minor"),
        ("contact", "value", "a@a.example", "b@a.example", "way_changed", "material"),
        ("contact", "channel", "other", "email", "detail_changed", "minor"),
        ("cookie_table", "duration", "P1M", "P1Y", "cookie_longer", "material"),
        ("cookie_table", "duration", "P1Y", "P1M", "cookie_shorter", "minor"),
        ("cookie_table", "party", "first", "third", "cookie_changed", "material"),
        ("cookie_table", "domain", ".a.example", "a.example", "detail_changed", "minor"),
        ("cookie_types", "used", False, True, "cookies_started", "material"),
        ("cookie_types", "used", True, False, "cookies_stopped", "minor"),
        ("p3p_statements", "required", None, True, "row_changed", "material"),
    ],
)  # fmt: skip
def test_a_value_of_a_row(
    kind: str, name: str, before: Any, after: Any, code: str, weight: str
) -> None:
    old, new = (
        row(**{name: value} if value is not None else {}) for value in (before, after)
    )
    assert between(kind, (old,), (new,)) == {code: weight}


def test_every_value_of_every_kind_has_a_sentence() -> None:
    for kind in all_kinds().values():
        known = rules.of(kind.name)
        assert known is not rules.OTHER or kind.name == "compact_policy", kind.name
        assert set(known.attributes) <= {a.name for a in kind.attributes}
        assert set(known.section) <= {a.name for a in kind.section_attributes}
    for code in codes.known():
        assert codes.get(code).severity in ("material", "minor")


def test_the_name_of_a_value_begins_a_sentence_of_its_own() -> None:
    before, after = (
        document(section("rights", row("a", email=f"{name}@acme.example")))
        for name in ("info", "privacy")
    )
    (reason,) = classify(before, after).reasons
    assert reason.sentence("en") == (
        "How to use ‘Row a’ changed. "
        "By e-mail to: info@acme.example → privacy@acme.example."
    )


def test_a_third_country_is_new_once() -> None:
    before = (row("a", country="US"),)
    after = (
        *before,
        row("b", country="US"),
        row("c", country="IN"),
        row("d", country="IN"),
    )
    judged = classify(
        document(section("processors", *before)),
        document(section("processors", *after)),
    )
    named = [r for r in judged.reasons if r.code == "third_country_added"]
    assert [r.entry for r in named] == ["c"]
    assert "India" in named[0].sentence("en")


def test_a_processor_that_moves_to_a_known_third_country_is_told() -> None:
    before = (row("a", country="US"), row("b", country="NL"))
    after = (row("a", country="US"), row("b", country="US"))
    assert between("processors", before, after) == {"country_changed": "material"}


def test_a_cookie_that_needs_no_consent_is_minor() -> None:
    one, two = row("a", category="functional"), row("b", category="strictly_necessary")
    assert between("cookie_table", (one,), (one, two)) == {
        "cookie_without_consent": "minor"
    }
    tracker = row("c", category="marketing")
    assert between("cookie_table", (one,), (one, tracker)) == {
        "cookie_added": "material"
    }


@pytest.mark.parametrize(
    ("before", "after", "code", "weight"),
    [
        ({}, {"in_use": True}, "decisions_started", "material"),
        ({"in_use": True}, {"in_use": False}, "decisions_stopped", "minor"),
    ],
)
def test_automated_decisions_that_begin_or_end(
    before: Any, after: Any, code: str, weight: str
) -> None:
    old, new = (section("automated_decisions", attributes=a) for a in (before, after))
    assert found(document(old), document(new)) == {code: weight}


def test_the_authority_and_the_address_block_are_ways_to_reach_somebody() -> None:
    for kind, name, value in (
        ("complaint", "authority", True),
        ("contact", "block", "dpo"),
    ):
        bare, shown = section(kind), section(kind, attributes={name: value})
        assert found(document(bare), document(shown)) == {"layout_changed": "minor"}
        assert found(document(shown), document(bare)) == {"way_changed": "material"}


def test_a_new_section_with_a_text_is_material_and_so_is_a_lost_one() -> None:
    text = section("free_text", intro={"nl": "<p>Iets nieuws.</p>"}, key="b")
    assert found(document(), document(text)) == {"section_added": "material"}
    assert found(document(text), document()) == {"section_removed": "material"}
    heading = section("free_text", key="b")
    assert found(document(), document(heading)) == {"empty_section": "minor"}


def test_rows_of_a_new_section_are_named_one_by_one() -> None:
    new = section("purposes", row("a"), row("b"))
    judged = classify(document(), document(new))
    assert [(r.code, r.entry) for r in judged.reasons] == [
        ("purpose_added", "a"), ("purpose_added", "b"),
    ]  # fmt: skip


def test_what_stands_in_another_place_is_no_other_text() -> None:
    sections = [section("free_text", key=key) for key in "abc"]
    assert found(document(*sections), document(*sections[::-1])) == {
        "order_changed": "minor"
    }
    rows = row("a"), row("b")
    assert between("rights", rows, rows[::-1]) == {"order_changed": "minor"}


def test_the_same_text_under_another_id_is_the_same_text() -> None:
    """As when a policy is imported anew."""
    old = section("rights", row("a"), intro={"nl": "<p>Iets.</p>"}, key="old")
    new = replace(old, id="new", entries=(replace(row("a"), id="z"),))
    assert found(document(old), document(new)) == {"order_changed": "minor"}
    assert between("rights", (row("a"),), (replace(row("a"), id="z"),)) == {
        "order_changed": "minor"
    }


def test_a_row_that_went_into_another_section_may_mean_something_else() -> None:
    one, two = section("recipients", row("a"), row("b")), section("recipients", key="t")
    after = document(
        replace(one, entries=one.entries[:1]), replace(two, entries=one.entries[1:])
    )
    assert found(document(one, two), after) == {"row_moved": "material"}


def test_another_anchor_and_another_kind_of_section_say_nothing_else() -> None:
    one = section("free_text", intro={"nl": "<p>Iets.</p>"})
    assert found(document(one), document(replace(one, anchor="x"))) == {
        "anchor_changed": "minor"
    }
    assert found(document(one), document(replace(one, kind="security"))) == {
        "layout_changed": "minor"
    }


def test_another_kind_of_document_is_material() -> None:
    assert found(document(), document(kind="combined")) == {
        "document_kind_changed": "material"
    }


def test_a_link_among_the_rights_is_a_way_to_use_them() -> None:
    old, new = (
        f'Gebruik <a href="https://a.example/{n}">dit formulier</a>.' for n in "12"
    )
    assert between("rights", (row("a", old),), (row("a", new),)) == {
        "links_of_rights_changed": "material"
    }
    assert between("faq", (row("a", old),), (row("a", new),)) == {
        "link_changed": "minor"
    }


def test_material_reasons_come_first_and_each_is_named_once() -> None:
    before = document(
        section("purposes", row("a"), key="p"), section("rights", key="r")
    )
    other = replace(row("a", OTHER), term={"nl": "Verkoop", "en": "Sale"})
    after = document(
        section("rights", row("n"), key="r"), section("purposes", other, key="p")
    )
    judged = classify(before, after)
    assert [r.code for r in judged.reasons] == [
        "purpose_changed", "right_added", "order_changed",
    ]  # fmt: skip
    assert judged.codes == ["purpose_changed"]


def test_a_reason_reads_in_both_languages_and_is_data_for_programs() -> None:
    before, after = (
        document(section("retention", row("a", period=period)))
        for period in ("P1Y", "P7Y")
    )
    (reason,) = classify(before, after).reasons
    assert reason.sentence("en") == "Kept longer: ‘Row a’, 1 year → 7 years."
    assert "1 jaar → 7 jaar" in reason.sentence("nl")
    assert reason.as_dict("en") == {
        "code": "retention_longer",
        "severity": "material",
        "section": "s",
        "entry": "a",
        "sentence": {"en": "Kept longer: ‘Row a’, 1 year → 7 years."},
    }
    assert "13(2)(a)" in reason.article("en")
