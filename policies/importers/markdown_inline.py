"""Inline Markdown as HTML: emphasis, code, links; pictures leave their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _
from markdown_it.token import Token

from policies.importers.blocks import Findings, Run
from policies.importers.inline import link, linked, words_of

_PAIRED = {"em": "em", "strong": "strong", "s": "s"}


@dataclass(frozen=True, slots=True)
class InlineWriter:
    """Writes inline tokens. ``spell_out`` prints a link's target behind its words."""

    findings: Findings
    spell_out: bool

    def run(self, tokens: Sequence[Token], line: int) -> Run:
        """A run out of the tokens of one paragraph, heading or cell."""
        parts: list[str] = []
        links: list[tuple[str, int]] = []
        for token in tokens:
            if token.type == "link_open":
                links.append((str(token.attrs.get("href", "")), len(parts)))
            elif token.type == "link_close" and links:
                target, start = links.pop()
                words = "".join(parts[start:])
                parts[start:] = [self._link(target, words, token, line)]
            else:
                parts.append(self._part(token, bool(links), line))
        html = " ".join("".join(parts).split())
        return Run(html, words_of(html.replace("<br>", " ")))

    def source_words(self, line: str) -> str:
        """A source line without the targets of its links."""
        parts, at = [], 0
        while (start := line.find("](", at)) >= 0:
            end = line.find(")", start, start + 3000)
            parts.append(line[at:start])
            at = end + 1 if end > 0 else start + 2
        return "".join([*parts, line[at:]])

    def _part(self, token: Token, in_link: bool, line: int) -> str:
        kind, _sep, side = token.type.rpartition("_")
        if kind in _PAIRED:
            return f"<{'/' if side == 'close' else ''}{_PAIRED[kind]}>"
        if token.type == "text":
            words = token.content
            return escape(words, quote=False) if in_link else linked(words)
        if token.type == "code_inline":
            return f"<code>{escape(token.content, quote=False)}</code>"
        if token.type == "hardbreak":
            return "<br>"
        if token.type == "image":
            return self._image(token, line)
        return " " if token.type == "softbreak" else escape(token.content, quote=False)

    def _image(self, token: Token, line: int) -> str:
        source = str(token.attrs.get("src", ""))
        reason = _("A picture; its words are kept, the picture itself is not.")
        self.findings.doubt(line, token.content or source, reason)
        words = f"{token.content} ({source})" if self.spell_out else token.content
        return escape(words, quote=False)

    def _link(self, target: str, words: str, closing: Token, line: int) -> str:
        if not self.spell_out or closing.info == "auto":
            return link(target, words)
        reason = _(
            "In a .txt file a link's address is text too, so it is printed; import the "
            "file as .md to have the link alone."
        )
        self.findings.doubt(line, words_of(words), reason)
        return f"{link(target, words)} ({escape(target, quote=False)})"
