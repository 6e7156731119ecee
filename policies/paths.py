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
    "embed": {"nl": "insluiten", "en": "embed"},
}
# Below the page where a reader subscribes, like /nl/abonneren/opzeggen/<token>/.
STEPS = {
    "confirm": {"nl": "bevestigen", "en": "confirm"},
    "unsubscribe": {"nl": "opzeggen", "en": "unsubscribe"},
}
# Below a language, beside the policies: no policy can have one of these as its slug.
OWN_WORDS = {
    "search": {"nl": "zoeken", "en": "search"},
    "verify": {"nl": "controleren", "en": "verify"},
    "subscribe": {"nl": "abonneren", "en": "subscribe"},
    "processors": {"nl": "verwerkers", "en": "processors"},
    "api": {"nl": "api", "en": "api"},
}


# Words that mean something at the beginning of a path, and would be confusing in it.
_OTHER_WORDS = ("api", "embed", "feed")


def reserved() -> frozenset[str]:
    """The words that no policy can have as its slug, in whatever language."""
    own = (word for words in OWN_WORDS.values() for word in words.values())
    return frozenset([*own, *_OTHER_WORDS])


def under(policy: Policy, language: str, word: str, *rest: str) -> str:
    """The path of something about a policy, like ``…/op/2022-10-26/``."""
    return policy.path(language) + "".join(
        f"{part}/" for part in (WORDS[word][language], *rest)
    )


def version(policy: Policy, language: str, number: int) -> str:
    """The permanent path of a version."""
    return f"{policy.path(language)}v/{number}/"


def comparison(policy: Policy, language: str, before: int, after: int) -> str:
    """The path of what changed between two versions, like ``…/changes/2..3/``."""
    return under(policy, language, "changes", f"{before}..{after}")


def own(language: str, word: str) -> str:
    """The path of one of an organisation's own pages, like ``/nl/zoeken/``."""
    return f"/{language}/{OWN_WORDS[word][language]}/"


def step(language: str, word: str, token: str) -> str:
    """The path of a link in a reader's mail."""
    return f"{own(language, 'subscribe')}{STEPS[word][language]}/{token}/"


def feed(policy: Policy, language: str) -> str:
    """The path of a policy's feed of versions."""
    return f"{policy.path(language)}feed.atom"


def feed_of_all(language: str, what: str = "") -> str:
    """The path of an organisation's feed: of every policy, or of ``what``."""
    return f"/feed/{f'{what}.' if what else ''}{language}.atom"


def short(policy: Policy) -> str:
    """The path that leads to a policy for ever, whatever it will be called."""
    return f"/p/{policy.uid.hex[:8]}/"


def pattern(word: str) -> str:
    """A regular expression for that word below a policy, in any language.

    The word of another language is followed too: it leads to the same page.
    """
    return f"(?:{'|'.join(dict.fromkeys(WORDS[word].values()))})"


def own_pattern(word: str) -> str:
    """A regular expression for the path of an organisation's own page."""
    words = "|".join(dict.fromkeys(OWN_WORDS[word].values()))
    return rf"^(?P<language>[a-z]{{2}})/(?:{words})/$"


def step_pattern(word: str) -> str:
    """A regular expression for the path of a link in a reader's mail."""
    words = "|".join(dict.fromkeys(STEPS[word].values()))
    return own_pattern("subscribe")[:-1] + rf"(?:{words})/(?P<token>[\w:.-]+)/$"
