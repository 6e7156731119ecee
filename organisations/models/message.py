"""Message: the outbox of e-mails to staff."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """What a message is about. Each can be switched off by its receiver."""

    REVIEW_ASKED = "review_asked", _("Somebody asks for a review of a draft")
    APPROVED = "approved", _("A draft is approved")
    REJECTED = "rejected", _("A draft is sent back with a comment")
    PUBLISHED = "published", _("A version is published")
    REVIEW_OVERDUE = "review_overdue", _("The review of a policy is overdue")


class Message(models.Model):
    """One e-mail to one person, as it was written when something happened.

    The text never changes afterwards; what changes is how sending it goes. Sent or not,
    it is deleted after a month (`organisations.mail.tidy`): it names people.
    """

    # The Message-ID is made of it, so that a receiver knows a message sent twice.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail",
        verbose_name=_("person"),
    )  # fmt: skip
    to = models.EmailField(_("e-mail"), max_length=254)
    kind = models.CharField(_("about"), max_length=20, choices=MessageKind)
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField()
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # Nobody may try before this moment: a pause after a failure, and while one process
    # tries, what keeps the others away.
    next_attempt = models.DateTimeField(default=timezone.now)
    last_error = models.TextField(_("last error"), blank=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["next_attempt"],
                condition=models.Q(sent_at=None),
                name="messages_to_send",
            )
        ]

    def __str__(self) -> str:
        return self.subject
