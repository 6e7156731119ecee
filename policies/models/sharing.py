"""PreviewLink: a draft shown to somebody without an account, until a day (F69)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy


class PreviewLink(models.Model):
    """A signed address for outside counsel. It shows the draft as it is at that moment,
    changes nothing, and can be revoked."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(Policy, models.CASCADE, related_name="preview_links")
    for_whom = models.CharField(_("for whom"), max_length=120)
    created_at = models.DateTimeField(_("made at"))
    created_by = models.CharField(_("made by"), max_length=50)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    seen_count = models.PositiveIntegerField(_("times opened"), default=0)
    last_seen_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("link for counsel")
        verbose_name_plural = _("links for counsel")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.for_whom

    def is_open(self, at: dt.datetime) -> bool:
        """Whether it still shows the draft at that moment."""
        return self.revoked_at is None and at < self.expires_at
