"""ProcessorNotice: what readers were told ahead of a change of processors (F88)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from policies.document import Entry
from policies.models.processor import Processor


class NoticeQuerySet(models.QuerySet[Any]):
    """Questions about announcements."""

    def standing(self) -> NoticeQuerySet:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def upcoming(self, today: dt.date) -> NoticeQuerySet:
        """Those that stand, and whose day lies ahead; the next one first."""
        return (
            self.standing()
            .filter(effective_on__gt=today)
            .order_by("effective_on", "announced_at", "pk")
        )


class ProcessorNotice(models.Model):
    """One announcement: from that day on a company will, or will no longer, process data.

    What it said never changes, whatever becomes of the register's row: ``facts`` is a
    copy of it as it was told. A change of plan takes the notice back, which is written
    beside it, and makes another one that ``replaces`` it.
    """

    class What(models.TextChoices):
        """Which change is announced."""

        ADDED = "added", _("begins")
        REMOVED = "removed", _("ends")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="processor_notices",
        verbose_name=_("organisation"),
    )  # fmt: skip
    processor = models.ForeignKey(
        Processor, models.SET_NULL, null=True, related_name="notices",
        verbose_name=_("processor"),
    )  # fmt: skip
    what = models.CharField(_("change"), max_length=10, choices=What)
    name = models.CharField(_("company"), max_length=150)
    facts = models.JSONField(_("what was announced"))
    effective_on = models.DateField(_("takes effect on"))
    announced_at = models.DateTimeField(_("announced at"), default=timezone.now)
    announced_by = models.CharField(_("announced by"), max_length=50)
    reason = models.TextField(_("why at shorter notice"), blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        verbose_name=_("replaces"),
    )  # fmt: skip
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    taken_back_by = models.CharField(_("taken back by"), max_length=50, blank=True)

    objects: ClassVar[Any] = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a processor")
        verbose_name_plural = _("notices of processors")
        ordering = ["-announced_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "effective_on"], name="notices_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.effective_on.isoformat()}"

    @property
    def entry(self) -> Entry:
        """The processor as it was announced, as a row of a Document."""
        return Entry.from_dict(self.facts)
