"""Two texts word by word: readable, well-formed, and both can be had back."""

from __future__ import annotations

import random
import re

import pytest

from policies.diffing import fragments, lines
from policies.richtext import plain, sanitise

_GONE = re.compile(r"<del>.*?</del>", re.DOTALL)
_COME = re.compile(r"<ins>.*?</ins>", re.DOTALL)
WORDS = [
    "wij",
    "bewaren",
    "7",
    "jaar,",
    "jaar.",
    "de",
    "(AVG)",
    "R&amp;D",
    "&lt;b&gt;",
    "é",
]
INLINE = ["<b>{}</b>", "<em>{}</em>", '<a href="https://a.nl/">{}</a>', "{}<br>{}",
          '<a href="https://b.nl/?x=1&amp;y=2">{}</a>', "<b>{}</b>{}", "<s>{}</s>",
          '<span lang="en">{}</span>', "<b><em>{}</em> {}</b>", "<del>{}</del>",
          "<ins>{} {}</ins>", "{}\n{}", "{}&nbsp;{}"]  # fmt: skip


def words(html: str) -> list[str]:
    return plain(html).split()


def after_of(marked: str) -> list[str]:
    return words(_GONE.sub("", marked))


def before_of(marked: str) -> list[str]:
    return words(_COME.sub("", marked))


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("<p>7 jaar.</p>", "<p>7 jaar.</p>", "<p>7 jaar.</p>"),
        ("<p>Na 7 jaar.</p>", "<p>Na 1 jaar.</p>",
         "<p>Na <del>7</del> <ins>1</ins> jaar.</p>"),
        ("<p>Zeven jaar.</p>", "<p>Zeven jaar, tenzij u belt.</p>",
         "<p>Zeven jaar<ins>, tenzij u belt</ins>.</p>"),
        ("", "<p>Nieuw.</p>", "<p><ins>Nieuw.</ins></p>"),
        ("<p>Oud.</p>", "", "<p><del>Oud.</del></p>"),
        ("<p>R&amp;D doet het.</p>", "<p>R&amp;E doet het.</p>",
         "<p><del>R&amp;D</del> <ins>R&amp;E</ins> doet het.</p>"),
    ],
)  # fmt: skip
def test_only_the_words_that_differ_are_marked(
    before: str, after: str, marked: str
) -> None:
    assert fragments.marked(before, after) == marked


YES, SINCE = "Ja, een pop-up vraagt het.", "Wilt u {} iets anders? Klik dan."
NEW, END = " Nee is even makkelijk.", "iets anders? Klik dan."


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ([f"{YES} {SINCE.format('nu')}"], [YES + NEW, SINCE.format("nu")],
         [f"{YES} <ins>{NEW[1:]}</ins>", SINCE.format("nu")]),
        ([f"{YES} {SINCE.format('nu')}"], [YES, SINCE.format("ooit")],
         [YES, SINCE.format("<del>nu</del> <ins>ooit</ins>")]),
        ([YES, SINCE.format("nu")], [f"{YES} {SINCE.format('nu')}"],
         [f"{YES} {SINCE.format('nu')}"]),
        ([YES + NEW, SINCE.format("nu")], [f"{YES} {SINCE.format('ooit')}"],
         [f"{YES} <del>Nee is even makkelijk. Wilt u nu</del> <ins>Wilt u ooit</ins> {END}"]),
        ([SINCE.format("nu"), YES], [f"{SINCE.format('nu')} {YES}"],
         [f"{SINCE.format('nu')} {YES}"]),
        ([YES], [YES + NEW, YES], [f"<ins>{YES}{NEW}</ins>", YES]),
    ],
)  # fmt: skip
def test_a_paragraph_that_was_split_or_joined_keeps_its_sentences(
    before: list[str], after: list[str], marked: list[str]
) -> None:
    written = ["".join(f"<p>{p}</p>" for p in text) for text in (before, after, marked)]
    assert fragments.marked(written[0], written[1]) == written[2]


def test_marks_stand_inside_the_items_of_a_list() -> None:
    marked = fragments.marked(
        "<ul><li>naam</li><li>adres</li></ul>",
        "<ul><li>naam</li><li>telefoon</li><li>adres</li></ul>",
    )
    assert marked == (
        "<ul><li>naam</li><li><ins>telefoon</ins></li><li>adres</li></ul>"
    )


def test_a_row_of_a_table_that_came_is_a_row_with_marked_cells() -> None:
    row = "<tr><td>{}</td><td>{}</td></tr>".format
    table = "<table><tbody>{}</tbody></table>".format
    marked = fragments.marked(
        table(row("Facturen", "7 jaar")),
        table(row("Facturen", "8 jaar") + row("Logs", "1 maand")),
    )
    changed = row("Facturen", "<del>7</del> <ins>8</ins> jaar")
    added = row("<ins>Logs</ins>", "<ins>1 maand</ins>")
    assert marked == table(changed + added)


def test_a_head_cell_that_became_another_cell_keeps_the_row_as_wide() -> None:
    table = "<table><tbody><tr>{}<td>x</td></tr></tbody></table>".format
    marked = fragments.marked(table("<th>A</th>"), table("<td>A</td>"))
    assert marked == table("<td><del>A</del> <ins>A</ins></td>")


def test_a_link_that_leads_elsewhere_is_a_change_though_its_words_are_the_same() -> (
    None
):
    page = '<p>Zie <a href="https://a.nl/{}">hier</a>.</p>'.format
    assert fragments.marked(page("oud"), page("nieuw")) == (
        '<p>Zie <del><a href="https://a.nl/oud">hier</a>.</del> '
        '<ins><a href="https://a.nl/nieuw">hier</a>.</ins></p>'
    )


