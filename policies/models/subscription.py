"""Readers who asked to be told of changes by e-mail, and what each is told (F61)."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from policies.models.policy import Policy


class Subscription(models.Model):
    """A reader's address, with the language and what they want to be told of.

    This is the only row that holds the address; what is sent hangs on it and goes with
    it. Until ``confirmed_at`` is set, nobody has shown that the address is theirs.
    """

    # The links in messages are made of it, signed: the database alone opens none.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="subscriptions",
        verbose_name=_("organisation"),
    )  # fmt: skip
    email = models.EmailField(_("e-mail"), max_length=254)  # in small letters
    language = models.CharField(_("language"), max_length=5)
    everything = models.BooleanField(_("all policies"), default=False)
    policies = models.ManyToManyField(
        Policy, blank=True, related_name="subscriptions", verbose_name=_("policies")
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    # How often in a row the mail server said that there is no such address.
    refusals = models.PositiveSmallIntegerField(_("refusals"), default=0)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], name="one_subscription"
            )
        ]
        indexes = [
            models.Index(fields=["email", "asked_at"], name="subscription_asked")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.pk}"  # no address in logs and lists


class Announcement(models.Model):
    """Something that readers are told of once: who is told was settled with it.

    ``object_id`` is the key of what ``subject`` names (`policies.news`). The row stays, so
    that nobody is told again.
    """

    subject = models.CharField(_("about"), max_length=20)
    object_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("announced at"), default=timezone.now)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "object_id"], name="announced_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_id}"


class Letter(models.Model):
    """One e-mail to one reader about one announcement: what became of sending it."""

    # The Message-ID is made of it: a mailbox knows a letter that comes twice.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    announcement = models.ForeignKey(
        Announcement, models.CASCADE, related_name="letters"
    )
    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="letters"
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # Nobody may try before this moment: a pause after a failure, and while one process
    # tries, what keeps the others away. None: it is given up.
    next_attempt = models.DateTimeField(default=timezone.now, null=True)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["announcement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "subscription"], name="one_letter"
            )
        ]
        indexes = [
            models.Index(
                fields=["announcement", "next_attempt"],
                condition=models.Q(sent_at=None),
                name="letters_to_send",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)
