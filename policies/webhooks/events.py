"""What other systems are told, and to whom: writes messages, sends none.

Called inside the transaction of a deed. The members are those of the formats
(`Edition.as_dict`), so that a receiver knows them from the API and the JSON download.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone

from organisations.addresses import absolute
from organisations.languages import codes, texts
from organisations.models import Organisation
from policies import editions, notices, paths
from policies.models import (
    Event,
    ProcessorNotice,
    Version,
    Webhook,
    WebhookDelivery,
    Withdrawal,
)
from policies.models.webhook import TEST
from policies.richtext import plain


def published(version: Version) -> list[WebhookDelivery]:
    """A version was published: it holds now, or from a later moment on."""
    ahead = version.effective_from > timezone.now()
    event = Event.SCHEDULED if ahead else Event.PUBLISHED
    return _tell(version.policy.organisation, event, lambda: _version(version))


def withdrawn(version: Version, row: Withdrawal) -> list[WebhookDelivery]:
    """A version holds no longer, or never will: its schedule was cancelled."""
    ahead = row.at < version.effective_from
    event = Event.CANCELLED if ahead else Event.WITHDRAWN

    def data() -> dict[str, Any]:
        why = {"withdrawn_at": _utc(row.at), "reason": texts(row, "reason")}
        return {**_version(version), **why}

    return _tell(version.policy.organisation, event, data)


def processor(notice: ProcessorNotice) -> list[WebhookDelivery]:
    """A change of processors was announced, or an announcement taken back."""
    back = notice.taken_back_at
    event = Event.TAKEN_BACK if back else Event.ANNOUNCED
    return _tell(notice.organisation, event, lambda: _processor(notice))


def _processor(notice: ProcessorNotice) -> dict[str, Any]:
    organisation, entry = notice.organisation, notice.entry
    back = notice.taken_back_at
    return {
        "organisation": _organisation(organisation),
        "notice": str(notice.uid),
        "change": notice.what,
        "effective_on": notice.effective_on.isoformat(),
        "announced_at": _utc(notice.announced_at),
        **({"taken_back_at": _utc(back)} if back else {}),
        "replaces": str(notice.replaces.uid) if notice.replaces else None,
        "processor": {
            "code": entry.id,
            "name": notice.name,
            "service": {code: plain(t) for code, t in entry.description.items()},
            **entry.attributes,
        },
        "sentence": {
            code: notices.told(notice, organisation, code).sentence for code in codes()
        },
        "addresses": {
            code: absolute(organisation, paths.own(code, "processors"))
            for code in codes()
        },
    }


def test(webhook: Webhook) -> WebhookDelivery:
    """A message that says nothing, to see whether it arrives."""
    data = {"organisation": _organisation(webhook.organisation)}
    return _write([webhook], TEST, data)[0]


def _tell(
    organisation: Organisation, event: str, data: Callable[[], Mapping[str, Any]]
) -> list[WebhookDelivery]:
    """Put together what is said only when somebody is to hear it."""
    rows = Webhook.objects.filter(organisation=organisation, active=True)
    receivers = [row for row in rows if event in row.events]
    return _write(receivers, event, data()) if receivers else []


def _write(
    receivers: Iterable[Webhook], event: str, data: Mapping[str, Any]
) -> list[WebhookDelivery]:
    """The same words to each, every message with an id of its own."""
    now = timezone.now()
    message = {"type": str(event), "timestamp": _utc(now), "data": data}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    made = [
        WebhookDelivery(
            webhook=receiver, type=event, body=body, created_at=now, next_attempt=now
        )
        for receiver in receivers
    ]
    return WebhookDelivery.objects.bulk_create(made)


def _version(version: Version) -> dict[str, Any]:
    edition = editions.of(version)
    return {
        "organisation": _organisation(version.policy.organisation),
        "title": dict(edition.document.title),
        **edition.as_dict(),
    }


def _organisation(organisation: Organisation) -> dict[str, str]:
    return {"code": organisation.slug, "name": organisation.trade_name}


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
