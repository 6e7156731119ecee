"""Which text of a Document is which, said invisibly around each in a rendered policy.

A format that is read back (Markdown, DOCX) has to know again which words are a section's
heading and which an entry's term. The templates print each text through a Fragment, so
the Fragment prints these marks: a private character, the text's key, another one; and a
third at the end. No text may hold them: importers clean them away.
"""

from __future__ import annotations

import re

START, NAMED, END = "\ue010", "\ue011", "\ue012"
MARK = re.compile(f"{START}([^{NAMED}]*){NAMED}|{END}")
_ANY = re.compile(f"[{START}{NAMED}{END}]")


def key(section: str, name: str, entry: str = "") -> str:
    """A text's address in the document, as `policies.xliff.fields` has it."""
    return f"{section}:{entry}:{name}"


def around(html: str, text_key: str) -> str:
    """The HTML between the marks of that text, "" where there is none."""
    return f"{START}{text_key}{NAMED}{_ANY.sub('', html)}{END}" if html else ""


def without(html: str) -> str:
    """The HTML without marks."""
    return MARK.sub("", html)
