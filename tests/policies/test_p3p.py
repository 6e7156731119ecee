"""P3P compact policies: reading a token line, its faults, the browser's verdict."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils.translation import override

from policies import p3p
from policies.document import Entry, Section
from policies.p3p import faults, tokens
from policies.p3p.evaluation import (
    ACCEPT,
    BLOCK,
    DOWNGRADE,
    ENOUGH,
    FIRST,
    HIGH,
    LEVELS,
    LIFETIMES,
    LOW,
    MEDIUM,
    MEDIUM_HIGH,
    NO_OPT_IN,
    NO_OPT_OUT,
    OPT_OUT_INCOMPLETE,
    PARTIES,
    PERSISTENT,
    SESSION,
    THIRD,
)
from policies.rendering import SectionView

CLOUDTALK = (
    "CP=NOI CURa ADMa DEVa TAIa CONa OUR DELa BUS IND PHY ONL UNI PUR COM NAV DEM STA"
)
WHOLE = "NON CUR OUR STP NAV"  # one token of each group that has to be there

ACCEPTED = (ACCEPT, ENOUGH)
NO_OPT_OUT_FOR_ALL = (BLOCK, OPT_OUT_INCOMPLETE)
NOT_OPT_IN = (BLOCK, NO_OPT_IN)
AS_THE_OLD_EDITOR_PRINTED_IT = {
    (PERSISTENT, FIRST, LOW): ACCEPTED,
    (PERSISTENT, FIRST, MEDIUM): (DOWNGRADE, OPT_OUT_INCOMPLETE),
    (PERSISTENT, FIRST, MEDIUM_HIGH): (BLOCK, NO_OPT_OUT),
    (PERSISTENT, FIRST, HIGH): NOT_OPT_IN,
    (PERSISTENT, THIRD, LOW): (DOWNGRADE, OPT_OUT_INCOMPLETE),
    (PERSISTENT, THIRD, MEDIUM): NO_OPT_OUT_FOR_ALL,
    (PERSISTENT, THIRD, MEDIUM_HIGH): NOT_OPT_IN,
    (PERSISTENT, THIRD, HIGH): NOT_OPT_IN,
    (SESSION, FIRST, LOW): ACCEPTED,
    (SESSION, FIRST, MEDIUM): ACCEPTED,
    (SESSION, FIRST, MEDIUM_HIGH): ACCEPTED,
    (SESSION, FIRST, HIGH): NOT_OPT_IN,
    (SESSION, THIRD, LOW): ACCEPTED,
    (SESSION, THIRD, MEDIUM): NO_OPT_OUT_FOR_ALL,
    (SESSION, THIRD, MEDIUM_HIGH): NOT_OPT_IN,
    (SESSION, THIRD, HIGH): NOT_OPT_IN,
}


def codes(line: str) -> list[str]:
    return [mention.code for mention in p3p.parse(line).mentions]


def problems(line: str) -> dict[str, tuple[str, ...]]:
    return {problem.code: problem.tokens for problem in p3p.parse(line).problems}


def actions(line: str) -> dict[tuple[str, str, str], str]:
    matrix = p3p.evaluate(p3p.parse(line)).matrix
    return {cell: outcome.action for cell, outcome in matrix.items()}


# Reading


@pytest.mark.parametrize(
    "line",
    [
        "NOI CURa OUR",
        "CP=NOI CURa OUR",
        'CP="NOI CURa OUR"',
        "cp = 'noi cura our'",
        "CP=“NOI, CURa, OUR”",
        'P3P: policyref="/w3c/p3p.xml", CP="NOI CURa OUR"',
        'P3P: CP="NOI CURA OUR", policyref="/w3c/p3p.xml"',
        "  NOI\tCURa\n OUR  ",
    ],
)
def test_a_line_reads_the_same_however_it_is_written(line: str) -> None:
    assert codes(line) == ["NOI", "CURa", "OUR"]


def test_nothing_that_stands_outside_the_quotes_is_lost() -> None:
    assert codes('CP="NOI CURa" OUR STP') == ["NOI", "CURa", "OUR", "STP"]


def test_the_vocabulary_is_complete() -> None:
    sizes = [
        sum(token.group == group for token in tokens.TOKENS.values())
        for group in tokens.GROUPS
    ]
    # In the order of GROUPS; the purposes are the 12 of P3P and Microsoft's CUS.
    assert sizes == [6, 1, 3, 1, 13, 6, 5, 17, 1]


def test_each_token_has_a_meaning_of_its_own() -> None:
    with override("en"):
        meanings = [str(token.meaning) for token in tokens.TOKENS.values()]
    assert len(set(meanings)) == len(meanings)


def test_tokens_stand_under_their_groups() -> None:
    groups = p3p.parse(CLOUDTALK).groups
    assert {group: [m.code for m in found] for group, found in groups.items()} == {
        "access": ["NOI"],
        "purpose": ["CURa", "ADMa", "DEVa", "TAIa", "CONa"],
        "recipient": ["OUR", "DELa"],
        "retention": ["BUS", "IND"],
        "category": ["PHY", "ONL", "UNI", "PUR", "COM", "NAV", "DEM", "STA"],
    }


@pytest.mark.parametrize(
    ("token", "says"),
    [
        ("CON", "Always: there is no choice."),
        ("CONa", "Always: there is no choice."),
        ("CONi", "Only for people who opt in."),
        ("CONo", "Except for people who opt out."),
        ("CURa", ""),
        ("OUR", ""),
        ("PHY", ""),
    ],
)
def test_a_letter_says_which_choice_people_have(token: str, says: str) -> None:
    with override("en"):
        assert p3p.parse(token).mentions[0].choice_meaning == says


# Faults


@pytest.mark.parametrize("line", [WHOLE, "NON CURa OURa STP NAV", "NID NOI"])
def test_a_whole_policy_has_no_fault(line: str) -> None:
    assert problems(line) == {}


def test_several_retention_tokens_are_no_fault() -> None:
    assert problems(WHOLE + " BUS IND LEG") == {}


@pytest.mark.parametrize(
    ("more", "code", "about"),
    [
        (
            "AB CURab N0I C.R CURx",
            faults.MALFORMED,
            ("AB", "CURab", "N0I", "C.R", "CURx"),
        ),
        ("XYZ QQQa", faults.UNKNOWN, ("XYZ", "QQQa")),
        ("PHYa DSPo", faults.NO_CHOICE, ("PHYa", "DSPo")),
        ("NAV", faults.DUPLICATE, ("NAV",)),
        ("CURa", faults.DUPLICATE, ("CURa",)),
        ("TELi TELo", faults.CHOICES_DIFFER, ("TELi", "TELo")),
        ("ALL", faults.SEVERAL_ACCESS, ("NON", "ALL")),
        ("NID", faults.ANONYMOUS, ("NAV",)),
        ("TST", faults.TEST, ("TST",)),
        ("CUSa", faults.DRAFT_TOKEN, ("CUSa",)),
    ],
)
def test_a_fault_is_named_with_its_tokens(
    more: str, code: str, about: tuple[str, ...]
) -> None:
    assert problems(f"{WHOLE} {more}") == {code: about}


@pytest.mark.parametrize("token", ["PHY", "ONL", "UNI", "FIN", "GOV"])
def test_no_identified_data_contradicts_what_identifies(token: str) -> None:
    assert problems(f"NOI CUR OUR STP {token}") == {faults.IDENTIFIED: (token,)}


def test_cloudtalks_line_contradicts_itself() -> None:
    assert problems(CLOUDTALK) == {faults.IDENTIFIED: ("PHY", "ONL", "UNI")}


@pytest.mark.parametrize(
    ("token", "group"),
    [
        ("NON", "access"),
        ("CUR", "purpose"),
        ("OUR", "recipient"),
        ("STP", "retention"),
        ("NAV", "category"),
    ],
)
def test_a_missing_group_is_named(token: str, group: str) -> None:
    assert problems(WHOLE.replace(token, "")) == {f"missing_{group}": ()}


@pytest.mark.parametrize("line", ["", "CP=", 'CP=""', "  ", ",;"])
def test_a_line_without_tokens_says_only_that(line: str) -> None:
    assert problems(line) == {faults.EMPTY: ()}


def test_unreadable_tokens_count_for_nothing() -> None:
    line = WHOLE + " PHYa ONLY CON"
    assert p3p.evaluate(p3p.parse(line)).satisfactory


def test_a_choice_for_the_current_activity_is_accepted_with_a_warning() -> None:
    policy = p3p.parse("NON CURo OURi STP NAV")
    assert [(p.code, p.tokens, p.is_warning) for p in policy.problems] == [
        (faults.CHOICE_UNUSUAL, ("CURo", "OURi"), True)
    ]
    assert len(policy.mentions) == 5


def test_each_fault_reads_as_a_sentence_with_its_tokens() -> None:
    with override("en"):
        for code in faults.WORDS:
            message = faults.Problem(code, ("ABC", "DEF")).message
            assert message[0].isupper()
            assert "%" not in message
        assert faults.Problem(faults.UNKNOWN, ("ABC", "DEF")).message.endswith(
            "ABC, DEF"
        )


# Judgement


def test_all_sixteen_cells_of_cloudtalks_matrix() -> None:
    matrix = p3p.evaluate(p3p.parse(CLOUDTALK)).matrix
    found = {cell: (o.action, o.reason) for cell, o in matrix.items()}
    assert found == AS_THE_OLD_EDITOR_PRINTED_IT


def test_cloudtalks_reasons_are_addresses_and_marketing() -> None:
    evaluation = p3p.evaluate(p3p.parse(CLOUDTALK))
    assert not evaluation.satisfactory
    assert [m.code for m in evaluation.categories] == ["PHY", "ONL"]
    assert [m.code for m in evaluation.uses] == ["CONa"]


@pytest.mark.parametrize(
    "line",
    [
        WHOLE,
        WHOLE + " PHY ONL GOV FIN",  # such data, but no such use
        WHOLE + " SAM OTR UNR PUB IVA IVD CON TEL OTP",  # such use, no such data
        WHOLE + " PHY CONi TELi",  # both, but only after opt-in
    ],
)
def test_a_satisfactory_policy_is_accepted_everywhere(line: str) -> None:
    evaluation = p3p.evaluate(p3p.parse(line))
    assert evaluation.satisfactory
    assert set(actions(line).values()) == {ACCEPT}
    assert evaluation.advice == ""


@pytest.mark.parametrize("category", ["PHY", "ONL", "GOV", "FIN"])
@pytest.mark.parametrize(
    "use", ["SAM", "OTR", "UNR", "PUB", "IVA", "IVD", "CON", "TEL", "OTP"]
)
def test_each_such_category_with_each_such_use_is_unsatisfactory(
    category: str, use: str
) -> None:
    evaluation = p3p.evaluate(p3p.parse(f"{WHOLE} {category} {use}"))
    assert not evaluation.satisfactory
    assert [m.code for m in evaluation.categories] == [category]
    assert [m.code for m in evaluation.uses] == [use]


@pytest.mark.parametrize(
    ("use", "third_persistent"),
    [
        ("CON", [DOWNGRADE, BLOCK, BLOCK, BLOCK]),
        ("CONa", [DOWNGRADE, BLOCK, BLOCK, BLOCK]),
        ("CONo", [ACCEPT, ACCEPT, BLOCK, BLOCK]),
        ("CONi", [ACCEPT, ACCEPT, ACCEPT, ACCEPT]),
    ],
)
def test_more_choice_passes_more_levels_for_third_parties(
    use: str, third_persistent: list[str]
) -> None:
    found = actions(f"{WHOLE} PHY {use}")
    assert [found[PERSISTENT, THIRD, level] for level in LEVELS] == third_persistent


@pytest.mark.parametrize(
    ("use", "first_persistent"),
    [
        ("CON", [ACCEPT, DOWNGRADE, BLOCK, BLOCK]),
        ("CONo", [ACCEPT, ACCEPT, ACCEPT, BLOCK]),
        ("CONi", [ACCEPT, ACCEPT, ACCEPT, ACCEPT]),
    ],
)
def test_more_choice_passes_more_levels_for_first_parties(
    use: str, first_persistent: list[str]
) -> None:
    found = actions(f"{WHOLE} PHY {use}")
    assert [found[PERSISTENT, FIRST, level] for level in LEVELS] == first_persistent


@pytest.mark.parametrize("uses", ["CONi TELo", "TELo CONi", "CONi CONo"])
def test_the_weakest_choice_decides(uses: str) -> None:
    assert actions(f"{WHOLE} PHY {uses}") == actions(f"{WHOLE} PHY CONo")


def test_a_use_with_opt_out_beside_one_without_is_not_called_none_at_all() -> None:
    cell = (PERSISTENT, FIRST, MEDIUM_HIGH)
    mixed = p3p.evaluate(p3p.parse(f"{WHOLE} PHY CONa TELo")).matrix[cell]
    assert (mixed.action, mixed.reason) == (BLOCK, OPT_OUT_INCOMPLETE)


# On the page


class Page(HTMLParser):
    """What a test wants to know of a rendered section."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.cells: list[dict[str, str | None]] = []
        self.scopes: list[str | None] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "td":
            self.cells.append(dict(attrs))
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))

    def handle_data(self, data: str) -> None:
        self.text += data


