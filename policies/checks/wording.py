"""Findings in the words of legal staff, in the language of the one who reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from policies import kinds
from policies.checks.findings import Finding

_SUBJECTS = {
    "emails": _("e-mail address"),
    "phones": _("telephone number"),
    "amounts": _("amount"),
    "periods": _("period"),
    "dates": _("date"),
    "numbers": _("number"),
    "anchors": _("link within the document"),
    "urls": _("web address"),
}
_FIELDS = {
    "heading": _("the heading"),
    "intro": _("the text above"),
    "outro": _("the text below"),
}


def describe(finding: Finding) -> str:
    """What is amiss, in a sentence."""
    return _SENTENCES[finding.code](finding)


def place(finding: Finding) -> str:
    """Where: the section's heading, and the entry's term; "" for the whole document."""
    texts = [finding.params.get(name) or {} for name in ("heading", "term")]
    return " \N{RIGHTWARDS ARROW} ".join(filter(None, map(_in_own_language, texts)))


def language_name(code: str) -> str:
    """The language as a sentence begins with it, like "Dutch"."""
    try:
        return capfirst(str(get_language_info(code)["name_translated"]))
    except KeyError:
        return code


def _in_own_language(texts: Mapping[str, str]) -> str:
    own = (get_language() or "").partition("-")[0]
    return texts.get(own) or next(iter(texts.values()), "")


def _difference(finding: Finding) -> str:
    words = _languages(finding)
    words["subject"] = str(_SUBJECTS[finding.code])
    if not words["second_words"]:
        return (
            gettext(
                '%(first)s says "%(first_words)s"; %(second)s lacks this %(subject)s.'
            )
            % words
        )
    if not words["first_words"]:
        return (
            gettext(
                '%(second)s says "%(second_words)s"; %(first)s lacks this %(subject)s.'
            )
            % words
        )
    return (
        gettext('%(first)s says "%(first_words)s", %(second)s says "%(second_words)s".')
        % words
    )


def _languages(finding: Finding) -> dict[str, Any]:
    params = finding.params
    return {
        "first": language_name(params["first_language"]),
        "second": language_name(params["second_language"]),
        "first_words": params["first"],
        "second_words": params["second"],
    }


def _items(finding: Finding) -> str:
    count = finding.params["first"]
    return ngettext(
        "In %(field)s %(first)s has %(first_words)d list item, "
        "%(second)s %(second_words)d.",
        "In %(field)s %(first)s has %(first_words)d list items, "
        "%(second)s %(second_words)d.",
        count,
    ) % {**_languages(finding), "field": _field(finding, finding.params["field"])}


def _rows(finding: Finding) -> str:
    count = finding.params["first"]
    return ngettext(
        "In %(field)s %(first)s has %(first_words)d table row, "
        "%(second)s %(second_words)d.",
        "In %(field)s %(first)s has %(first_words)d table rows, "
        "%(second)s %(second_words)d.",
        count,
    ) % {**_languages(finding), "field": _field(finding, finding.params["field"])}


def _missing(finding: Finding) -> str:
    language = language_name(finding.language)
    if finding.params["whole"]:
        return gettext("%(language)s is missing.") % {"language": language}
    fields = finding.params["fields"]
    names = list(dict.fromkeys(_field(finding, name) for name in fields))
    return gettext("%(language)s lacks %(fields)s.") % {
        "language": language,
        "fields": ", ".join(names),
    }


def _field(finding: Finding, name: str) -> str:
    """The name of a text; what depends on the kind is named as in the editor."""
    kind = kinds.all_kinds().get(finding.params["kind"])
    if name in _FIELDS or kind is None:
        return str(_FIELDS.get(name, name))
    labels = {"term": kind.term, "description": kind.description}
    own = kind.attributes if finding.entry else kind.section_attributes
    labels |= {f"attributes.{attribute.name}": attribute.label for attribute in own}
    label = labels.get(".".join(name.split(".")[:2])) or name
    return f'"{label}"'


def _with(message: Any, **names: str) -> Callable[[Finding], str]:
    """A sentence that shows parameters of the finding by these names."""

    def write(finding: Finding) -> str:
        words = {ours: finding.params[theirs] for ours, theirs in names.items()}
        if finding.language:
            words["language"] = language_name(finding.language)
        return str(message) % words

    return write


def _form(finding: Finding) -> str:
    words = ", ".join(f'"{word}"' for word in finding.params["words"])
    if finding.params["wanted"] == "formal":
        return gettext('Says %(words)s, where readers are addressed with "u".') % {
            "words": words
        }
    return gettext('Says %(words)s, where readers are addressed with "je".') % {
        "words": words
    }


_SENTENCES: Mapping[str, Callable[[Finding], str]] = {
    **dict.fromkeys(_SUBJECTS, _difference),
    "items": _items,
    "rows": _rows,
    "missing": _missing,
    "language_missing": _with(_("%(language)s is missing altogether.")),
    "title_missing": _with(_("%(language)s lacks the title.")),
    "anchor_missing": _with(
        _("The link %(link)s leads to a place that the document doesn't have."),
        link="link",
    ),
    "link_insecure": _with(
        _("The link %(link)s is not protected: use https if the site has it."),
        link="link",
    ),
    "link_malformed": _with(
        _("The link %(link)s is not a usable address."), link="link"
    ),
    "form_of_address": _form,
}
