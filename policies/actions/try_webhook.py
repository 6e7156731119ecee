"""Try: send a webhook a message that says nothing, to see whether it arrives."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from organisations import audit
from policies import conditions
from policies.models import Webhook, WebhookDelivery
from policies.webhooks import events


def try_webhook(actor: Any, webhook: Webhook) -> WebhookDelivery:
    """Put a test message in the queue. Raises `conditions.Unmet`."""
    with transaction.atomic():
        check_try(actor, webhook)
        made = events.test(webhook)
        organisation = webhook.organisation
        audit.record(audit.actor_id(actor), "try webhook", webhook, organisation)
    return made


def check_try(actor: Any, webhook: Webhook) -> None:
    """Raise `conditions.Unmet` when the actor may not, or nothing would be sent."""
    conditions.may(actor, "manage webhooks", webhook.organisation)
    conditions.webhook_is_used(webhook)
