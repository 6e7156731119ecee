"""A verdict in words: for the page, and for the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from organisations.languages import texts
from policies.evidence.differences import Difference
from policies.kinds import wording
from policies.models import Version
from policies.states import CANCELLED, IN_FORCE, SCHEDULED, SUPERSEDED, WITHDRAWN
from policies.verifying.verdict import GENUINE, UNREADABLE, Verdict
from policies.views import neighbours

# So many differences, and notices, are shown one by one.
MOST = 20
# Files whose looks are not compared. Of a page, what is not ours is mentioned.
_LOOKS = {"pdf", "docx"}


def headline(found: Verdict) -> str:
    """The verdict in one sentence."""
    if found.outcome == UNREADABLE:
        return gettext("This file cannot be read. %(reason)s") % {
            "reason": found.reason
        }
    if found.version is None:
        return gettext("Unknown: no version that was published here is like this file.")
    says = {
        "number": found.version.number,
        "policy": found.version.policy.title_in(_language()),
        "organisation": found.version.policy.organisation.trade_name,
    }
    if found.outcome == GENUINE:
        text = gettext(
            "Genuine: version %(number)d of “%(policy)s” of %(organisation)s, unaltered."
        )
    else:
        text = gettext(
            "Altered: it differs from version %(number)d of “%(policy)s” of "
            "%(organisation)s."
        )
    return text % says


def lines(found: Verdict) -> Iterator[str]:
    """What else is to be said, a line each; the differences among it."""
    yield from differences(found)
    if found.version is not None:
        yield standing(found.version)
        yield gettext("Fingerprint (SHA-256): %(digest)s") % {
            "digest": found.version.digest
        }
    yield from remarks(found)


def differences(found: Verdict) -> Iterator[str]:
    """Each difference with the section that it is in; of a withdrawn text no words."""
    hidden = found.version is not None and found.version.withdrawn is not None
    shown = found.differences[:MOST]
    for one in shown:
        where = gettext("in “%(section)s”") % {"section": one.where}
        yield where if hidden else f"{where}: {_words(one)}"
    if more := len(found.differences) - len(shown):
        yield ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}


def _words(one: Difference) -> str:
    says = {
        "before": f"… {one.before} " if one.before else "",
        "genuine": one.genuine,
        "saved": one.saved,
    }
    if not one.saved:
        return gettext("%(before)s[%(genuine)s] is missing") % says
    if not one.genuine:
        return gettext("%(before)s[%(saved)s] was added") % says
    return (
        gettext("%(before)s[%(saved)s] stands where [%(genuine)s] was published") % says
    )


_STANDING = {
    CANCELLED: _(
        "It was to apply from %(since)s, but was withdrawn on %(day)s. %(reason)s"
    ),
    WITHDRAWN: _(
        "It was in force from %(since)s and was withdrawn on %(day)s. %(reason)s"
    ),
    SCHEDULED: _("It is not in force yet: it applies from %(since)s."),
    IN_FORCE: _("It is in force, since %(since)s."),
    SUPERSEDED: _(
        "It was in force from %(since)s until %(until)s, when another version took its "
        "place."
    ),
}


def standing(row: Version) -> str:
    """Since when the version holds or held, and what came after it."""
    near = neighbours.around(row.policy, row, timezone.now())
    says = {"since": _day(row, row.effective_from)}
    if near.until is not None:
        says["until"] = _day(row, near.until)
    if row.withdrawn is not None:
        says["day"] = _day(row, row.withdrawn.at)
        says["reason"] = _in(texts(row.withdrawn, "reason"))
    return (str(_STANDING[near.state]) % says).strip()


def remarks(found: Verdict) -> Iterator[str]:
    """What a reader should know besides."""
    if not found.intact:
        yield gettext("The stored version itself is no longer as it was published.")
    if found.address:
        yield gettext(
            "The file names another address than this version has today: %(address)s"
        ) % {"address": found.address}
    for notice in found.notices[:MOST]:
        yield gettext("Not part of the text, and not compared: “%(notice)s”") % {
            "notice": notice
        }
    if found.dressed:
        yield gettext(
            "The page in this file has scripts, styles or struck words that this "
            "website does not send. It may look different from what it says."
        )
    if found.form in _LOOKS and found.version is not None:
        yield gettext(
            "The words of this file were compared, not how they look: hidden or struck "
            "out, for instance. When in doubt, download the file anew."
        )


def _day(row: Version, at: dt.datetime) -> str:
    zone = row.policy.organisation.zone
    return wording.day(at.astimezone(zone).date(), _language())


def _in(found: dict[str, str]) -> str:
    return found.get(_language()) or next(iter(found.values()), "")


def _language() -> str:
    return (get_language() or "en")[:2]
