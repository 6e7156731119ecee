"""Announce: readers are told ahead that a company begins or ends to process data (F88).

Called when a row of the register was saved, in the same transaction. What was announced
is never altered: another day or another company makes another announcement.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations import audit
from organisations.models import Organisation
from policies import announcing, conditions, notices
from policies.kinds import wording
from policies.models import Processor, ProcessorNotice

What = ProcessorNotice.What
# A change of one of these is a change of what readers could object to.
WEIGHTY = ("name", "country", "mechanism")


def announce_processor(
    actor: Any, processor: Processor, before: Processor | None, reason: str = ""
) -> list[ProcessorNotice]:
    """Make the announcements that fit the saved row; answer the new ones.

    ``before`` is the row as it was, None when it is new. ``reason`` says why readers are
    told later than they should be. Raises `conditions.Unmet`.
    """
    organisation = processor.organisation
    with transaction.atomic(), audit.gathered():
        check_announce(actor, processor, before, reason)
        held = _held(organisation)
        made = []
        for what, day in _plan(processor, before).items():
            standing = _standing(processor, what)
            if standing is not None and _says(standing, processor, day):
                continue
            given_up = _give_up(actor, standing, organisation)
            if day is not None and (held or given_up):
                made.append(_announce(actor, processor, what, day, reason, given_up))
    return made


def check_announce(
    actor: Any, processor: Processor, before: Processor | None, reason: str = ""
) -> None:
    """Raise `conditions.Unmet` when readers would be told too late."""
    organisation = processor.organisation
    conditions.may(actor, "edit registers", organisation)
    starts = _start(processor, notices.today(organisation))
    first = first_day(organisation)
    if starts is None or not _is_news(processor, before, starts):
        return
    if not _held(organisation):
        return
    if processor.since is None and before is None:
        raise conditions.Unmet("no_date", _ask_for_a_day(first))
    if starts < first and not reason.strip():
        raise conditions.Unmet("too_soon", _too_soon(organisation, first))


def withdraw_announcements(actor: Any, processor: Processor) -> None:
    """Take back what is announced of a processor that is about to be deleted."""
    organisation = processor.organisation
    conditions.may(actor, "edit registers", organisation)
    with transaction.atomic(), audit.gathered():
        for what in What:
            _give_up(actor, _standing(processor, what), organisation)


def first_day(organisation: Organisation) -> dt.date:
    """The first day from which a processor announced today may work."""
    return notices.today(organisation) + dt.timedelta(days=organisation.notice_days)


def _held(organisation: Organisation) -> bool:
    """Whether there are readers to be told: of a text in force that names processors."""
    return bool(organisation.notice_days and notices.lists_them_now(organisation))


def _start(processor: Processor, today: dt.date) -> dt.date | None:
    """The first day from today on which it works; None when it never will."""
    if processor.until is not None and processor.until <= today:
        return None
    return max(processor.since or today, today)


def _is_news(processor: Processor, before: Processor | None, starts: dt.date) -> bool:
    """Whether readers have not been told of that, or of something sooner."""
    today = notices.today(processor.organisation)
    if before is None:
        return True
    if before.applies(today):  # it works already: an earlier day corrects the register
        return starts > today
    known = _standing(before, What.ADDED)
    if known is None or known.effective_on <= today:
        return _start(before, today) != starts
    return starts < known.effective_on or _differs(processor, before)


def _plan(processor: Processor, before: Processor | None) -> dict[str, dt.date | None]:
    """From which day on readers should be told of what; None: of nothing."""
    today = notices.today(processor.organisation)
    starts = _start(processor, today)
    works = before is not None and before.applies(today)
    begins = None if works and starts == today else starts
    if begins == today:
        begins = processor.since or today
    ends = processor.until if processor.until and processor.until >= today else None
    return {What.ADDED: begins, What.REMOVED: ends if works or starts else None}


def _standing(processor: Processor, what: str) -> ProcessorNotice | None:
    """What readers were told last of that and still believe."""
    rows = ProcessorNotice.objects.standing().filter(processor=processor.pk, what=what)
    found: ProcessorNotice | None = rows.order_by("-announced_at", "-pk").first()
    return found


def _says(notice: ProcessorNotice, processor: Processor, day: dt.date | None) -> bool:
    return notice.effective_on == day and notice.facts == _facts(processor, notice.what)


def _facts(processor: Processor, what: str) -> dict[str, Any]:
    """The public data; the other end of the period is another announcement's."""
    entry = processor.entry().as_dict()
    other = "until" if what == What.ADDED else "from"
    entry.get("attributes", {}).pop(other, None)
    return entry


def _differs(processor: Processor, before: Processor) -> bool:
    return any(getattr(processor, n) != getattr(before, n) for n in WEIGHTY)


def _announce(
    actor: Any,
    processor: Processor,
    what: str,
    day: dt.date,
    reason: str,
    replaced: ProcessorNotice | None,
) -> ProcessorNotice:
    organisation = processor.organisation
    late = what == What.ADDED and day < first_day(organisation)
    row: ProcessorNotice = ProcessorNotice.objects.create(
        organisation=organisation, processor=processor, what=what,
        name=processor.name, facts=_facts(processor, what), effective_on=day,
        announced_by=audit.actor_id(actor), reason=reason.strip() if late else "",
        replaces=replaced,
    )  # fmt: skip
    _touch(organisation, row.announced_at)
    audit.record(
        row.announced_by, "announce processor", processor, organisation,
        what=what, day=day.isoformat(), **({"reason": row.reason} if row.reason else {}),
    )  # fmt: skip
    announcing.processor(row)
    return row


def _give_up(
    actor: Any, notice: ProcessorNotice | None, organisation: Organisation
) -> ProcessorNotice | None:
    """Take an announcement back; one whose day has come stands, it is history."""
    if notice is None or notice.effective_on <= notices.today(organisation):
        return None
    notice.taken_back_at = timezone.now()
    notice.taken_back_by = audit.actor_id(actor)
    notice.save(update_fields=["taken_back_at", "taken_back_by"])
    _touch(organisation, notice.taken_back_at)
    audit.record(
        notice.taken_back_by, "take back announcement", notice.name, organisation,
        what=notice.what, day=notice.effective_on.isoformat(),
    )  # fmt: skip
    announcing.processor(notice)
    return notice


def _touch(organisation: Organisation, moment: dt.datetime) -> None:
    """Pages say when their frame changed last (Last-Modified)."""
    Organisation.objects.filter(pk=organisation.pk).update(updated_at=moment)


def _ask_for_a_day(first: dt.date) -> str:
    return _(
        "Say from when this company processes data: readers of the policies in force are "
        "told ahead. The first possible day is %(day)s."
    ) % {"day": _written(first)}


def _too_soon(organisation: Organisation, first: dt.date) -> str:
    return _(
        "Readers are told %(count)d days ahead: choose %(day)s or a later day. If it "
        "can't wait, tick “announce at shorter notice” and say why."
    ) % {"count": organisation.notice_days, "day": _written(first)}


def _written(day: dt.date) -> str:
    return wording.day(day, (get_language() or "nl")[:2])
