"""Send again: a message that did not arrive is tried once more at the next chance."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from policies import conditions
from policies.models import WebhookDelivery


def send_again(actor: Any, delivery: WebhookDelivery) -> None:
    """Have it tried now, with the same id and words. Raises `conditions.Unmet`."""
    with transaction.atomic():
        check_send_again(actor, delivery)
        # Not one that arrived meanwhile, which the receiver has.
        rows = WebhookDelivery.objects.filter(pk=delivery.pk, delivered_at=None)
        rows.update(next_attempt=timezone.now())
        webhook = delivery.webhook
        audit.record(
            audit.actor_id(actor), "send again", webhook, webhook.organisation,
            message=delivery.message_id,
        )  # fmt: skip


def check_send_again(actor: Any, delivery: WebhookDelivery) -> None:
    """Raise `conditions.Unmet` when the actor may not, or it arrived already."""
    conditions.may(actor, "manage webhooks", delivery.webhook.organisation)
    conditions.webhook_is_used(delivery.webhook)
    if delivery.delivered_at is not None:
        raise conditions.Unmet("arrived", _("This message has arrived already."))