def test_a_link_with_another_word_stays_one_link() -> None:
    page = '<p>Zie <a href="https://a.nl/">onze {} pagina</a> eens.</p>'.format
    assert fragments.marked(page("oude"), page("nieuwe")) == page(
        "<del>oude</del> <ins>nieuwe</ins>"
    )


def test_another_emphasis_is_a_change() -> None:
    marked = fragments.marked("<p>Let hier op</p>", "<p>Let <b>hier</b> op</p>")
    assert marked == "<p>Let <del>hier</del> <ins><b>hier</b></ins> op</p>"


def test_a_list_with_another_numbering_is_a_change() -> None:
    marked = fragments.marked("<ol><li>a</li></ol>", '<ol start="3"><li>a</li></ol>')
    assert marked == ('<ol start="3"><li><del>a</del></li><li><ins>a</ins></li></ol>')


def test_an_author_s_own_marks_are_not_taken_for_ours() -> None:
    text = "<p>Niet <del>dit</del> maar <ins>dat</ins>.</p>"
    assert fragments.marked(text, text) == "<p>Niet <s>dit</s> maar <u>dat</u>.</p>"


def test_texts_with_hardly_a_word_in_common_stand_one_after_the_other() -> None:
    marked = fragments.marked(
        "<p>Wij vragen de klant om een kopie van het paspoort.</p>",
        "<p>Gegevens gaan nooit naar derden buiten de Europese Unie.</p>",
    )
    assert marked.count("<del>") == marked.count("<ins>") == 1


def test_a_short_word_between_two_changes_doesn_t_break_them_up() -> None:
    marked = fragments.marked(
        "<p>Wij vragen u altijd naam en adres voor elke bestelling te geven</p>",
        "<p>Wij vragen u altijd telefoon en e-mail voor elke bestelling te geven</p>",
    )
    assert "<del>naam en adres</del> <ins>telefoon en e-mail</ins>" in marked


def test_plain_text_is_escaped() -> None:
    assert lines.marked(lines.read("tekst <b>"), lines.read("tekst <i>")) == (
        "tekst <del>&lt;b&gt;</del> <ins>&lt;i&gt;</ins>"
    )


def test_two_sides_show_each_what_the_other_hasn_t() -> None:
    mine, theirs = lines.sides(lines.read("Na 7 jaar\nweg"), lines.read("Na 1 jaar"))
    assert mine == "Na <mark>7</mark> jaar<br><mark>weg</mark>"
    assert theirs == "Na <mark>1</mark> jaar"


def test_markup_nested_deeper_than_anybody_writes_is_compared_too() -> None:
    deep = "<blockquote>" * 150 + "{}" + "</blockquote>" * 150
    marked = fragments.marked(deep.format("oud"), deep.format("nieuw"))
    assert (before_of(marked), after_of(marked)) == (["oud"], ["nieuw"])


def _line(chance: random.Random) -> str:
    parts = []
    for _ in range(chance.randint(1, 8)):
        word = chance.choice(WORDS)
        if chance.random() < 0.3:
            word = chance.choice(INLINE).format(word, chance.choice(WORDS))
        parts.append(word)
    return chance.choice([" ", " ", "\n", ""]).join(parts)


def _block(chance: random.Random, depth: int = 0) -> str:
    shape = chance.choice(
        ["p", "p", "ul", "table", "h3", "dl", "blockquote", "pre", "hr"]
    )
    if shape == "hr":
        return "<hr>"
    if shape == "ul" and depth < 3:
        items = "".join(
            f"<li>{_line(chance)}{_block(chance, depth + 1) * chance.randint(0, 1)}</li>"
            for _ in range(chance.randint(1, 4))
        )
        return f"<ul>{items}</ul>"
    if shape == "table":
        rows = "".join(
            f"<tr><th>{_line(chance)}</th><td>{_line(chance)}</td></tr>"
            for _ in range(chance.randint(1, 3))
        )
        return f"<table><tbody>{rows}</tbody></table>"
    if shape == "dl":
        return f"<dl><dt>{_line(chance)}</dt><dd>{_line(chance)}</dd></dl>"
    tag = "p" if shape == "ul" else shape
    return f"<{tag}>{_line(chance)}</{tag}>"


def _edited(chance: random.Random, blocks: list[str]) -> list[str]:
    found = []
    for block in blocks:
        fate = chance.random()
        if fate < 0.15:
            continue
        if fate < 0.5:
            block = block.replace(chance.choice(WORDS), chance.choice(WORDS), 2)
        if fate < 0.25:
            block = re.sub(r"</?(b|em|a)\b[^>]*>", "", block)
        found.append(block)
        if fate > 0.85:
            found.append(_block(chance))
    return found


@pytest.mark.parametrize("seed", range(250))
def test_both_texts_can_be_had_back_and_the_allow_list_keeps_it_all(seed: int) -> None:
    chance = random.Random(seed)
    blocks = [_block(chance) for _ in range(chance.randint(0, 5))]
    other = _edited(chance, blocks) if seed % 4 else [_block(chance)]
    before, after = (sanitise("".join(html)) for html in (blocks, other))
    marked = fragments.marked(before, after)
    assert sanitise(marked) == marked
    assert before_of(marked) == words(before)
    assert after_of(marked) == words(after)
    assert not re.search(r"<(ins|del)>\s*<(?!a|b|em|s|u|span)", marked)


@pytest.mark.parametrize("seed", range(200))
def test_plain_lines_can_be_had_back_too(seed: int) -> None:
    chance = random.Random(seed)
    before, after = (
        chance.choice([" ", "\n"]).join(chance.choices(["a", "b.", "<c>", "&d"], k=6))
        for _ in range(2)
    )
    marked = lines.marked(lines.read(before), lines.read(after))
    assert before_of(marked) == before.split()
    assert after_of(marked) == after.split()
