"""XLIFF: what a translator sends back, read strictly and without trusting it.

``read`` takes version 2.0 (and 2.1, whose core is the same) and 1.2, whatever tool wrote
it, as far as it keeps to the OASIS specifications.
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from policies.importers.refusal import Refused
from policies.importers.xliff import version1, version2
from policies.importers.xliff.safety import MAX_BYTES, root_of
from policies.xliff.units import Translations

__all__ = ["MAX_BYTES", "Refused", "Translations", "check", "read"]

_READERS = {
    (version2.NAMESPACE, "2.0"): version2.read,
    (version2.NAMESPACE, "2.1"): version2.read,
    (version1.NAMESPACE, "1.2"): version1.read,
}


def read(data: bytes) -> Translations:
    """What the file says; `Refused` tells what to do when it can't be read."""
    root = root_of(data)
    namespace, _brace, name = str(root.tag).removeprefix("{").rpartition("}")
    reader = _READERS.get((namespace, root.get("version", "")))
    if name != "xliff" or reader is None:
        message = _(
            "This is no XLIFF file of version 2.0 or 1.2. Ask the translator to save it "
            "as one of these, or export the text again."
        )
        raise Refused("version", message)
    return reader(root)


def check(found: Translations, *, policy: str, languages: Collection[str]) -> None:
    """Refuse a file of another policy, or between other languages than its own."""
    if found.policy != policy:
        message = _(
            "This file belongs to another policy. Choose the file that was exported "
            "from this one."
        )
        raise Refused("policy", message)
    strange = [c for c in (found.source, found.target) if c not in languages]
    if strange or found.source == found.target:
        message = _(
            "The file translates from “%(source)s” to “%(target)s”; this policy is "
            "written in %(languages)s. Ask the translator to set the languages right."
        )
        says = {
            "source": found.source, "target": found.target,
            "languages": ", ".join(languages),
        }  # fmt: skip
        raise Refused("language", message % says)