def render(section: Section, language: str = "en", level: int = 2) -> str:
    with override(language):
        view = SectionView(language, {}, section, level)
        return render_to_string("policies/section.html", {"s": view})


def compact(line: str) -> Section:
    return Section(
        id="p3p", anchor="p3p", kind="compact_policy", attributes={"tokens": line}
    )


def test_the_page_follows_from_the_token_line_alone() -> None:
    page = Page(render(compact(CLOUDTALK)))
    with override("en"):
        policy = p3p.parse(CLOUDTALK)
        evaluation = p3p.evaluate(policy)
        expected = [
            f'CP="{CLOUDTALK[3:]}"',
            "nothing acts on it",
            *(mention.meaning for mention in policy.mentions),
            *(str(tokens.GROUPS[group]) for group in policy.groups),
            *(problem.message for problem in policy.problems),
            evaluation.verdict,
            *(outcome.sentence for outcome in evaluation.matrix.values()),
            *(
                str(word)
                for words in (PARTIES, LIFETIMES, LEVELS)
                for word in words.values()
            ),
            evaluation.advice,
        ]
    assert [words for words in expected if words not in page.text] == []


def test_the_matrix_has_a_labelled_cell_for_each_case() -> None:
    cells = [c for c in Page(render(compact(CLOUDTALK))).cells if "data-action" in c]
    assert [cell["data-action"] for cell in cells[4:8]] == [
        DOWNGRADE,
        ACCEPT,
        BLOCK,
        BLOCK,
    ]
    assert len(cells) == 16
    assert cells[2]["data-label"] == "Third-party cookies, persistent"


