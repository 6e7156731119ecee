"""Lists of codes and attributes that several kinds use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from policies.kinds.attributes import Choice, Choices, LocalText

LEGAL_BASES = (
    ("6-1-a", _("Consent (art. 6(1)(a) GDPR)")),
    ("6-1-b", _("Contract (art. 6(1)(b) GDPR)")),
    ("6-1-c", _("Legal obligation (art. 6(1)(c) GDPR)")),
    ("6-1-d", _("Vital interests (art. 6(1)(d) GDPR)")),
    ("6-1-e", _("Public task (art. 6(1)(e) GDPR)")),
    ("6-1-f", _("Legitimate interests (art. 6(1)(f) GDPR)")),
    ("9-2-a", _("Explicit consent (art. 9(2)(a) GDPR)")),
    ("9-2-b", _("Employment and social security law (art. 9(2)(b) GDPR)")),
    ("9-2-c", _("Vital interests, consent impossible (art. 9(2)(c) GDPR)")),
    ("9-2-d", _("Not-for-profit body's members (art. 9(2)(d) GDPR)")),
    ("9-2-e", _("Made public by the data subject (art. 9(2)(e) GDPR)")),
    ("9-2-f", _("Legal claims (art. 9(2)(f) GDPR)")),
    ("9-2-g", _("Substantial public interest (art. 9(2)(g) GDPR)")),
    ("9-2-h", _("Health care (art. 9(2)(h) GDPR)")),
    ("9-2-i", _("Public health (art. 9(2)(i) GDPR)")),
    ("9-2-j", _("Archiving and research (art. 9(2)(j) GDPR)")),
)

MECHANISMS = (
    ("adequacy", _("Adequacy decision (art. 45 GDPR)")),
    ("dpf", _("EU-US Data Privacy Framework (art. 45 GDPR)")),
    ("scc", _("Standard contractual clauses (art. 46 GDPR)")),
    ("bcr", _("Binding corporate rules (art. 47 GDPR)")),
    ("consent", _("Explicit consent (art. 49 GDPR)")),
    ("contract", _("Needed for the contract (art. 49 GDPR)")),
    ("none", _("No transfer outside the EEA")),
)

BASES = Choices("bases", _("Legal basis"), tag=True, choices=LEGAL_BASES)
MECHANISM = Choice("mechanism", _("Transfer mechanism"), choices=MECHANISMS)
SCOPE = LocalText(
    "scope",
    _("Applies only to"),
    help=_("A site, page or group of people, when it does not hold everywhere."),
    tag=True,
)
