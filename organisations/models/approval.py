"""ApprovalStep: who has to approve a draft, one after the other, before it may go out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.languages import texts
from organisations.models.organisation import Organisation


class ApprovalStep(models.Model):
    """One step of an organisation's approval, like "legal" or "management".

    Without steps there is one, open to every approver. ``people`` narrows a step down;
    nobody named means every approver of the organisation.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="approval_steps",
        verbose_name=_("organisation"),
    )  # fmt: skip
    position = models.PositiveIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=80)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="approval_steps",
        verbose_name=_("people"),
        help_text=_("Nobody chosen: every approver of the organisation."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name_in((get_language() or "nl")[:2])

    def name_in(self, language: str) -> str:
        """Its name in that language, or in another one where it has none."""
        names = texts(self, "name")
        return names.get(language) or next(iter(names.values()), "")
