"""AuditEntry: who did what, when, from what to what. Appended, never changed (F85)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.chain import ChainHead, ChainRecord, utc
from organisations.deeds import in_words
from organisations.models.organisation import Organisation


class AuditHead(ChainHead):
    """The end of the installation's audit trail. Always the last lock taken."""

    class Meta(ChainHead.Meta):
        abstract = False
        verbose_name = _("end of the audit trail")
        verbose_name_plural = _("end of the audit trail")


class AuditEntry(ChainRecord):
    """One thing that was done. ``actor`` is a staff id like ``user:7``, not a name:
    a colleague can leave (and be erased) without a hole in the trail.

    ``details`` may hold ``changes`` (field → what it was, what it became), ``person``
    (the staff id of whom it was done to) and ``reason`` (per language).
    """

    at = models.DateTimeField(_("at"), default=timezone.now)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    actor = models.CharField(_("by"), max_length=50)
    action = models.CharField(_("action"), max_length=50)
    subject = models.CharField(_("what"), max_length=200)
    details = models.JSONField(_("details"), default=dict)

    class Meta(ChainRecord.Meta):
        abstract = False
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-sequence"]
        # For the lists of a trail without end: by deed, and by period.
        indexes = [
            models.Index(fields=["action", "organisation"], name="audit_by_deed"),
            models.Index(fields=["at"], name="audit_by_day"),
        ]

    def __str__(self) -> str:
        at = f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
        parts = (at, in_words(self.action), self.subject)
        return " · ".join(part for part in parts if part)

    def record(self) -> dict[str, Any]:
        """The row as plain data. The organisation's id alone: names may change."""
        return {
            "record": "audit",
            "sequence": self.sequence,
            "at": utc(self.at),
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "organisation": self.organisation_id,
            "details": self.details,
            "previous": self.previous_digest,
        }