def test_each_header_cell_says_what_it_heads_and_each_cell_has_a_label() -> None:
    page = Page(render(compact(CLOUDTALK)))
    assert page.scopes
    assert set(page.scopes) == {"col", "row", "colgroup", "rowgroup"}
    assert all(cell.get("data-label") for cell in page.cells)


def test_the_reasons_name_the_tokens() -> None:
    html = render(compact(CLOUDTALK))
    reasons = html[html.index("Why it was unsatisfactory") :]
    assert re.findall(r"<code>(\w+)</code>", reasons) == ["PHY", "ONL", "CONa"]


def test_a_satisfactory_policy_has_no_reasons() -> None:
    html = render(compact(WHOLE + " PHY"))
    assert "Satisfactory:" in html
    assert "Why it was unsatisfactory" not in html
    assert "What is wrong with this line" not in html


def test_a_line_without_tokens_has_a_problem_and_no_judgement() -> None:
    html = render(compact("CP="))
    assert "The line has no token that can be read." in html
    assert "<table" not in html


def test_no_line_prints_nothing() -> None:
    section = Section(id="p3p", anchor="p3p", kind="compact_policy")
    assert SectionView("en", {}, section, 2).extra == {}
    assert "historical" not in render(section)


def test_markup_in_a_token_line_is_escaped() -> None:
    html = render(compact("NOI <script>alert(1)</script> <img/src=x>"))
    assert "<script" not in html
    assert "<img" not in html


