"""What the audit trail's action codes say in words: "add membership", "publish"."""

from __future__ import annotations

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

_WHOLE = {
    "publish": _("Published"),
    "withdraw": _("Withdrawn"),
    "take over": _("Taken over from elsewhere"),
    "reorder": _("Put in another order"),
    "import": _("Text imported"),
}
_VERBS = {
    "add": _("%(what)s added"),
    "change": _("%(what)s changed"),
    "edit": _("%(what)s changed"),
    "move": _("%(what)s moved"),
    "delete": _("%(what)s deleted"),
}


def in_words(code: str) -> str:
    """The deed in the reader's language; a code nobody knows stays as it is."""
    if code in _WHOLE:
        return str(_WHOLE[code])
    verb, _space, noun = code.partition(" ")
    what = _named(noun)
    if verb not in _VERBS or not what:
        return code
    return capfirst(str(_VERBS[verb]) % {"what": what})


def _named(noun: str) -> str:
    for model in apps.get_models():
        if noun == model._meta.model_name:
            return str(model._meta.verbose_name)
        if noun == f"{model._meta.model_name}s":
            return str(model._meta.verbose_name_plural)
    return ""
