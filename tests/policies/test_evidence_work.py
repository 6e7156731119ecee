"""What a check costs at most, whatever was sent: counted in steps, never in seconds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from lxml import etree

from organisations.models import Organisation
from policies.diffing import words
from policies.evidence import aligning, page
from policies.evidence.saved import Unreadable
from policies.models import Policy, Version
from policies.verifying import verdict
from tests import world
from tests.policies import evidence_world as saved

ARTICLE = '<article class="policy">'
LINKS = "<a>b</a>" * 300
# Elements in each other, and what stands within all of them.
NESTED = {
    "main": ("<html><body>{}" + ARTICLE + "</article>" + LINKS, "<main>"),
    "links": ("<html><main>" + ARTICLE + "</article>{}" + LINKS, "<a><div>"),
    "sections": (ARTICLE + "{}" + LINKS, "<section>"),
    "contents": (ARTICLE + '<nav class="contents">{}' + LINKS, "<a><div>"),
    "record": (ARTICLE + '<footer class="record">{}' + LINKS, "<dl><div><dd>"),
    "dates": (ARTICLE + '<header><p class="dates">{}' + LINKS, "<span>"),
    "days": (ARTICLE + '<header><p class="dates"><span>{}' + LINKS, "<time>"),
    "notices": (ARTICLE + "<header>{}" + LINKS, "<ul><li>"),
}


class Steps:
    """Counts the steps of every walk through a page."""

    count = 0

    def __init__(self, *args: Any, **options: Any) -> None:
        self.walk = _WALK(*args, **options)

    def __iter__(self) -> Steps:
        return self

    def __next__(self) -> Any:
        Steps.count += 1
        return next(self.walk)

    def skip_subtree(self) -> None:
        self.walk.skip_subtree()


_WALK = etree.iterwalk


def steps(html: str) -> int:
    Steps.count = 0
    page.read(html)
    return Steps.count


@pytest.mark.parametrize("name", NESTED)
def test_what_is_in_each_other_is_not_read_once_for_each(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(etree, "iterwalk", Steps)
    template, nested = NESTED[name]
    once, often = (steps(template.format(nested * depth)) for depth in (1, 9))
    assert once > 0
    assert often < 1.5 * once


def test_a_page_with_more_days_or_sections_than_any_policy_is_not_read() -> None:
    day = '<span><time datetime="2020-01-01">1 January 2020</time></span>'
    for within in (
        f'<header><p class="dates">{day * 300}</p></header>',
        '<section id="a">a</section>' * 1100,
    ):
        with pytest.raises(Unreadable):
            page.read(f"{ARTICLE}{within}</article>")


def paired(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pairs of words each close comparison had, as they are made."""
    found: list[int] = []
    closely = words.compare

    def counted(before: Sequence[words.Word], after: Sequence[words.Word]) -> Any:
        found.append(len(before) * len(after))
        return closely(before, after)

    monkeypatch.setattr(words, "compare", counted)
    return found


def test_texts_with_nothing_in_common_but_their_words_are_not_compared_closely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs = paired(monkeypatch)
    draw = random.Random(8105)
    names = [f"w{n}" for n in range(400)]
    one, other = (draw.choices(names, k=9000) for _n in range(2))
    runs = list(aligning.runs(one, other))
    assert sum(pairs) <= aligning.MOST_PAIRS
    assert [w for mark, run in runs if mark != "ins" for w in run] == one
    assert [w for mark, run in runs if mark != "del" for w in run] == other


def test_few_changes_in_a_long_text_are_found_word_for_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs = paired(monkeypatch)
    draw = random.Random(8105)
    one = draw.choices([f"w{n}" for n in range(900)], k=9000)
    other = [*one]
    other[0], other[5000], other[8999] = "first", "middle", "last"
    del other[7000:7003]
    changes = [run for run in aligning.runs(one, other) if run[0]]
    assert changes == [
        ("del", (one[0],)), ("ins", ("first",)),
        ("del", (one[5000],)), ("ins", ("middle",)),
        ("del", tuple(one[7000:7003])),
        ("del", (one[8999],)), ("ins", ("last",)),
    ]  # fmt: skip
    assert sum(pairs) < 1000


@pytest.fixture
def organisation(db: None) -> Organisation:
    return saved.organisation()


@pytest.fixture
def policy(organisation: Organisation) -> Policy:
    """Five versions."""
    made = saved.policy(organisation)
    for n in range(5):
        saved.rewrite(made, f"woorden{n}")
        world.published(made, f"20{18 + n}-05-25")
    return made


def versions(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Which versions are compared with a file, and in which language."""
    found: list[tuple[int, str]] = []
    beside = verdict._beside

    def counted(file: Any, version: Version, language: str) -> Any:
        found.append((version.number, language))
        return beside(file, version, language)

    monkeypatch.setattr(verdict, "_beside", counted)
    return found


def test_a_file_that_names_every_version_is_compared_with_two(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = versions(monkeypatch)
    digests = " ".join(version.digest for version in policy.versions.all())
    text = saved.get("/nl/privacy/v/4/policy.txt").decode().split("---")[0]
    address = "http://acme.localhost/nl/privacy/v/4/"
    words = " ".join(w for w in text.split() if w != address and len(w) != 64)
    found = saved.on(f"{digests} {words}")
    assert found.outcome == "altered"
    assert len(compared) == 2
    assert compared[0] == (4, "nl")
    assert {language for _number, language in compared} == {"nl"}


@pytest.mark.parametrize("name", ["txt", "md", "json"])
def test_a_genuine_file_is_compared_with_its_own_version_alone(
    policy: Policy, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = versions(monkeypatch)
    found = saved.on(saved.get(f"/en/privacy/v/2/policy.{name}"))
    assert found.outcome == "genuine"
    assert [number for number, _language in compared] == [2]


def test_what_a_genuine_text_reads_like_is_kept(
    policy: Policy, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    place = {"BACKEND": backend, "LOCATION": str(tmp_path), "TIMEOUT": None}
    settings.CACHES = {**settings.CACHES, "texts": place}
    content = saved.get("/nl/privacy/v/2/policy.txt")
    assert saved.on(content).outcome == "genuine"

    def made(*_args: Any) -> bytes:
        raise AssertionError("made again")

    monkeypatch.setattr("policies.exporters.kept.content", made)
    assert saved.on(content).outcome == "genuine"
    assert saved.on(content.replace(b"Fiscus", b"Fiscas")).outcome == "altered"