def test_headings_go_one_level_below_the_sections() -> None:
    assert set(re.findall(r"<h(\d)", render(compact(CLOUDTALK), level=3))) == {"4"}


def test_the_words_are_in_the_pages_language(tmp_path: Path) -> None:
    dutch = {
        "Kept without an end date.": "Zonder einddatum bewaard.",
        "Blocked": "Geweigerd",
        "people can't opt out.": "afmelden kan niet.",
        "%(action)s: %(reason)s": "%(action)s: %(reason)s",
        "What the tokens mean": "Wat de codes betekenen",
        "High": "Hoog",
    }
    catalogue = Catalog(locale="nl")
    for english, translated in dutch.items():
        catalogue.add(english, translated)
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    with override_settings(LOCALE_PATHS=[tmp_path]):
        text = Page(render(compact(CLOUDTALK), "nl")).text
        assert "Zonder einddatum bewaard." in text
        assert "Geweigerd: afmelden kan niet." in text
        assert "Wat de codes betekenen" in text
        assert "Hoog" in text
        with override("en"):  # the section's language decides, not the active one
            extra = SectionView("nl", {}, compact(CLOUDTALK), 2).extra
        assert extra["evaluation"]["levels"][3]["label"] == "Hoog"


# Statements


def statements(**attributes: object) -> Section:
    entry = Entry(
        id="log",
        term={"nl": "Toegang", "en": "Access <log>"},
        description={"nl": "<p>Omdat.</p>", "en": "<p>Because.</p>"},
        attributes=attributes,
    )
    return Section(id="s", anchor="groups", kind="p3p_statements", entries=(entry,))


def test_a_statement_prints_its_name_lists_and_explanation() -> None:
    section = statements(
        required=True,
        collected=[{"nl": "Klikgedrag", "en": "Click <em>stream</em>"}],
        purposes=[{"nl": "Beheer", "en": "Administration"}],
        recipients=[{"nl": "Bezorgers", "en": "Couriers"}],
    )
    html = render(section)
    assert "Group “Access &lt;log&gt;”" in html
    assert "(required)" in html
    assert "<li>Click <em>stream</em></li>" in html
    assert "Administration" in html
    assert "Couriers" in html
    assert "<p>Because.</p>" in html
    assert 'id="groups-log"' in html


def test_a_statement_that_is_not_required_has_no_mark() -> None:
    html = render(statements(required=False, collected=[{"en": "x"}]))
    assert "(required)" not in html


def test_an_item_in_another_language_is_marked() -> None:
    html = render(statements(collected=[{"nl": "Klikgedrag"}]), "en")
    assert '<li><span lang="nl">Klikgedrag</span></li>' in html


def test_lists_that_are_not_there_are_not_announced() -> None:
    html = render(statements())
    assert "<ul>" not in html
    assert "Because." in html
