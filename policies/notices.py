"""Notices of processors in words: for pages, feeds, mail, and whoever else tells them.

    for notice in notices.recent(organisation):
        told = notices.told(notice, organisation, "nl")
        told.sentence, told.day, told.objection.words …

Ask for rows with `upcoming` and `recent`; nothing here writes any.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from organisations.languages import texts
from organisations.models import Organisation
from policies import kinds, paths
from policies.document import Document, Entry, Section
from policies.kinds import wording
from policies.kinds.processors import KIND
from policies.models import Policy, ProcessorNotice, Version
from policies.rendering import EntryView
from policies.richtext import plain

REGISTER = "processors"
RECENT = 50
LATE = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Objection:
    """How a reader objects: a sentence, and the address to write to ("" without)."""

    text: str
    email: str

    @property
    def words(self) -> str:
        """All of it in plain words, for mails and feeds."""
        if not self.email or self.email in self.text:
            return self.text
        return f"{self.text} {self.email}"


@dataclass(frozen=True, slots=True)
class Told:
    """An announcement as a reader of one language is told it.

    ``sentence`` says all in one line. ``day`` is when the change takes effect, ``links``
    are pairs of label and address. ``state`` is "upcoming", "past" or "taken_back".
    """

    uid: str
    what: str
    name: str
    service: str
    country: str
    mechanism: str
    links: tuple[tuple[str, str], ...]
    day: dt.date
    announced_on: dt.date
    taken_back_on: dt.date | None
    replaced_by: dt.date | None
    state: str
    sentence: str
    objection: Objection


def today(organisation: Organisation) -> dt.date:
    """The day by the organisation's calendar."""
    return timezone.localdate(timezone=organisation.zone)


def upcoming(organisation: Organisation) -> list[ProcessorNotice]:
    """What is announced and lies ahead, the next change first. One query."""
    rows = ProcessorNotice.objects.filter(organisation=organisation)
    return list(rows.upcoming(today(organisation)))


def recent(organisation: Organisation, limit: int = RECENT) -> list[ProcessorNotice]:
    """The last announcements, the newest first, also those taken back. One query."""
    rows = ProcessorNotice.objects.filter(organisation=organisation)
    rows = rows.select_related("replaced_by", "replaces")
    return list(rows.order_by("-announced_at", "-pk")[:limit])


def lists_processors(document: Document) -> bool:
    """Whether the text names the companies that process data."""
    return any(kinds.get(s.kind).register == REGISTER for s in document.walk())


def lists_them_now(organisation: Organisation) -> list[Version]:
    """The versions in force that name processors: whose readers are to be told.

    One query.
    """
    policies = Policy.objects.filter(organisation=organisation)
    latest = Version.objects.latest_of(policies, timezone.now())
    rows = latest.filter(withdrawal=None).select_related("policy")
    found = []
    for version in rows.order_by("policy__position", "policy_id"):
        version.policy.organisation = organisation
        if lists_processors(version.document):
            found.append(version)
    return found


def block(version: Version, document: Document, language: str) -> dict[str, Any]:
    """What the page of a text in force announces, for its template.

    One query where the text names processors, none elsewhere.
    """
    if not lists_processors(document):
        return {}
    organisation = version.policy.organisation
    return {
        "upcoming": [
            told(row, organisation, language) for row in upcoming(organisation)
        ],
        "objection": objection(organisation, language),
        "url": paths.own(language, "processors"),
    }


def told(notice: ProcessorNotice, organisation: Organisation, language: str) -> Told:
    """The announcement in words. It speaks of the day on which it is asked."""
    view = _view(notice.entry, language)
    zone = organisation.zone
    back = notice.taken_back_at
    with override(language):
        return Told(
            uid=str(notice.uid),
            what=notice.what,
            name=notice.name,
            service=plain(str(view.description.html)),
            country=view.show.get("country", ""),
            mechanism=view.show.get("mechanism", ""),
            links=tuple(
                (view.labels[name], view.data[name])
                for name in ("privacy_url", "dpa_url", "opt_out_url")
                if name in view.data
            ),
            day=notice.effective_on,
            announced_on=notice.announced_at.astimezone(zone).date(),
            taken_back_on=back and back.astimezone(zone).date(),
            replaced_by=_replaced_by(notice) if back else None,
            state=state(notice, organisation),
            sentence=_sentence(notice, organisation, view, language),
            objection=objection(organisation, language),
        )


