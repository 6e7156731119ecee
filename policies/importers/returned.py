"""A file that came back: its words in the skeleton that it brought along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.document import Document
from policies.importers.blocks import Findings
from policies.importers.refusal import Refused
from policies.importers.report import Report
from policies.returning import skeleton as skeletons
from policies.returning.skeleton import Skeleton
from policies.schema import problems

_SHOWN = 120


def bones(text: str, language: str) -> Skeleton:
    """The skeleton in a file; Refused when it was damaged or is of another language."""
    try:
        found = skeletons.from_json(text)
    except ValueError as fault:
        raise damaged() from fault
    if problems(found.document.as_dict()):
        raise damaged()
    if found.language != language:
        message = _(
            "This file has the text in the language “%(found)s”, and you import it as "
            "“%(asked)s”. Choose the file's own language."
        )
        says = {"found": found.language, "asked": language}
        raise Refused("other_language", message % says)
    return found


def document(found: Skeleton, texts: Mapping[str, str], kind: str) -> Document:
    """The Document that the file says now; Refused when a text lost its mark."""
    if lost := [name for name in found.printed if name not in texts]:
        message = _(
            "The mark of the text “%(name)s” is gone, and that of %(more)d others. Put "
            "it back from the file as it was downloaded, or empty the text and leave "
            "its mark; to delete a section or a row, use the editor."
        )
        raise Refused("marks", message % {"name": lost[0], "more": len(lost) - 1})
    if foreign := sorted(set(texts) - set(found.printed)):
        message = _(
            "The mark “%(name)s” belongs to no text of this file. Take it out and "
            "import the file again."
        )
        raise Refused("marks", message % {"name": foreign[0]})
    made = replace(skeletons.filled(found, texts), kind=kind)
    if problems(made.as_dict()):
        raise damaged()
    return made


def check_outside(found: Skeleton, outside: Sequence[str]) -> None:
    """Refuse words that were changed where they belong to no text: they would be lost."""
    for number, words in enumerate(outside):
        known = found.outside[number] if number < len(found.outside) else ""
        if skeletons.digest(words) != known:
            message = _(
                "Words that are no text of the policy were changed, here: “%(words)s”. "
                "They come from a choice in the editor or from the organisation's "
                "facts: change them there. A new sentence goes between the two marks "
                "of a text."
            )
            raise Refused("outside", message % {"words": words[:_SHOWN]})


def report(made: Document, findings: Findings) -> Report:
    """What there is to say of a file that came back: nothing in it was guessed."""
    findings.note(
        _(
            "The file was made by this website: each text was put back in its place, "
            "and what has no words (kinds, periods, addresses) came along unchanged."
        )
    )
    return Report(
        coverage=100.0,
        unsure=tuple(findings.unsure),
        notes=tuple(findings.notes),
        recognised={s.anchor: s.kind for s in made.walk() if s.kind != "free_text"},
    )


def damaged() -> Refused:
    """Refuse a file whose skeleton can't be read."""
    message = _(
        "The last part of the file, which only programs read, was changed or is "
        "incomplete. Download the file again and put your changes in that one."
    )
    return Refused("damaged", message)
