"""What the document is called: its first heading, unless that is a section's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from policies.importers.blocks import Block, Findings, Heading, Parsed

# The document's own language decides here, not the reader's: no gettext.
_NAMES = {
    "privacy": {"nl": "Privacybeleid", "en": "Privacy policy"},
    "cookie": {"nl": "Cookiebeleid", "en": "Cookie policy"},
    "combined": {"nl": "Privacy- en cookiebeleid", "en": "Privacy and cookie policy"},
    "faq": {"nl": "Veelgestelde vragen", "en": "Questions and answers"},
    "processors": {"nl": "Verwerkers", "en": "Processors"},
    "other": {"nl": "Document", "en": "Document"},
}
_POLICY_WORDS = re.compile(
    r"privacy|cookie|beleid|policy|verklaring|statement|reglement|notice|\bfaq\b|"
    r"\bavg\b|\bgdpr\b|voorwaarden|terms|verwerkers|processors|gegevensbescherming|"
    r"data protection"
)


def titled(
    parsed: Parsed, kind: str, language: str, findings: Findings
) -> tuple[str, tuple[Block, ...]]:
    """The document's title, and the blocks that remain under it."""
    blocks = parsed.blocks
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and _is_title(first, blocks):
        return first.text, blocks[1:]
    if parsed.title:
        return parsed.title, blocks
    name = _NAMES.get(kind, _NAMES["other"])
    title = name.get(language, name["en"])
    findings.note(
        _("The file begins without a title; it is called “%(title)s” for now.")
        % {"title": title}
    )
    return title, blocks


def _is_title(first: Heading, blocks: Sequence[Block]) -> bool:
    """A title names a policy, or stands above all other headings."""
    if _POLICY_WORDS.search(first.text.casefold()) and first.mark != "question":
        return True
    others = [b for b in blocks[1:] if isinstance(b, Heading)]
    return bool(first.level) and all(first.level < other.level for other in others)
