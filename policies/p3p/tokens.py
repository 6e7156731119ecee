"""The vocabulary of compact policies: every token, its group and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACCESS, DISPUTES, REMEDIES, NON_IDENTIFIABLE = "access", "disputes", "remedies", "nid"
PURPOSE, RECIPIENT, RETENTION = "purpose", "recipient", "retention"
CATEGORY, TEST = "category", "test"

GROUPS: Mapping[str, Words] = MappingProxyType(
    {
        ACCESS: _("Access to one's own data"),
        DISPUTES: _("Disputes"),
        REMEDIES: _("Remedies"),
        NON_IDENTIFIABLE: _("Anonymous data"),
        PURPOSE: _("What the data are used for"),
        RECIPIENT: _("Who receives the data"),
        RETENTION: _("How long the data are kept"),
        CATEGORY: _("Which data are collected"),
        TEST: _("Test"),
    }
)
# Only what is done with data can wait for a choice.
WITH_CHOICE = frozenset({PURPOSE, RECIPIENT})
ALWAYS, OPT_IN, OPT_OUT = "a", "i", "o"


@dataclass(frozen=True, slots=True)
class Token:
    """Three capital letters with their group and meaning."""

    code: str
    group: str
    meaning: Words


_MEANINGS: Mapping[str, Mapping[str, Words]] = {
    ACCESS: {
        "NOI": _("No identified data are collected, so there is nothing to inspect."),
        "ALL": _("People may inspect all identified data about them."),
        "CAO": _("People may inspect their contact details and some other data."),
        "IDC": _("People may inspect their contact details."),
        "OTI": _("People may inspect some identified data, not their contact details."),
        "NON": _("People may not inspect the identified data about them."),
    },
    DISPUTES: {"DSP": _("There is a procedure to settle disputes.")},
    REMEDIES: {
        "COR": _("Breaches of the policy are put right."),
        "MON": _("Breaches of the policy are compensated in money."),
        "LAW": _("The law decides how breaches of the policy are remedied."),
    },
    NON_IDENTIFIABLE: {
        "NID": _("No data are collected, or all of them have been made anonymous."),
    },
    PURPOSE: {
        "CUR": _("Used to finish what the visitor is doing."),
        "ADM": _("Used to run the site and its systems."),
        "DEV": _("Used to investigate and improve products and services."),
        "TAI": _("Used to adapt the site to one visit."),
        "PSA": _("Used to analyse behaviour under a pseudonym."),
        "PSD": _("Used to decide about visitors under a pseudonym."),
        "IVA": _("Used to analyse individuals who are identified."),
        "IVD": _("Used to decide about individuals who are identified."),
        "CON": _("Used to approach people with offers, other than by telephone."),
        "HIS": _("Used to keep a record for later generations."),
        "TEL": _("Used to approach people with offers by telephone."),
        "CUS": _("Used to customise the site (from an early draft of P3P)."),
        "OTP": _("Used for purposes that P3P has no token for."),
    },
    RECIPIENT: {
        "OUR": _("Received by ourselves and by those who act for us."),
        "DEL": _("Received by delivery services, which may have their own practices."),
        "SAM": _("Received by other organisations that follow our practices."),
        "OTR": _("Received by other organisations that follow different practices."),
        "UNR": _("Received by third parties whose practices we do not know."),
        "PUB": _("Published where everyone can read them."),
    },
    RETENTION: {
        "NOR": _("Not kept after the visit."),
        "STP": _("Kept until the stated purpose has been served."),
        "LEG": _("Kept as long as the law requires."),
        "BUS": _("Kept as long as our own retention schedule says."),
        "IND": _("Kept without an end date."),
    },
    CATEGORY: {
        "PHY": _("Contact details in the physical world, like a postal address."),
        "ONL": _("Contact details on the internet, like an e-mail address."),
        "UNI": _("Identifiers that single out a person, like a customer number."),
        "PUR": _("Purchases and the way they were paid."),
        "FIN": _("Finances, like balances and payment history."),
        "COM": _("The computer in use, like its IP address and browser."),
        "NAV": _("Pages visited and links followed."),
        "INT": _("What people ask or enter on the site, like a search."),
        "DEM": _("Population and income characteristics, like age and gender."),
        "CNT": _("What people write, like e-mail and forum posts."),
        "STA": _("What keeps a session going, like cookies."),
        "POL": _("Membership of a church, party, trade union and the like."),
        "HEA": _("Health and medical care."),
        "PRE": _("Tastes and preferences."),
        "LOC": _("Where a person is at that moment."),
        "GOV": _("Numbers issued by a government, like a citizen service number."),
        "OTC": _("Data that P3P has no token for."),
    },
    TEST: {"TST": _("The policy is a test that browsers have to ignore.")},
}

TOKENS: Mapping[str, Token] = MappingProxyType(
    {
        code: Token(code, group, meaning)
        for group, meanings in _MEANINGS.items()
        for code, meaning in meanings.items()
    }
)
