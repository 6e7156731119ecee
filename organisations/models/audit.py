"""AuditEntry: who did what, when. Appended to, never changed (F85)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.deeds import in_words
from organisations.immutable import ImmutableModel
from organisations.models.organisation import Organisation


class AuditEntry(ImmutableModel):
    """One thing that was done. ``actor`` is a staff id like ``user:7``, not a name:
    a colleague can leave (and be erased) without a hole in the trail."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    actor = models.CharField(_("by"), max_length=50)
    action = models.CharField(_("action"), max_length=50)
    subject = models.CharField(_("what"), max_length=200)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} · {in_words(self.action)} · {self.subject}"
