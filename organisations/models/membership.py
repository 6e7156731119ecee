"""Membership: which member of staff may do what for which organisation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models.organisation import Organisation


class Role(models.IntegerChoices):
    """What one may do; each role includes those before it."""

    VIEWER = 10, _("viewer: reads drafts and history")
    EDITOR = 20, _("editor: writes drafts and registers")
    APPROVER = 30, _("approver: publishes")
    OWNER = 40, _("owner: hosts, facts and colleagues")


class Membership(models.Model):
    """One person's role in one organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships",
        verbose_name=_("person"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships",
        verbose_name=_("organisation"),
    )  # fmt: skip
    role = models.IntegerField(_("role"), choices=Role, default=Role.EDITOR)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], name="one_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
