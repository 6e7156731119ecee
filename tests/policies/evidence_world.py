"""Files of a policy as readers save them, and one character changed in them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.test import Client

from organisations.models import Organisation
from policies.compiling import draft_of, fill_draft
from policies.document import Document, Section
from policies.models import Policy, Version
from policies.richtext import sanitise
from policies.verifying import candidates, verdict
from policies.verifying.verdict import Verdict
from tests import world

HOST = "acme.localhost"
# A letter, a digit: whatever it replaces, it is another one.
_OTHER = {"x": "y", "7": "8"}


def document(words: str = "eerste") -> Document:
    """Sections in sections, links, rows, a summary of rights and purposes."""
    base = world.document(words)
    more = Section(
        id="contact",
        anchor="contact",
        heading={"nl": "Contact opnemen", "en": "Contact us"},
        intro=_clean(
            nl='<p>Schrijf <strong>privacy</strong>@acme.example of <a href="https://klacht.'
            'example/loket">dien een klacht in</a>, ook als u wacht.</p>',
            en='<p>Write to <strong>privacy</strong>@acme.example or <a href="https://klacht.'
            'example/loket">lodge a complaint</a>, even when you wait.</p>',
        ),
        sections=(
            Section(
                id="visits",
                anchor="visits",
                heading={"nl": "Bezoek", "en": "Visits"},
                intro={"nl": "<p>Na afspraak.</p>", "en": "<p>By appointment.</p>"},
            ),
        ),
    )
    return replace(base, updated="2018-05-01", sections=(*base.sections, more))


def _clean(**texts: str) -> dict[str, str]:
    return {code: sanitise(text) for code, text in texts.items()}


def organisation() -> Organisation:
    """Acme, with facts that its policies print."""
    return world.organisation(email="privacy@acme.example", phone="+31201234567")


def policy(at: Organisation, words: str = "eerste") -> Policy:
    """A policy with that text in its draft."""
    made = world.policy(at)
    rewrite(made, words)
    return made


def rewrite(made: Policy, words: str) -> None:
    """Another text, in the first section."""
    draft = draft_of(made)
    fill_draft(draft, document(words))
    draft.save()


def get(path: str, host: str = HOST) -> bytes:
    """What a visitor gets and saves."""
    answer: Any = Client().get(path, headers={"host": host})
    assert answer.status_code == 200, (path, answer.status_code)
    return bytes(answer.content)


def on(content: bytes | str) -> Verdict:
    """The verdict on a file, among all versions."""
    data = content.encode() if isinstance(content, str) else content
    return verdict.on(data, candidates.every())


def told(found: Verdict) -> tuple[str, int | None, list[str]]:
    """The outcome, the number, and the parts that differ."""
    number = found.version.number if found.version else None
    return found.outcome, number, [one.key for one in found.differences]


def changed(text: str, at: int) -> str:
    """The text with one other character there."""
    other = "x" if text[at].isalpha() else "7"
    other = _OTHER[other] if text[at] == other else other
    return text[:at] + other + text[at + 1 :]


def places(
    text: str, wanted: Callable[[int], bool], count: int, seed: int = 8105
) -> Iterator[int]:
    """Places with a letter or digit, drawn the same way each time."""
    found = [n for n, sign in enumerate(text) if sign.isalnum() and wanted(n)]
    yield from sorted(random.Random(seed).sample(found, min(count, len(found))))


def visible(html: str) -> Callable[[int], bool]:
    """Whether a place is in the policy's words: not in a tag, entity or the frame."""
    start, end = html.index("<article"), html.index("</article>")
    hidden = [m.span() for m in re.finditer(r"<[^>]*>|&[^;\s]+;", html)]
    beside = r'<p class="(?:section-links|downloads)">.*?</p>|<p class="notice">.*?</p>'
    beside += r"|<span><a .*?</a></span>|<form.*?</form>|<p class=.page-only.>.*?</p>"
    hidden += [m.span() for m in re.finditer(beside, html, re.DOTALL)]
    return lambda at: start < at < end and not any(a <= at < b for a, b in hidden)


def section_of(html: str, at: int) -> str:
    """The key of the part that a place on the page is in, found by its markup alone."""
    before = html[:at]
    if html.index('<footer class="record"') < at:
        return "record"
    opened: list[str] = []
    for tag in re.finditer(r'<section id="([^"]+)"|</section>', before):
        if tag[1]:
            opened.append(f"#{tag[1]}")
        else:
            opened.pop()
    if opened:
        return opened[-1]
    head = before.rfind("<header"), before.rfind("</header>")
    if head[0] > head[1]:
        return "title" if "</h1>" not in before[head[0] :] else "dates"
    return "contents" if before.rfind("<nav") > before.rfind("</nav>") else "summary"


def version(at: Policy, number: int) -> Version:
    """That version."""
    found: Version = at.versions.get(number=number)
    return found
