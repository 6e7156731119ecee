"""Version: one publication of a policy. Appended to one log, never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any, ClassVar

import rfc8785
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.immutable import ImmutableModel, ImmutableQuerySet
from organisations.languages import texts
from policies.document import Document
from policies.models.policy import Policy
from policies.states import IN_FORCE, SCHEDULED, SUPERSEDED, WITHDRAWN

GENESIS = "0" * 64


class LogHead(models.Model):
    """The end of the installation's log: the last sequence number and digest.

    One row. Locking it makes publishing one at a time, so numbers have no gaps and no
    doubles, and a log cut off at its end is found out.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("end of the log")
        verbose_name_plural = _("end of the log")

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:12]}"


class LogRecord(ImmutableModel):
    """A row of the log: it carries the digest of the row before it."""

    sequence = models.PositiveBigIntegerField(_("place in the log"), unique=True)
    previous_digest = models.CharField(_("digest of the row before"), max_length=64)
    record_digest = models.CharField(_("digest of the row"), max_length=64, unique=True)

    class Meta:
        abstract = True

    def record(self) -> dict[str, Any]:
        """Everything that the record digest covers, as plain data."""
        raise NotImplementedError

    def computed_digest(self) -> str:
        """SHA-256 of the record's canonical JSON (RFC 8785)."""
        return hashlib.sha256(rfc8785.dumps(self.record())).hexdigest()


class VersionQuerySet(ImmutableQuerySet):
    """Questions about versions. "In force" is decided by the moment asked about."""

    def effective(self, at: dt.datetime) -> VersionQuerySet:
        """Those that took effect by then, the latest first.

        A scheduled version that was withdrawn before its day never took effect: the
        text before it goes on.
        """
        return (
            self.filter(effective_from__lte=at)
            .exclude(withdrawal__at__lt=models.F("effective_from"))
            .order_by("-effective_from", "-number")
        )

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
            models.UniqueConstraint(
                fields=["policy", "effective_from"], name="one_version_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"

    @property
    def document(self) -> Document:
        """The Document as it was published."""
        return Document.from_dict(json.loads(self.canonical))

    @property
    def withdrawn(self) -> Withdrawal | None:
        """The row that withdrew this version, if there is one."""
        return getattr(self, "withdrawal", None)

    def state(self, at: dt.datetime, current: Version | None) -> str:
        """The state at that moment, given the version in force then."""
        if self.withdrawn is not None:
            return WITHDRAWN
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
            "effective_from": _utc(self.effective_from),
            "published_at": _utc(self.published_at),
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
            "at": _utc(self.at),
            "actor": self.actor,
            "reason": texts(self, "reason"),
            "previous": self.previous_digest,
        }


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
