"""How long comparing two documents takes, measured against writing one down.

    python benchmarks/compare.py

The ratio to serialising the same document says more than seconds do: it is about the
same on every machine. The aim is less than 200 ms for the page of a usual change.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "privacysite.settings")
os.environ.setdefault("DEMO", "1")

import django

django.setup()

from django.template.loader import render_to_string  # noqa: E402

from policies.classifying import classify  # noqa: E402
from policies.comparing import ComparisonView  # noqa: E402
from policies.comparing.reasons import ReasonsView  # noqa: E402
from policies.diffing import compare, fragments  # noqa: E402
from policies.document import Document, Entry, Section  # noqa: E402

SECTIONS, ENTRIES = 100, 10
_CHANCE = random.Random(1)
_LETTERS = "abcdefghijklmnoprstu"  # no figures: few words of a policy are numbers
_WORDS = [f"woord{one}{other}" for one in _LETTERS for other in _LETTERS]
_WORDS += ["de", "van", "en", "het"] * 40


def sentence(words: int) -> str:
    """Words at random, some of them frequent."""
    return " ".join(_CHANCE.choices(_WORDS, k=words)) + "."


def rich(words: int = 60) -> dict[str, str]:
    """Two paragraphs and a list in both languages."""
    return {
        language: f"<p>{sentence(words)}</p><ul><li>{sentence(9)}</li>"
        f"<li>{sentence(9)}</li></ul><p>{sentence(words)}</p>"
        for language in ("nl", "en")
    }


def document() -> Document:
    """A hundred sections of ten rows."""
    return Document(
        kind="privacy",
        title={"nl": "Beleid", "en": "Policy"},
        sections=tuple(
            Section(
                id=f"s{n}",
                anchor=f"s{n}",
                kind="retention",
                heading={"nl": f"Deel {n}", "en": f"Part {n}"},
                intro=rich(),
                entries=tuple(entry(m) for m in range(ENTRIES)),
            )
            for n in range(SECTIONS)
        ),
    )


def entry(number: int) -> Entry:
    """A row with two texts and a period."""
    return Entry(
        id=f"e{number}",
        term={"nl": sentence(3), "en": sentence(3)},
        description=rich(20),
        attributes={"period": f"P{number + 1}Y"},
    )


def edited(before: Document, every: int) -> Document:
    """One in so many sections rewritten here and there, and the last one moved."""
    sections = [
        section if number % every else _edited(section)
        for number, section in enumerate(before.sections)
    ]
    return replace(before, sections=(sections[-1], *sections[:-1]))


def _edited(section: Section) -> Section:
    texts = {code: _reworded(text) for code, text in section.intro.items()}
    entries = tuple(
        replace(
            entry,
            description={c: _reworded(t) for c, t in entry.description.items()},
            attributes={"period": "P9M"},
        )
        for entry in section.entries
    )
    return replace(section, intro=texts, entries=entries)


def _reworded(text: str) -> str:
    for _ in range(4):
        text = text.replace(_CHANCE.choice(_WORDS), _CHANCE.choice(_WORDS), 1)
    return text.replace("de ", "een ", 2)


def shown(before: Document, after: Document, languages: tuple[str, ...]) -> str:
    """The whole page part, all words compared."""
    view = ComparisonView(compare(before, after), "nl", languages)
    return render_to_string("policies/comparison/comparison.html", {"view": view})


def public_page(before: str, after: str) -> str:
    """What readers get: the stored texts read, judged, compared, the page written.

    Without the database and the frame around it.
    """
    documents = [Document.from_dict(json.loads(text)) for text in (before, after)]
    view = ComparisonView(compare(*documents), "nl", ("nl",))
    judged = ReasonsView(classify(*documents), "nl", material=True)
    context = {
        "view": view,
        "reasons": judged,
        "before": {"number": 1},
        "after": {"number": 2},
        "page": {"language": "nl"},
    }
    return render_to_string("policies/changes.html", context)


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time, the best of five."""
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> None:
    """Measure and print."""
    before = document()
    unit = milliseconds(before.canonical)
    print(f"{'write the document as canonical JSON':55} {unit:8.1f} ms   1.0")
    few, all_of_it = edited(before, 10), edited(before, 1)
    stored = [document.canonical().decode() for document in (before, few)]
    long, other = (f"<p>{sentence(20_000)}</p>" for _ in range(2))
    same = " ".join(["de"] * 20_000)
    works: dict[str, Callable[[], object]] = {
        "compare, nothing differs": lambda: compare(before, document_again),
        "compare, one section in ten differs": lambda: compare(before, few),
        "  and the page in one language": lambda: shown(before, few, ("nl",)),
        "  and readers' whole page, from what is stored": lambda: public_page(*stored),
        "  and the page in two": lambda: shown(before, few, ("nl", "en")),
        "compare, every section and row differs": lambda: compare(before, all_of_it),
        "  all marked texts of one language": lambda: marked(before, all_of_it, "nl"),
        "  and the page in one language ": lambda: shown(before, all_of_it, ("nl",)),
        "one paragraph of 20,000 other words": lambda: fragments.marked(long, other),
        "one of 20,000 equal words and one more at both ends": lambda: fragments.marked(
            f"<p>a {same} b</p>", f"<p>c {same} de d</p>"
        ),
    }
    document_again = Document.from_dict(before.as_dict())
    for name, work in works.items():
        took = milliseconds(work)
        print(f"{name:55} {took:8.1f} ms {took / unit:5.1f}")


def marked(before: Document, after: Document, language: str) -> list[str]:
    """Every text that differs, word by word."""
    found = []
    for section in compare(before, after).changed:
        changes = [*section.texts, *(t for e in section.entries for t in e.texts)]
        found += [change.marked(language) for change in changes]
    return found


if __name__ == "__main__":
    main()
