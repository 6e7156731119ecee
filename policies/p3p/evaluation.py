"""How Internet Explorer 6 judged cookies with a compact policy.

The rules are Microsoft's ("Privacy in Internet Explorer 6"): a policy is unsatisfactory
when it collects certain categories *and* uses or shares data in certain ways, unless
people are given the choice that the privacy level asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from policies.p3p.compact import CompactPolicy, Mention
from policies.p3p.tokens import OPT_IN, OPT_OUT, Words

UNSATISFACTORY_CATEGORIES = frozenset({"PHY", "ONL", "GOV", "FIN"})
UNSATISFACTORY_USES = frozenset(
    {"SAM", "OTR", "UNR", "PUB", "IVA", "IVD", "CON", "TEL", "OTP"}
)

FIRST, THIRD = "first", "third"
PERSISTENT, SESSION = "persistent", "session"
LOW, MEDIUM, MEDIUM_HIGH, HIGH = "low", "medium", "medium_high", "high"
PARTIES: dict[str, Words] = {
    FIRST: _("First-party cookies"),
    THIRD: _("Third-party cookies"),
}
LIFETIMES: dict[str, Words] = {PERSISTENT: _("Persistent"), SESSION: _("Session")}
LEVELS: dict[str, Words] = {
    LOW: _("Low"),
    MEDIUM: _("Medium (the default)"),
    MEDIUM_HIGH: _("Medium High"),
    HIGH: _("High"),
}


class Consent(IntEnum):
    """How much choice people have; more is higher."""

    NONE = 0
    OPT_OUT = 1
    OPT_IN = 2


ACCEPT, DOWNGRADE, BLOCK = "accept", "downgrade", "block"
ACTIONS: dict[str, Words] = {
    ACCEPT: _("Accepted"),
    DOWNGRADE: _("Kept for the session only"),
    BLOCK: _("Blocked"),
}
ENOUGH, OPT_OUT_INCOMPLETE, NO_OPT_OUT, NO_OPT_IN = (
    "enough",
    "opt_out_incomplete",
    "no_opt_out",
    "no_opt_in",
)
REASONS: dict[str, Words] = {
    ENOUGH: _("the policy is good enough at this level."),
    OPT_OUT_INCOMPLETE: _("people can't opt out of every unsatisfactory use."),
    NO_OPT_OUT: _("people can't opt out."),
    NO_OPT_IN: _("the unsatisfactory uses don't wait until people opt in."),
}

# (party, level): what it requires, and else what becomes of a persistent and of a
# session cookie.
_RULES: Mapping[tuple[str, str], tuple[Consent, str, str]] = {
    (FIRST, LOW): (Consent.NONE, ACCEPT, ACCEPT),
    (FIRST, MEDIUM): (Consent.OPT_OUT, DOWNGRADE, ACCEPT),
    (FIRST, MEDIUM_HIGH): (Consent.OPT_OUT, BLOCK, ACCEPT),
    (FIRST, HIGH): (Consent.OPT_IN, BLOCK, BLOCK),
    (THIRD, LOW): (Consent.OPT_OUT, DOWNGRADE, ACCEPT),
    (THIRD, MEDIUM): (Consent.OPT_OUT, BLOCK, BLOCK),
    (THIRD, MEDIUM_HIGH): (Consent.OPT_IN, BLOCK, BLOCK),
    (THIRD, HIGH): (Consent.OPT_IN, BLOCK, BLOCK),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a cookie, and why; both by their codes."""

    action: str
    reason: str

    @property
    def sentence(self) -> str:
        """Both in words, in the active language."""
        return gettext("%(action)s: %(reason)s") % {
            "action": ACTIONS[self.action],
            "reason": REASONS[self.reason],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The judgement. ``matrix`` has an outcome for (lifetime, party, level)."""

    categories: tuple[Mention, ...]
    uses: tuple[Mention, ...]
    matrix: Mapping[tuple[str, str, str], Outcome]

    @property
    def satisfactory(self) -> bool:
        """Whether each level accepts each cookie."""
        return all(outcome.action == ACCEPT for outcome in self.matrix.values())

    @property
    def verdict(self) -> str:
        """The verdict as a sentence in the active language."""
        if not self.satisfactory:
            return gettext(
                "Unsatisfactory: by its own rules Internet Explorer 6 restricts "
                "cookies with this policy at one or more privacy levels."
            )
        return gettext(
            "Satisfactory: by its own rules Internet Explorer 6 accepts cookies with "
            "this policy at the levels Low, Medium, Medium High and High."
        )

    @property
    def advice(self) -> str:
        """What would make it satisfactory, in the active language; "" if it is."""
        if self.satisfactory:
            return ""
        return gettext(
            "If people could opt out of all these uses, the policy would pass at Low "
            "and Medium, and at Medium High for first-party cookies. To pass at High, "
            "and at Medium High for third-party cookies, all these uses would have to "
            "wait until people opt in."
        )


def evaluate(policy: CompactPolicy) -> Evaluation:
    """What Internet Explorer 6 made of the policy. A token counts with any choice."""
    categories = _found(policy, UNSATISFACTORY_CATEGORIES)
    uses = _found(policy, UNSATISFACTORY_USES)
    if not (categories and uses):
        categories = uses = ()
    return Evaluation(
        categories,
        uses,
        {
            (lifetime, party, level): _outcome(lifetime, party, level, uses)
            for lifetime in LIFETIMES
            for party in PARTIES
            for level in LEVELS
        },
    )


def _found(policy: CompactPolicy, codes: frozenset[str]) -> tuple[Mention, ...]:
    return tuple(m for m in policy.mentions if m.token.code in codes)


def _consent(mention: Mention) -> Consent:
    return {OPT_IN: Consent.OPT_IN, OPT_OUT: Consent.OPT_OUT}.get(
        mention.choice, Consent.NONE
    )


def _outcome(lifetime: str, party: str, level: str, uses: Sequence[Mention]) -> Outcome:
    required, persistent, session = _RULES[party, level]
    consents = [_consent(use) for use in uses]
    action = persistent if lifetime == PERSISTENT else session
    if action == ACCEPT or min(consents, default=Consent.OPT_IN) >= required:
        return Outcome(ACCEPT, ENOUGH)
    if required is Consent.OPT_IN:
        return Outcome(action, NO_OPT_IN)
    if (party, level) == (FIRST, MEDIUM_HIGH) and max(consents) is Consent.NONE:
        return Outcome(action, NO_OPT_OUT)
    return Outcome(action, OPT_OUT_INCOMPLETE)
