"""Preference: how a member of staff wants to be written to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Preference(models.Model):
    """What one person chose. Without a row, every message comes."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference",
        verbose_name=_("person"),
    )  # fmt: skip
    language = models.CharField(
        _("language of messages"), max_length=5, blank=True,
        help_text=_("Empty: the default language of the organisation."),
    )  # fmt: skip
    # Kinds of message; what is not listed is sent, so that a new kind reaches everybody.
    muted = models.JSONField(_("switched off"), default=list, blank=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.user)

    def wants(self, kind: str) -> bool:
        """Whether messages of that kind may be sent."""
        return kind not in self.muted
