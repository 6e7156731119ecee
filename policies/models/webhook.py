"""Webhook: another system that is told of what happens; and what it was sent (F83)."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation

PREFIX = "whsec_"
# After a rotation both secrets sign, so that the receiver has time to take the new one.
OVERLAP = dt.timedelta(hours=24)


class Event(models.TextChoices):
    """What a receiver can ask to be told of."""

    PUBLISHED = "version.published", _("a version is published")
    SCHEDULED = "version.scheduled", _("a version is scheduled")
    WITHDRAWN = "version.withdrawn", _("a version is withdrawn")
    CANCELLED = "schedule.cancelled", _("a schedule is cancelled")
    ANNOUNCED = "processor.announced", _("a change of processors is announced")
    TAKEN_BACK = "processor.taken_back", _("such an announcement is taken back")


class Trouble(models.TextChoices):
    """Why a message did not arrive, in plain words."""

    ADDRESS = "address", _("the address may not be used")
    PRIVATE = "private", _("the name leads to an address inside our own network")
    NAME = "name", _("no machine of that name was found")
    CONNECTION = "connection", _("no connection could be made")
    CERTIFICATE = "certificate", _("the receiver's certificate is not valid")
    TIME = "time", _("the receiver did not answer in time")
    REDIRECT = "redirect", _("the receiver sent us on to another address")
    ANSWER = "answer", _("the receiver did not accept the message")


# Sent on request only, to see whether messages arrive.
TEST = "test"


def new_secret() -> str:
    """A key of 32 random bytes, written as Standard Webhooks has it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


class Webhook(models.Model):
    """An address of another system, and the secret with which messages are signed.

    The secret is needed to sign, so it is kept; staff see it once.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="webhooks",
        verbose_name=_("organisation"),
    )  # fmt: skip
    description = models.CharField(_("description"), max_length=150)
    url = models.CharField(_("address"), max_length=500)
    events = models.JSONField(_("is told when"), default=list)
    active = models.BooleanField(
        _("in use"), default=True,
        help_text=_("Switched off, it is told of nothing new."),
    )  # fmt: skip
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    former_secret = models.CharField(max_length=100, blank=True, editable=False)
    rotated_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(
        _("added at"), default=timezone.now, editable=False
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["organisation", "pk"]

    def __str__(self) -> str:
        return self.description

    def secrets_at(self, moment: dt.datetime) -> list[str]:
        """What signs a message at that moment: the secret, and shortly the former one."""
        recently = self.rotated_at and moment < self.rotated_at + OVERLAP
        former = [self.former_secret] if self.former_secret and recently else []
        return [self.secret, *former]


class DeliveryQuerySet(models.QuerySet[Any]):
    """Questions about messages."""

    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        """What should be tried now, the longest waiting first."""
        return self.filter(delivered_at=None, next_attempt__lte=now).order_by(
            "next_attempt", "pk"
        )


class WebhookDelivery(models.Model):
    """One message to one receiver: its words, fixed, and how sending it goes.

    ``next_attempt`` is when it is tried (again); None when nobody will: it arrived, or
    it was given up. It is deleted after a month.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    type = models.CharField(_("event"), max_length=40)
    body = models.TextField(_("message"))
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt = models.DateTimeField(
        _("next attempt"), null=True, default=timezone.now
    )
    attempted_at = models.DateTimeField(_("last attempt"), null=True)
    last_status = models.PositiveSmallIntegerField(_("answer"), null=True)
    trouble = models.CharField(
        _("what went wrong"), max_length=20, choices=Trouble, blank=True
    )
    last_error = models.TextField(_("what the system said"), blank=True)
    delivered_at = models.DateTimeField(_("arrived at"), null=True)

    objects: ClassVar[Any] = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt"],
                condition=Q(delivered_at=None, next_attempt__isnull=False),
                name="deliveries_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.uid}"

    @property
    def message_id(self) -> str:
        """By which a receiver knows a message that it got twice."""
        return f"msg_{self.uid.hex}"
