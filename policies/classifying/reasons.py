"""What the classifier answers: values for staff, readers and programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import override

from policies.classifying import codes
from policies.classifying.codes import Severity
from policies.kinds.attributes import Label

# A text per language, or a label that is translated when it is asked for.
Param = Mapping[str, str] | Label


@dataclass(frozen=True, slots=True)
class Reason:
    """One difference that matters, or that doesn't.

    ``section`` and ``entry`` are ids, "" where the document as a whole or the section's
    own text is meant. ``params`` is what the sentence names.
    """

    code: str
    section: str = ""
    entry: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Whether people have to be told of it."""
        return codes.get(self.code).severity

    @property
    def material(self) -> bool:
        """The same as yes or no."""
        return self.severity == "material"

    @property
    def quiet(self) -> bool:
        """Whether it is a mere correction."""
        return codes.get(self.code).quiet

    def article(self, language: str) -> str:
        """The article of law behind it, "" for none."""
        with override(language):
            return str(codes.get(self.code).article)

    def sentence(self, language: str) -> str:
        """What differs, in plain words."""
        with override(language):
            said = {name: _said(p, language) for name, p in self.params.items()}
            return capfirst(str(codes.get(self.code).sentence) % said)

    def as_dict(self, *languages: str) -> dict[str, Any]:
        """Plain data for programs, with the sentence in those languages."""
        return {
            "code": self.code,
            "severity": self.severity,
            "section": self.section,
            "entry": self.entry,
            "sentence": {code: self.sentence(code) for code in languages},
        }


@dataclass(frozen=True, slots=True)
class Classification:
    """Whether a change is material, and why; the material reasons come first."""

    material: bool
    reasons: tuple[Reason, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of what decided it, each once: the others only when none is
        material."""
        deciding = (r for r in self.reasons if r.material == self.material)
        return list(dict.fromkeys(reason.code for reason in deciding))


def _said(param: Param, language: str) -> str:
    if isinstance(param, str | Promise):
        return str(param) or "–"
    return param.get(language) or next(filter(None, param.values()), "–")
