"""The words in public addresses, per language, and the paths that are made of them."""

from __future__ import annotations

from policies.models import Policy

# Below a policy's own path, like /nl/privacybeleid/versies/.
WORDS = {
    "versions": {"nl": "versies", "en": "versions"},
    "on": {"nl": "op", "en": "on"},
    "since": {"nl": "sinds", "en": "since"},
    "changes": {"nl": "wijzigingen", "en": "changes"},
    "beside": {"nl": "naast-elkaar", "en": "side-by-side"},
    "search": {"nl": "zoeken", "en": "search"},
}
# Below a language, beside the policies: no policy can have one of these as its slug.
OWN_WORDS = {
    "search": {"nl": "zoeken", "en": "search"},
    "verify": {"nl": "controleren", "en": "verify"},
    "subscribe": {"nl": "abonneren", "en": "subscribe"},
}


def under(policy: Policy, language: str, word: str, *rest: str) -> str:
    """The path of something about a policy, like ``…/op/2022-10-26/``."""
    return policy.path(language) + "".join(
        f"{part}/" for part in (WORDS[word][language], *rest)
    )


def version(policy: Policy, language: str, number: int) -> str:
    """The permanent path of a version."""
    return f"{policy.path(language)}v/{number}/"


def own(language: str, word: str) -> str:
    """The path of one of an organisation's own pages, like ``/nl/zoeken/``."""
    return f"/{language}/{OWN_WORDS[word][language]}/"


def pattern(word: str) -> str:
    """A regular expression for that word below a policy, in any language.

    The word of another language is followed too: it leads to the same page.
    """
    return f"(?:{'|'.join(dict.fromkeys(WORDS[word].values()))})"


def own_pattern(word: str) -> str:
    """A regular expression for the path of an organisation's own page."""
    words = "|".join(dict.fromkeys(OWN_WORDS[word].values()))
    return rf"^(?P<language>[a-z]{{2}})/(?:{words})/$"
