"""Rotate: give a webhook a new secret. For a day the former one signs too."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from organisations import audit
from policies import conditions
from policies.models import Webhook
from policies.models.webhook import new_secret


def rotate_secret(actor: Any, webhook: Webhook) -> str:
    """Answer the new secret: the only time that it is shown. Raises `Unmet`."""
    with transaction.atomic():
        check_rotate(actor, webhook)
        row = Webhook.objects.select_for_update().get(pk=webhook.pk)
        row.former_secret, row.secret = row.secret, new_secret()
        row.rotated_at = timezone.now()
        row.save(update_fields=["former_secret", "secret", "rotated_at"])
        # Never the secret itself: the trail is read by more people.
        audit.record(audit.actor_id(actor), "rotate secret", row, row.organisation)
    return row.secret


def check_rotate(actor: Any, webhook: Webhook) -> None:
    """Raise `conditions.Unmet` when the actor may not."""
    conditions.may(actor, "manage webhooks", webhook.organisation)
