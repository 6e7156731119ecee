"""Rich text cut into what a translator reads at once: a paragraph, an item, a cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policies import richtext

_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>|[^<]+|<""")
_WORD = re.compile(r"\w")
_SLOT = None


@dataclass(frozen=True, slots=True)
class Cut:
    """The frame of a rich text, and the texts that stand in it.

    In ``frame`` None stands for the next text; ``tags`` has for each text the element
    in which it stands.
    """

    frame: tuple[str | None, ...]
    texts: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """What two languages must have in common for text to stand beside text."""
        found: list[str] = []
        for part in self.frame:
            if part is _SLOT:
                found.append("text")
            else:
                found += [
                    f"{end}{tag}"
                    for end, tag, _rest in _TAG.findall(part)
                    if tag in richtext.BLOCKS
                ]
        return tuple(found)

    def filled(self, texts: Sequence[str]) -> str:
        """The frame with other texts in it."""
        rest = iter(texts)
        return "".join(next(rest) if part is _SLOT else part for part in self.frame)


def cut(html: str) -> Cut:
    """The fragment, which has passed the allow-list, as frame and texts."""
    frame: list[str | None] = []
    texts: list[str] = []
    tags: list[str] = []
    opened: list[str] = []
    run = ""

    def end_of_run() -> None:
        nonlocal run
        words = re.sub(r"<[^>]*>", "", run)
        if _WORD.search(words):
            before = run[: len(run) - len(run.lstrip())]
            after = run[len(run.rstrip()) :]
            frame.extend(part for part in (before, _SLOT, after) if part != "")
            texts.append(run.strip())
            tags.append(opened[-1] if opened else "")
        elif run:
            frame.append(run)
        run = ""

    for match in _TAG.finditer(html):
        end, tag, _rest = match.groups()
        if tag not in richtext.BLOCKS:
            run += match[0]
            continue
        end_of_run()
        frame.append(match[0])
        if end and tag in opened:
            while opened.pop() != tag:
                pass
        elif not end and tag != "hr":
            opened.append(tag)
    end_of_run()
    return Cut(tuple(frame), tuple(texts), tuple(tags))
