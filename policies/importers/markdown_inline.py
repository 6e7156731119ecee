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
        targets: list[str] = []
        for token in tokens:
            if token.type == "link_open":
                targets.append(self._open(token))
                parts.append(link(targets[-1], "\0"))
            elif token.type == "link_close" and targets:
                parts = self._close(parts, targets.pop(), token, line)
            else:
                parts.append(self._part(token, bool(targets), line))
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

    def _open(self, token: Token) -> str:
        return str(token.attrs.get("href", ""))

    def _close(
        self, parts: list[str], target: str, token: Token, line: int
    ) -> list[str]:
        html = "".join(parts)
        head, _zero, words = html.rpartition("\0")
        tail, head = head[head.rfind("<a ") :], head[: head.rfind("<a ")]
        done = f"{head}{tail}{words}</a>"
        if self.spell_out and token.info != "auto":
            self.findings.doubt(line, words_of(words), _SPELT_OUT())
            done += f" ({escape(target, quote=False)})"
        return [done]


def _SPELT_OUT() -> str:  # noqa: N802
    return _(
        "In a .txt file a link's address is text too, so it is printed; import the "
        "file as .md to have the link alone."
    )