def replacing(earlier: ProcessorNotice, at: Organisation, language: str) -> str:
    """Which announcement one replaces: what it said, and when."""
    said = told(earlier, at, language)
    day = wording.day(said.announced_on, language)
    with override(language):
        return _("This replaces our announcement of %(day)s: “%(sentence)s”") % {
            "day": day,
            "sentence": said.sentence,
        }


def objection(organisation: Organisation, language: str) -> Objection:
    """How one objects: the organisation's own words, else the usual ones."""
    email = organisation.objection_email or organisation.dpo_email or organisation.email
    own = texts(organisation, "objection_text").get(language)
    with override(language):
        usual = _("You can object. Write to:") if email else _("You can object.")
        return Objection(own or usual, email)


def current(organisation: Organisation, language: str) -> list[EntryView]:
    """The processors of today, from the register, as a table of rows. One query."""
    rows = organisation.processors.all()
    on = today(organisation)
    return [_view(row.entry(), language) for row in rows if row.applies(on)]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An announced change that a policy does not show yet from its day on."""

    notice: ProcessorNotice
    policy: Policy


def waiting(organisations: Iterable[Organisation]) -> list[Waiting]:
    """What was announced and needs a version that takes effect then, or did by now.

    One query; more only for organisations that announced something.
    """
    rows = ProcessorNotice.objects.standing().filter(organisation__in=organisations)
    recently = timezone.now().date() - LATE
    found: list[Waiting] = []
    by_owner: dict[Organisation, list[ProcessorNotice]] = defaultdict(list)
    for row in rows.filter(effective_on__gt=recently).select_related("organisation"):
        by_owner[row.organisation].append(row)
    for organisation, told_of in by_owner.items():
        for version in lists_them_now(organisation):
            last = _last_begins(version.policy)
            found += [
                Waiting(n, version.policy) for n in told_of if n.effective_on > last
            ]
    return sorted(found, key=lambda w: (w.notice.effective_on, w.policy.pk))


def _last_begins(policy: Policy) -> dt.date:
    """The day on which the last of its versions takes effect, scheduled ones too."""
    moments = Version.objects.filter(policy=policy).not_cancelled()
    last: dt.datetime = moments.latest("effective_from").effective_from
    return last.astimezone(policy.organisation.zone).date()


def _view(entry: Entry, language: str) -> EntryView:
    section = Section(id="processors", anchor="processors", kind=KIND.name)
    return EntryView(language, {}, entry, section, KIND)


def state(notice: ProcessorNotice, organisation: Organisation) -> str:
    """ "upcoming", "past" (its day has come) or "taken_back"."""
    if notice.taken_back_at is not None:
        return "taken_back"
    return "upcoming" if notice.effective_on > today(organisation) else "past"


def _sentence(
    notice: ProcessorNotice, organisation: Organisation, view: EntryView, language: str
) -> str:
    about = [plain(str(view.description.html)), view.show.get("country", "")]
    inside = ", ".join(part for part in about if part)
    names: dict[str, Any] = {
        "day": wording.day(notice.effective_on, language),
        "who": f"{notice.name} ({inside})" if inside else notice.name,
    }
    added = notice.what == ProcessorNotice.What.ADDED
    # What was taken back is told as it was announced.
    if state(notice, organisation) != "past":
        if added:
            return _("From %(day)s, %(who)s will process data for us.") % names
        return _("From %(day)s, %(who)s will no longer process data for us.") % names
    if added:
        return _("Since %(day)s, %(who)s has been processing data for us.") % names
    return _("On %(day)s, %(who)s stopped processing data for us.") % names


def _replaced_by(notice: ProcessorNotice) -> dt.date | None:
    """The day of the announcement that took this one's place, if any did."""
    later: ProcessorNotice | None = getattr(notice, "replaced_by", None)
    return later.effective_on if later is not None else None
