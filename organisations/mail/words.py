"""A message's subject, text and HTML from its templates, in the reader's language."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import Truncator

SUBJECT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it reads, whoever gets it."""

    subject: str
    text: str
    html: str


def written(
    name: str, language: str, zone: zoneinfo.ZoneInfo, words: Mapping[str, Any]
) -> Written:
    """The three templates ``mail/<name>.*`` with those words."""
    with translation.override(language), timezone.override(zone):
        line = render_to_string(f"mail/{name}.subject.txt", {**words})
        # One line, whatever the names in it contain: a header ends at a line's end.
        subject = Truncator(" ".join(line.split())).chars(SUBJECT_LENGTH)
        words = {**words, "language": language, "subject": subject}
        text = _calm(render_to_string(f"mail/{name}.txt", words))
        return Written(subject, text, render_to_string(f"mail/{name}.html", words))


def _calm(text: str) -> str:
    """Without the gaps that absent parts leave."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
