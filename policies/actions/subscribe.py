"""Subscribe: ask to be told of changes, confirm it by mail, and end it (F61)."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import mail
from organisations.mail import transport
from organisations.models import Organisation
from policies.conditions import Unmet
from policies.models import Subscription
from policies.news import links
from policies.news.links import Wish
from policies.news.post import mail_to

logger = logging.getLogger(__name__)

# Nobody's mailbox can be filled from here: one message an hour and organisation, …
PAUSE = dt.timedelta(hours=1)
# … so many from all the installation's organisations together, …
MOST_TO_AN_ADDRESS = 3
# … and so many of one organisation to anybody.
MOST_OF_AN_ORGANISATION = 200


def subscribe(organisation: Organisation, email: str, wish: Wish) -> None:
    """Send a message by which the reader confirms that wish.

    Nothing tells the asker whether the address is known, or was asked for before.
    Raises `Unmet` when no message can be sent to anybody now.
    """
    now = timezone.now()
    check_subscribe(organisation, now)
    row = _asked(organisation, email.strip().lower(), wish, now)
    if row is not None:
        _send(row, wish, now)


def check_subscribe(organisation: Organisation, now: dt.datetime) -> None:
    """Raise `Unmet` while the organisation has sent too many of these messages."""
    recent = Subscription.objects.filter(
        organisation=organisation, asked_at__gt=now - PAUSE
    )
    if recent.count() >= MOST_OF_AN_ORGANISATION:
        raise Unmet(
            "busy", _("Very many people subscribe at the moment. Try again in an hour.")
        )


def confirm(row: Subscription, wish: Wish) -> bool:
    """The address is the reader's: tell it of that. False when it is gone meanwhile.

    A wish that comes later replaces the one before it.
    """
    with transaction.atomic():
        found = Subscription.objects.select_for_update().filter(pk=row.pk).first()
        if found is None:
            return False
        found.language, found.everything = wish.language, wish.everything
        found.confirmed_at = found.confirmed_at or timezone.now()
        found.refusals = 0
        found.save()
        found.policies.set(wish.policies)
    return True


def unsubscribe(row: Subscription) -> None:
    """Delete the address and all that hangs on it, letters not sent yet too."""
    Subscription.objects.filter(pk=row.pk).delete()


def forget_unconfirmed() -> int:
    """Delete the addresses that nobody confirmed in time; answers how many."""
    late = Subscription.objects.filter(
        confirmed_at=None, asked_at__lt=timezone.now() - links.VALID
    )
    return late.delete()[1].get(Subscription._meta.label, 0)


def _asked(
    organisation: Organisation, email: str, wish: Wish, now: dt.datetime
) -> Subscription | None:
    """The row to write to; None when that address was written to just now."""
    recent = Subscription.objects.filter(_mailbox(email), asked_at__gt=now - PAUSE)
    if recent.count() >= MOST_TO_AN_ADDRESS:
        return None
    mine = Subscription.objects.filter(organisation=organisation, email=email)
    # One UPDATE: of two requests at once, one of them finds the pause over.
    if mine.filter(asked_at__lte=now - PAUSE).update(asked_at=now):
        return mine.select_related("organisation").first()
    row = Subscription(
        organisation=organisation, email=email, asked_at=now,
        language=wish.language, everything=wish.everything,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            row.policies.set(wish.policies)
    except IntegrityError:
        return None  # it is there, and was written to within the hour
    return row


def _mailbox(email: str) -> Q:
    """The address and those that differ by what stands after a plus: one mailbox."""
    local, _at, domain = email.rpartition("@")
    name = local.partition("+")[0]
    tagged = Q(email__startswith=f"{name}+", email__endswith=f"@{domain}")
    return Q(email=f"{name}@{domain}") | tagged


def _send(row: Subscription, wish: Wish, now: dt.datetime) -> None:
    connection = None
    try:
        connection = transport.opened()
        letter = mail_to(row, _written(row, wish), uuid.uuid4(), now)
        letter.email(connection).send()
    except Exception as error:
        # Without the text of the error: it names the address.
        logger.warning("A confirmation was not sent: %s", type(error).__name__)
        if transport.blame(error) is mail.Result.AWAY:
            _ask_anew(row, now)
            raise Unmet(
                "away", _("The message can't be sent at the moment. Try again later.")
            ) from None
    finally:
        if connection is not None:
            connection.close()


def _ask_anew(row: Subscription, now: dt.datetime) -> None:
    Subscription.objects.filter(pk=row.pk).update(asked_at=now - PAUSE)


def _written(row: Subscription, wish: Wish) -> mail.Written:
    organisation = row.organisation
    words = {
        "organisation": organisation.trade_name,
        "policies": [policy.title_in(wish.language) for policy in wish.policies],
        "hours": int(links.VALID.total_seconds() // 3600),
        "url": links.confirmation(row, wish),
    }
    return mail.written("confirm", wish.language, organisation.zone, words)
