"""What the audit trail's action codes say in words: "add membership", "publish"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from babel import Locale
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

SIGNED_IN, SIGNED_OUT, FAILED = "sign in", "sign out", "fail to sign in"
SIGN_INS = (SIGNED_IN, SIGNED_OUT, FAILED)
_WHOLE = {
    SIGNED_IN: _("Signed in"),
    SIGNED_OUT: _("Signed out"),
    FAILED: _("Sign-in failed"),
    "change password": _("Password changed"),
    "rehash password": _("Password stored anew"),
    "publish": _("Published"),
    "withdraw": _("Withdrawn"),
    "take over": _("Taken over from elsewhere"),
    "reorder": _("Put in another order"),
    "import": _("Text imported"),
    "import translation": _("Translation imported"),
    "ask for review": _("Review asked"),
    "take back": _("Taken back from review"),
    "approve": _("Approved"),
    "reject": _("Sent back with a comment"),
    "comment": _("Commented"),
    "settle comment": _("Comment settled"),
    "reopen comment": _("Comment opened again"),
    "cancel schedule": _("Schedule cancelled"),
    "plan review": _("Review planned"),
    "review": _("Read again, still right"),
    "remind of review": _("Reminded of an overdue review"),
    "restore": _("Version restored as a draft"),
    "restore backup": _("Installation restored from a backup"),
    "mark translated": _("Translation marked as still right"),
    "restore section": _("Deleted section put back"),
    "duplicate section": _("Section duplicated"),
    "duplicate policy": _("Policy duplicated"),
    "start policy": _("Policy started from a template"),
    "use clause": _("Clause used"),
    "take section": _("Section taken from the parent"),
    "take new text": _("New text taken"),
    "keep own text": _("New text read, own text kept"),
    "unlink section": _("Section unlinked from its source"),
    "follow": _("Follows the parent's policy"),
    "unfollow": _("No longer follows the parent's policy"),
    "start following": _("Policy started that follows the parent's"),
    "announce processor": _("Change of processors announced"),
    "take back announcement": _("Announcement taken back"),
    "rotate secret": _("Webhook given a new secret"),
    "try webhook": _("Test message for a webhook"),
    "send again": _("Message to a webhook sent again"),
    "share": _("Link for counsel made"),
    "revoke link": _("Link for counsel revoked"),
}
# Whose fields changed, where the code does not say it.
_ABOUT = {"plan review": "policy", "review": "policy"}
_VERBS = {
    "add": _("%(what)s added"),
    "change": _("%(what)s changed"),
    "edit": _("%(what)s changed"),
    "move": _("%(what)s moved"),
    "delete": _("%(what)s deleted"),
}
_words: dict[tuple[str, str], Callable[[str], str]] = {}


def add_words(model: type[Model], field: str, words: Callable[[str], str]) -> None:
    """Tell how the trail says a stored value of that field in the reader's language."""
    _words[model._meta.label, field] = words


def in_words(code: str) -> str:
    """The deed in the reader's language; a code nobody knows stays as it is."""
    if code in _WHOLE:
        return str(_WHOLE[code])
    verb, _space, noun = code.partition(" ")
    what = _named(noun)
    if verb not in _VERBS or not what:
        return code
    return capfirst(str(_VERBS[verb]) % {"what": what})


def changes_in_words(
    code: str, details: Mapping[str, Any], named: Callable[[str], str] = str
) -> Iterator[str]:
    """What changed, a line for each field: "City: Amsterdam → Utrecht".

    ``named`` says what to call the person of a staff id.
    """
    if details.get("proposed", "") != details.get("chosen", ""):
        yield from _judged_otherwise(details)
    if isinstance(reason := details.get("reason"), Mapping) and reason:
        own = reason.get(_language()) or next(iter(reason.values()))
        yield gettext("Reason: %(reason)s") % {"reason": own}
    noun = _ABOUT.get(code) or code.partition(" ")[2]
    model = next((m for m in apps.get_models() if m._meta.model_name == noun), None)
    changes = details.get("changes")
    if isinstance(changes, Mapping):
        for name, (old, new) in changes.items():
            was, became = (_said(model, name, value, named) for value in (old, new))
            yield f"{_label(model, name)}: {was} → {became}"
    else:  # entries of before kept the fields' names alone
        yield from (_label(model, name) for name in details.get("fields", []))


def _judged_otherwise(details: Mapping[str, Any]) -> Iterator[str]:
    """A change that was published as another one than it looked like, and why."""
    if details.get("chosen") == "material":
        yield gettext("Looked minor, published as material")
        return
    yield gettext("Looked material, published as minor")
    yield gettext("Reason: %(reason)s") % {"reason": details.get("override", "")}


def _label(model: type[Model] | None, name: str) -> str:
    field = _field(model, name)
    return capfirst(str(getattr(field, "verbose_name", name)))


def _said(
    model: type[Model] | None, name: str, value: Any, named: Callable[[str], str]
) -> str:
    """A stored value for people: choices by their labels, nothing as a dash."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(_said(model, name, item, named) for item in value)
    if str(value).startswith("user:"):
        return named(str(value))
    try:
        return _worded(model, name, str(value))
    except ValueError:  # kept before the field refused it
        return str(value)


def _worded(model: type[Model] | None, name: str, value: str) -> str:
    from organisations.models import Role

    field = _field(model, name)
    if model and (words := _words.get((model._meta.label, name))):
        return words(value) or value
    if isinstance(field, DateField):
        return date_format(dt.date.fromisoformat(value))
    if name == "country":
        return str(Locale.parse(_language()).territories.get(value, value))
    choices = getattr(field, "choices", None) or ()
    labels = {str(code): str(label) for code, label in choices}
    if name == "role":
        # "owner: hosts, facts and colleagues": the word alone will do.
        labels |= {r.name.lower(): str(r.label).partition(":")[0] for r in Role}
    return labels.get(value, value)


def _language() -> str:
    return (get_language() or "nl")[:2]


def _field(model: type[Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _named(noun: str) -> str:
    for model in apps.get_models():
        if noun == model._meta.model_name:
            return str(model._meta.verbose_name)
        if noun == f"{model._meta.model_name}s":
            return str(model._meta.verbose_name_plural)
    return ""
