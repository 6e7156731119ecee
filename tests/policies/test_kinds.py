"""Kinds of section: what they record, and how values read in Dutch and English."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.template.loader import get_template
from django.utils.translation import override
from jsonschema import Draft202012Validator

from policies import kinds
from policies.kinds import wording
from policies.kinds.attributes import (
    Attribute,
    Choice,
    Choices,
    Country,
    Day,
    Duration,
    Email,
    Flag,
    Line,
    LocalList,
    LocalText,
    Phone,
    Url,
    schema_of,
)
from policies.kinds.base import Kind
from policies.kinds.links import link_for, telephone_link

PERIODS = [
    ("P7Y", "7 years"),
    ("P1Y", "1 year"),
    ("P1M", "1 month"),
    ("P4W", "4 weeks"),
    ("P30D", "30 days"),
    ("PT30M", "30 minutes"),
    ("PT1S", "1 second"),
    ("P1Y6M", "1 year and 6 months"),
    ("P1Y2M3DT4H", "1 year, 2 months, 3 days and 4 hours"),
    ("P0D", "0 days"),
]
NO_PERIODS = [
    "", "P", "PT", "7Y", "P7", "P7y", "7 jaar", "P1YT", "P1M1Y", "P-1Y", "P1.5Y",
    "P1Y ", " P1Y", "P1Y\n", "P\u0667Y", "P" + "9" * 5000 + "Y",
]  # fmt: skip


def accepts(attribute: Attribute, value: object) -> bool:
    checker = Draft202012Validator.FORMAT_CHECKER
    schema = attribute.json_schema()
    return Draft202012Validator(schema, format_checker=checker).is_valid(value)


# Kinds

ALL = sorted(kinds.all_kinds())


def test_the_kinds_of_the_policies_are_there() -> None:
    assert set(ALL) >= {
        "automated_decisions", "compact_policy", "complaint", "contact",
        "data_categories", "faq", "free_text", "key_points", "legal_bases", "links",
        "p3p_statements", "processors", "purposes", "recipients", "retention",
        "rights", "security", "services", "transfers",
    }  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_each_kind_has_a_template_a_name_and_valid_schemas(name: str) -> None:
    kind = kinds.get(name)
    assert kind.name == name
    assert str(kind.label)
    get_template(kind.template)
    Draft202012Validator.check_schema(kind.entry_schema())
    Draft202012Validator.check_schema(kind.section_schema())


@pytest.mark.parametrize("name", ALL)
def test_each_attribute_has_its_own_name_and_a_label(name: str) -> None:
    kind = kinds.get(name)
    for attributes in (kind.attributes, kind.section_attributes):
        names = [attribute.name for attribute in attributes]
        assert len(set(names)) == len(names)
        assert all(str(attribute.label) for attribute in attributes)


def test_a_second_kind_of_the_same_name_is_refused() -> None:
    with pytest.raises(ValueError, match="two kinds are called 'rights'"):
        kinds.register(Kind(name="rights", label="Other rights"))
    assert kinds.register(kinds.get("rights")) is kinds.get("rights")


def test_the_register_of_kinds_can_not_be_written_to() -> None:
    with pytest.raises(TypeError):
        kinds.all_kinds()["new"] = kinds.get("faq")  # type: ignore[index]


def test_an_unknown_kind_or_attribute_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        kinds.get("nothing")
    with pytest.raises(KeyError):
        kinds.get("rights").attribute("nothing")
    assert kinds.get("rights").attribute("email").name == "email"


def test_a_kind_without_term_and_description_has_no_entries() -> None:
    assert not kinds.get("compact_policy").has_entries
    assert not kinds.get("free_text").has_entries
    assert kinds.get("rights").has_entries


# Attributes: what they accept


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (Line("a", "A"), "example.org"),
        (LocalText("a", "A"), {"nl": "Ja", "en": "Yes"}),
        (LocalText("a", "A"), {}),
        (LocalList("a", "A"), [{"nl": "een", "en": "one"}, {"nl": "twee"}]),
        (Choice("a", "A", choices=(("x", "X"),)), "x"),
        (Choices("a", "A", choices=(("x", "X"), ("y", "Y"))), ["y", "x"]),
        (Flag("a", "A"), False),
        (Duration("a", "A"), "P1Y6M"),
        (Day("a", "A"), "2024-02-29"),
        (Country("a", "A"), "NL"),
        (Url("a", "A"), "https://example.org/a?b=c#d"),
        (Email("a", "A"), "privacy@example.org"),
        (Phone("a", "A"), "+31206159155"),
    ],
)
def test_an_attribute_accepts_its_values(attribute: Attribute, value: object) -> None:
    assert accepts(attribute, value)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (Line("a", "A"), ""),
        (Line("a", "A"), 1),
        (LocalText("a", "A"), "Ja"),
        (LocalText("a", "A"), {"nl": ""}),
        (LocalText("a", "A"), {"nld": "Ja"}),
        (LocalList("a", "A"), {"nl": "Ja"}),
        (LocalList("a", "A"), ["Ja"]),
        (Choice("a", "A", choices=(("x", "X"),)), "y"),
        (Choices("a", "A", choices=(("x", "X"),)), ["y"]),
        (Choices("a", "A", choices=(("x", "X"),)), ["x", "x"]),
        (Flag("a", "A"), "yes"),
        (Flag("a", "A"), 1),
        (Day("a", "A"), "26-10-2022"),
        (Day("a", "A"), "2022-13-45"),
        (Day("a", "A"), "2023-02-29"),
        (Day("a", "A"), "2022-10-26\n"),
        (Day("a", "A"), "20221026"),
        (Country("a", "A"), "nl"),
        (Country("a", "A"), "NLD"),
        (Url("a", "A"), "javascript:alert(1)"),
        (Url("a", "A"), "//example.org"),
        (Url("a", "A"), "https://example.org/a b"),
        (Url("a", "A"), 'https://example.org/"onclick="x'),
        (Email("a", "A"), "privacy"),
        (Email("a", "A"), "a@b@c"),
        (Email("a", "A"), "a b@example.org"),
        (Phone("a", "A"), "020 615 9155"),
        (Phone("a", "A"), "+0206159155"),
        (Phone("a", "A"), "+312061591551234567"),
    ],
)
def test_an_attribute_refuses_others(attribute: Attribute, value: object) -> None:
    assert not accepts(attribute, value)


def test_a_schema_refuses_attributes_that_it_does_not_know() -> None:
    schema = schema_of([Line("provider", "Provider")])
    assert Draft202012Validator(schema).is_valid({"provider": "x"})
    assert Draft202012Validator(schema).is_valid({})
    assert not Draft202012Validator(schema).is_valid({"vendor": "x"})


def test_whatever_day_and_period_the_schema_accepts_can_be_shown() -> None:
    for value in ("P1Y", "P999999Y", "PT0S", *NO_PERIODS):
        if accepts(Duration("a", "A"), value):
            assert Duration("a", "A").display(value.strip(), "en")
    assert Day("a", "A").display("0001-01-01", "nl")
    assert Day("a", "A").display("9999-12-31", "en")


# How values read


@pytest.mark.parametrize(("period", "words"), PERIODS)
def test_a_period_reads_in_english(period: str, words: str) -> None:
    assert Duration("a", "A").display(period, "en") == words


@pytest.mark.parametrize("period", NO_PERIODS)
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="not an ISO 8601 duration"):
        wording.duration(period, "en")


@pytest.mark.parametrize("period", [p for p in NO_PERIODS if not p.endswith("\n")])
def test_the_schema_refuses_the_same_periods(period: str) -> None:
    assert not accepts(Duration("a", "A"), period)


def test_a_day_reads_in_full() -> None:
    day = Day("a", "A")
    assert day.display("2022-10-26", "nl") == "26 oktober 2022"
    assert day.display("2022-10-26", "en") == "26 October 2022"
    assert day.display("2023-03-01", "nl") == "1 maart 2023"


def test_a_moment_reads_with_its_time() -> None:
    at = dt.datetime(2022, 10, 26, 14, 5, tzinfo=dt.UTC)
    assert wording.moment(at, "nl") == "26 oktober 2022 14:05"
    assert wording.moment(at, "en") == "26 October 2022 14:05"


@pytest.mark.parametrize(
    ("code", "dutch", "english"),
    [
        ("NL", "Nederland", "Netherlands"),
        ("US", "Verenigde Staten", "United States"),
        ("DE", "Duitsland", "Germany"),
        ("QQ", "QQ", "QQ"),
    ],
)
def test_a_country_reads_by_its_name(code: str, dutch: str, english: str) -> None:
    assert Country("a", "A").display(code, "nl") == dutch
    assert Country("a", "A").display(code, "en") == english


def test_the_list_of_countries_has_countries_only_in_dictionary_order() -> None:
    names = dict(wording.countries("nl"))
    assert {"NL", "BE", "US", "AX", "EU"} <= set(names)
    assert not {"ZZ", "XA", "XB", "QO", "UN", "EZ"} & set(names)
    assert all(re.fullmatch("[A-Z]{2}", code) for code in names)
    order = list(names)
    assert order.index("AL") < order.index("BE") < order.index("NL") < order.index("ZW")
    assert order.index("AX") < order.index("BE")  # Åland


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+31206159155", "+31 20 615 9155"),
        ("+31612345678", "+31 6 12345678"),
        ("0206159155", "+31 20 615 9155"),
        ("+442079460958", "+44 20 7946 0958"),
        ("no number", "no number"),
    ],
)
def test_a_telephone_number_reads_as_people_write_it(number: str, written: str) -> None:
    assert Phone("a", "A").display(number, "nl") == written


def test_choices_read_by_their_labels_and_unknown_codes_as_they_are() -> None:
    right = kinds.get("rights").attribute("right")
    assert right.display("15", "en") == "access (art. 15 GDPR)"
    assert right.display("99", "en") == "99"
    sources = kinds.get("data_categories").attribute("sources")
    assert isinstance(sources, Choices)
    assert sources.each(["public", "x"], "en") == ["from public sources", "x"]
    assert (
        sources.display(["subject", "public"], "en") == "from you, from public sources"
    )


def test_yes_and_no_read_in_the_language_asked_for() -> None:
    with override("nl"):
        assert Flag("a", "A").display(value=True, language="en") == "yes"
        assert Flag("a", "A").display(value=False, language="en") == "no"


def test_a_text_of_another_language_is_not_shown_for_it() -> None:
    assert LocalText("a", "A").display({"nl": "Ja"}, "en") == ""
    assert LocalText("a", "A").display({"nl": "Ja", "en": "Yes"}, "en") == "Yes"
    items = [{"nl": "een", "en": "one"}, {"nl": "twee"}]
    assert LocalList("a", "A").display(items, "en") == "one"
    assert LocalList("a", "A").display(items, "nl") == "een\ntwee"


# Links behind values


@pytest.mark.parametrize(
    ("channel", "value", "link"),
    [
        ("email", "privacy@example.org", "mailto:privacy@example.org"),
        ("email", "a+b@example.org?bcc=x@y", "mailto:a+b@example.org%3Fbcc%3Dx@y"),
        ("email", "no address", ""),
        ("phone", "020 615 9155", "tel:+31206159155"),
        ("phone", "+44 20 7946 0958", "tel:+442079460958"),
        ("phone", "no number", ""),
        ("url", "https://example.org", "https://example.org"),
        ("url", "javascript:alert(1)", ""),
        ("url", "//example.org", ""),
        ("kvk", "27347391", ""),
        ("", "x", ""),
    ],
)
def test_a_channel_leads_to_its_own_kind_of_address(
    channel: str, value: str, link: str
) -> None:
    assert link_for(channel, value) == link


def test_a_telephone_link_is_international() -> None:
    assert telephone_link("(020) 615 91 55") == "tel:+31206159155"
