"""P3P compact policy: all that the page prints follows from the token line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from policies import p3p
from policies.document import Section
from policies.kinds.attributes import Line
from policies.kinds.base import Kind
from policies.p3p import Evaluation, Mention
from policies.p3p.evaluation import ACTIONS, LEVELS, LIFETIMES, PARTIES
from policies.p3p.tokens import GROUPS


def present(
    section: Section, language: str, facts: Mapping[str, Any]
) -> Mapping[str, Any]:
    """The line, the tokens by group, the problems and the judgement, in words."""
    line = str(section.attributes.get("tokens", "")).strip()
    if not line:
        return {}
    policy = p3p.parse(line)
    with override(language):
        return {
            "line": f'CP="{policy.line}"',
            "groups": [
                {"label": str(GROUPS[group]), "tokens": [_token(m) for m in mentions]}
                for group, mentions in policy.groups.items()
            ],
            "problems": [problem.message for problem in policy.problems],
            # No token at all is no policy: Internet Explorer judged that otherwise.
            "evaluation": _judgement(p3p.evaluate(policy)) if policy.mentions else None,
        }


def _token(mention: Mention) -> dict[str, str]:
    return {
        "code": mention.code,
        "meaning": mention.meaning,
        "choice": mention.choice_meaning,
    }


def _judgement(evaluation: Evaluation) -> dict[str, Any]:
    unsatisfactory = not evaluation.satisfactory
    return {
        "satisfactory": evaluation.satisfactory,
        "verdict": evaluation.verdict,
        "advice": evaluation.advice,
        "parties": [str(label) for label in PARTIES.values()],
        "lifetimes": [str(label) for label in LIFETIMES.values()],
        "levels": [_level(evaluation, level) for level in LEVELS],
        "categories": [_token(m) for m in evaluation.categories if unsatisfactory],
        "uses": [_token(m) for m in evaluation.uses if unsatisfactory],
    }


def _level(evaluation: Evaluation, level: str) -> dict[str, Any]:
    """A row of the matrix: under each party a persistent and a session cookie."""
    cells = []
    for party, party_label in PARTIES.items():
        for lifetime, lifetime_label in LIFETIMES.items():
            outcome = evaluation.matrix[lifetime, party, level]
            cells.append(
                {
                    "label": f"{party_label}, {str(lifetime_label).lower()}",
                    "action": outcome.action,
                    "action_label": str(ACTIONS[outcome.action]),
                    "sentence": outcome.sentence,
                }
            )
    return {"label": str(LEVELS[level]), "cells": cells}


KIND = Kind(
    name="compact_policy",
    label=_("P3P compact policy"),
    help=_("Historical: a line of tokens, explained and judged as browsers once did."),
    section_attributes=(
        Line("tokens", _("Token line"), help=_('Like CP="NOI CURa OUR STP NAV".')),
    ),
    present=present,
    article="P3P 1.0 (W3C, 2002) §4",
)
