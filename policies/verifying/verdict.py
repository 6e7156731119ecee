"""The verdict on a file: which version it is, and whether it is as it was published."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from policies.evidence import opening
from policies.evidence.comparing import compare
from policies.evidence.differences import Difference
from policies.evidence.saved import Saved, Unreadable
from policies.models import Version
from policies.models.version import VersionQuerySet
from policies.verifying import candidates, genuine, likeness, places

GENUINE, ALTERED, UNKNOWN, UNREADABLE = "genuine", "altered", "unknown", "unreadable"
# So many versions are compared in full, the likeliest ones.
MOST = 2


@dataclass(frozen=True)
class Verdict:
    """What can be said of a file.

    ``version`` is the version that it is, or that it comes nearest to. ``reason`` says
    why it can't be read. ``address`` is where the file says that it is to be found, when
    that is another address than today's. ``form`` and ``language`` are the file's.
    """

    outcome: str
    version: Version | None = None
    form: str = ""
    language: str = ""
    differences: tuple[Difference, ...] = ()
    notices: tuple[str, ...] = ()
    dressed: bool = False
    address: str = ""
    reason: str = ""

    @property
    def size(self) -> int:
        """How many words differ."""
        return sum(difference.size for difference in self.differences)

    @property
    def intact(self) -> bool:
        """Whether the version's own rows are as they were written."""
        row = self.version
        return row is None or (
            row.intact()
            and hashlib.sha256(row.canonical.encode()).hexdigest() == row.digest
        )


def on(content: bytes, scope: VersionQuerySet) -> Verdict:
    """The verdict on a file among the versions that may be known.

    Raises `exporters.Unmade` where the genuine file can't be made now.
    """
    try:
        saved = opening.read(content)
        return _nearest(saved, scope)
    except Unreadable as reason:
        return Verdict(UNREADABLE, reason=str(reason))


def _nearest(saved: Saved, scope: VersionQuerySet) -> Verdict:
    best: Verdict | None = None
    likely = likeness.ranked(saved, candidates.of(saved, scope))
    for version, languages in likely[:MOST]:
        for language in languages:
            found = _beside(saved, version, language)
            if found.outcome == GENUINE:
                return found
            if best is None or found.size < best.size:
                best = found
    return best or Verdict(UNKNOWN, form=saved.form, language=saved.language)


def _beside(saved: Saved, version: Version, language: str) -> Verdict:
    """The file beside that version in that language."""
    place = places.of(version)
    looks = genuine.looks(version, saved, place, language)
    if not looks:
        raise Unreadable(_("Files of this kind cannot be made here, nor compared."))
    outline = partial(genuine.outline, version, language)
    result = compare(saved, looks, place, language, outline)
    if result.of_another_day:
        looks += genuine.states(version, language)
        result = compare(saved, looks, place, language)
    if saved.form == "html" and result.differences:
        framed = compare(saved, [genuine.framed(version, language)], place, language)
        result = min(result, framed, key=lambda found: found.size)
    addresses = saved.permanent or filter(place.known, saved.addresses)
    return Verdict(
        ALTERED if result.differences else GENUINE, version, saved.form, language,
        result.differences, result.notices, result.dressed,
        places.former(version, addresses),
    )  # fmt: skip
