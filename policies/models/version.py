"""Version: one publication of a policy. Appended to one log, never changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from organisations.chain import ChainHead, ChainRecord, utc
from organisations.immutable import ImmutableModel, ImmutableQuerySet
from organisations.languages import texts
from policies.document import Document
from policies.models.policy import Policy
from policies.states import (
    CANCELLED,
    IN_FORCE,
    SCHEDULED,
    SUPERSEDED,
    WITHDRAWN,
)


class LogHead(ChainHead):
    """The end of the installation's log of versions. Locking it makes publishing one
    at a time."""

    class Meta(ChainHead.Meta):
        abstract = False
        verbose_name = _("end of the log")
        verbose_name_plural = _("end of the log")


class LogRecord(ChainRecord):
    """A row of the log of versions: a version, or the word that one was withdrawn."""

    class Meta(ChainRecord.Meta):
        abstract = True


class VersionQuerySet(ImmutableQuerySet):
    """Questions about versions. "In force" is decided by the moment asked about."""

    def effective(self, at: dt.datetime) -> VersionQuerySet:
        """Those that took effect by then, the latest first.

        A scheduled version that was withdrawn before its day never took effect: the
        text before it goes on.
        """
        return (
            self.filter(effective_from__lte=at)
            .not_cancelled()
            .order_by("-effective_from", "-number")
        )

    def latest_of(
        self, policies: models.QuerySet[Policy], at: dt.datetime
    ) -> VersionQuerySet:
        """Of each of these policies the one that took effect last by then.

        Asks once for each policy, however many versions it has.
        """
        effective = Version.objects.filter(policy=models.OuterRef("pk")).effective(at)
        latest = policies.order_by().annotate(
            latest=models.Subquery(effective.values("pk")[:1])
        )
        return self.filter(pk__in=latest.values("latest"))

    def not_cancelled(self) -> VersionQuerySet:
        """Without those that were withdrawn before their day: they never took effect."""
        return self.exclude(withdrawal__at__lt=models.F("effective_from"))

    def textless(self) -> VersionQuerySet:
        """The same without their texts, of which the database reads the one fact that
        lists tell (`Version.updated`)."""
        day = KeyTextTransform("updated", Cast("canonical", models.JSONField()))
        found: VersionQuerySet = self.defer("canonical").annotate(_updated=day)
        return found

    def pending(self, policy: Policy, at: dt.datetime) -> list[Version]:
        """Those scheduled at that moment, the next one first."""
        return list(
            self.filter(policy=policy, effective_from__gt=at)
            .not_cancelled()
            .defer("canonical")
            .order_by("effective_from")
        )

    def newest(self, policy: Policy) -> Version | None:
        """The last one published, cancelled ones aside: what a draft goes on from."""
        found: Version | None = (
            self.filter(policy=policy)
            .not_cancelled()
            .select_related("withdrawal")
            .order_by("-number")
            .first()
        )
        return found

    def replaced(
        self, policy: Policy, at: dt.datetime, without: Iterable[Version] = ()
    ) -> Version | None:
        """What a text that takes effect at that moment follows on: the one before it,
        scheduled or not; ``without`` those that are given up for it."""
        found: Version | None = (
            self.filter(policy=policy)
            .exclude(pk__in=[version.pk for version in without])
            .effective(at)
            .select_related("withdrawal")
            .first()
        )
        return found

    def in_force(self, policy: Policy, at: dt.datetime) -> Version | None:
        """The version in force at that moment, if any had taken effect by then."""
        found: Version | None = (
            self.filter(policy=policy)
            .effective(at)
            .select_related("withdrawal")
            .first()
        )
        if found is not None:
            found.policy = policy
        return found


class Version(LogRecord):
    """What a policy said from a moment on: a frozen Document with its circumstances.

    Immutable and append-only: the ORM refuses, and so do triggers in the database.
    ``canonical`` is the Document's canonical JSON, of which ``digest`` is the SHA-256.
    ``publisher`` is a staff id, not a name, so that erasing a person breaks nothing.
    """

    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="versions", verbose_name=_("policy")
    )
    number = models.PositiveIntegerField(_("number"))
    canonical = models.TextField(_("document"))
    digest = models.CharField(_("digest"), max_length=64)
    effective_from = models.DateTimeField(_("in force from"))
    published_at = models.DateTimeField(_("published at"))
    publisher = models.CharField(_("published by"), max_length=50)
    note = models.TextField(_("change note"), blank=True)
    material = models.BooleanField(_("material change"), default=True)

    objects: ClassVar[Any] = VersionQuerySet.as_manager()

    class Meta(LogRecord.Meta):
        abstract = False
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="one_number"),
        ]
        # One version a moment, cancelled ones aside: a trigger (migration 0005).
        # Both have all that an order needs, so that no version is sorted or read
        # to find a few among thousands.
        indexes = [
            models.Index(
                fields=["policy", "effective_from", "number"], name="version_in_order"
            ),
            models.Index(
                fields=["policy", "published_at", "number"], name="version_by_news"
            ),
            models.Index(fields=["digest"], name="version_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"

    @cached_property
    def document(self) -> Document:
        """The Document as it was published. Read once: neither of them ever changes."""
        return Document.from_dict(json.loads(self.canonical))

    @property
    def updated(self) -> str:
        """The day of its last change that the text gives (ISO 8601), or "". Never
        another one where the row was read without its text (`textless`)."""
        if "_updated" in self.__dict__:
            return self.__dict__["_updated"] or ""
        return self.document.updated

    @property
    def withdrawn(self) -> Withdrawal | None:
        """The row that withdrew this version, if there is one."""
        return getattr(self, "withdrawal", None)

    @property
    def cancelled(self) -> bool:
        """Whether it was withdrawn before its day: it never took effect."""
        row = self.withdrawn
        return row is not None and row.at < self.effective_from

    def state(self, at: dt.datetime, current: Version | None) -> str:
        """The state at that moment, given the version in force then."""
        if self.withdrawn is not None:
            return CANCELLED if self.cancelled else WITHDRAWN
        if self.effective_from > at:
            return SCHEDULED
        return IN_FORCE if current is not None and current.pk == self.pk else SUPERSEDED

    def record(self) -> dict[str, Any]:
        """The row as plain data; moments in UTC."""
        return {
            "record": "version",
            "sequence": self.sequence,
            "policy": str(self.policy.uid),
            "number": self.number,
            "digest": self.digest,
            "effective_from": utc(self.effective_from),
            "published_at": utc(self.published_at),
            "publisher": self.publisher,
            "note": texts(self, "note"),
            "material": self.material,
            "previous": self.previous_digest,
        }


class Withdrawal(LogRecord):
    """The word that a version no longer holds, with the reason. The version stays."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(_("withdrawn at"))
    actor = models.CharField(_("withdrawn by"), max_length=50)
    reason = models.TextField(_("reason"))

    class Meta(LogRecord.Meta):
        abstract = False
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return str(self.version)

    def record(self) -> dict[str, Any]:
        """The row as plain data; moments in UTC."""
        return {
            "record": "withdrawal",
            "sequence": self.sequence,
            "version": self.version.record_digest,
            "at": utc(self.at),
            "actor": self.actor,
            "reason": texts(self, "reason"),
            "previous": self.previous_digest,
        }


class Manuscript(ImmutableModel):
    """The draft as it was written when a version was made of it: variables not filled
    in, links to clauses kept. Restoring starts from it; it proves nothing."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="manuscript")
    content = models.JSONField()

    class Meta:
        verbose_name = _("manuscript")
        verbose_name_plural = _("manuscripts")

    def __str__(self) -> str:
        return str(self.version)
