"""Which kind a section is, by the words of its heading or of the line above a list."""

from __future__ import annotations

import re

# The first pattern that fits decides, so what is narrow stands above what is wide.
_HEADINGS = (
    ("faq", r"\bfaq\b|veelgestelde vragen|vraag en antwoord|frequently asked"),
    ("processors", r"\bsub-?verwerkers?\b|\bverwerkers\b|\b(?:sub-?)?processors\b"),
    (
        "cookie_types",
        r"(?:soorten|typen|types of|kinds of|welke|which|categories of) cookies",
    ),
    (
        "automated_decisions",
        r"geautomatiseerde besl|automated (?:individual )?decision|profil(?:ering|ing)",
    ),
    (
        "rights",
        (
            r"(?<!auteurs)rechten\b|\brights\b(?! reserved)|\brecht op\b|\bright to\b|"
            r"gegevens inzien|inzage, |access, rectif"
        ),
    ),
    (
        "legal_bases",
        r"rechtsgrond|grondslag|juridische basis|(?:legal|lawful) (?:bas|ground)",
    ),
    (
        "retention",
        (
            r"bewaartermijn|bewaarperiode|opslagtermijn|hoe lang|"
            r"(?<!waarom )bewaren wij|retention|how long|storage period|(?:do )?we keep"
        ),
    ),
    (
        "transfers",
        (
            r"doorgifte|buiten de (?:eu\b|eer\b|europese)|international transfer|"
            r"transfers?\b|outside the (?:eu\b|eea\b|european)"
        ),
    ),
    (
        "recipients",
        (
            r"\bdelen\b|\bderden\b|derde partijen|ontvangers|\bshar(?:e|ing)\b|"
            r"recipients|third part|\bdisclos"
        ),
    ),
    ("complaint", r"klacht|complain"),
    ("security", r"beveilig|\bsecurity\b|how we protect"),
    (
        "contact",
        r"\bcontact|functionaris voor|\bbereiken\b|protection officer|reach us",
    ),
    (
        "purposes",
        (
            r"doeleinde|\bwaarom\b.*gegevens|\bwaarvoor\b|\bpurposes?\b|"
            r"\bwhy\b.*\b(?:data|information)\b"
        ),
    ),
    (
        "data_categories",
        (
            r"(?:welke|wat voor|soort(?:en)?|categorie.{0,4})\b.*gegevens|gegevens die|"
            r"(?:what|which)\b.*\b(?:data|information)\b|"
            r"data (?:that )?we (?:collect|use)|categories of (?:personal )?data"
        ),
    ),
    (
        "key_points",
        (
            r"het belangrijkste|^samenvatting|in het kort|key points|^summary|in short|"
            r"at a glance"
        ),
    ),
)
_LEADS = (
    ("key_points", r"belangrijkste|in het kort|most important|key points|in short"),
    (
        "data_categories",
        (
            r"(?:volgende|onderstaande) (?:soorten )?(?:persoons)?gegevens\b|"
            r"following (?:personal )?(?:data|information)\b"
        ),
    ),
    ("rights", r"(?:volgende|deze) rechten|following rights"),
    ("purposes", r"volgende doeleinden|following purposes"),
    ("cookie_types", r"volgende soorten cookies|following (?:types|kinds) of cookies"),
)
# Headings that need no kind of their own, but deserve an anchor without a language.
_ANCHORS = (
    ("data-protection-officer", r"functionaris voor|protection officer", "contact"),
    ("controller", r"verwerkingsverantwoordelijke|data controller", "free_text"),
    ("changes", r"^wijziging|^aanpassing|^changes\b|^amendments", "free_text"),
    ("contents", r"^(?:onderdelen|inhoud|inhoudsopgave|(?:table of )?contents)$", ""),
)
_OF_HEADING = [(kind, re.compile(pattern)) for kind, pattern in _HEADINGS]
_OF_LEAD = [(kind, re.compile(pattern)) for kind, pattern in _LEADS]


def kind_of(heading: str) -> str:
    """The kind that a heading names, or ""."""
    words = " ".join(heading.casefold().split())[:200]
    return next((kind for kind, p in _OF_HEADING if p.search(words)), "")


def kind_of_lead(lead: str) -> str:
    """The kind that the sentence above a list announces, or ""."""
    words = lead.rstrip().casefold()[-200:]
    if not words.endswith(":"):
        return ""
    return next((kind for kind, p in _OF_LEAD if p.search(words)), "")


def anchor_of(heading: str, kind: str) -> str:
    """The anchor that is the same in every language, or "" when there is none."""
    words = heading.casefold().strip()
    for anchor, pattern, of_kind in _ANCHORS:
        if of_kind in {"", kind} and re.search(pattern, words):
            return anchor
    return "" if kind == "free_text" else kind.replace("_", "-")
