"""Processor: a company that handles data for the organisation; a register (F41)."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.languages import texts
from organisations.models import Organisation
from policies import document, richtext
from policies.kinds.processors import KIND
from policies.kinds.shared import MECHANISMS


class Processor(models.Model):
    """One row of an organisation's register of processors (GDPR art. 28, 30).

    Publishing copies the rows of that day into the version: a later change here does
    not alter what was published.
    """

    class Role(models.TextChoices):
        """Whose processor it is."""

        PROCESSOR = "processor", _("processor")
        SUB_PROCESSOR = "sub_processor", _("sub-processor")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="processors",
        verbose_name=_("organisation"),
    )  # fmt: skip
    uid = models.SlugField(_("code"), max_length=80)
    position = models.PositiveIntegerField(_("position"), default=0)
    name = models.CharField(_("company"), max_length=150)
    service = models.CharField(_("service"), max_length=300)
    scope = models.CharField(_("applies only to"), max_length=200, blank=True)
    country = models.CharField(_("country code"), max_length=2, blank=True)
    mechanism = models.CharField(
        _("transfer mechanism"), max_length=20, blank=True, choices=MECHANISMS
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default="processor")
    privacy_url = models.URLField(_("privacy policy"), blank=True)
    dpa_url = models.URLField(_("processing agreement"), blank=True)
    opt_out_url = models.URLField(_("opt out"), blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("processor")
        verbose_name_plural = _("processors")
        ordering = ["organisation", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "uid"], name="one_processor"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="processor_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("The end lies before the beginning.")})

    def applies(self, on: dt.date) -> bool:
        """Whether it works for the organisation on that day."""
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or self.until > on)

    def entry(self) -> document.Entry:
        """The row as it stands in a Document."""
        attributes = {
            "country": self.country,
            "mechanism": self.mechanism,
            "role": self.role if self.role == self.Role.SUB_PROCESSOR else "",
            "scope": texts(self, "scope"),
            "privacy_url": self.privacy_url,
            "dpa_url": self.dpa_url,
            "opt_out_url": self.opt_out_url,
            "from": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
        }
        names = dict.fromkeys(texts(self, "service"), self.name) or {"nl": self.name}
        return document.Entry(
            id=self.uid,
            term=names,
            description={
                code: richtext.from_plain(text)
                for code, text in texts(self, "service").items()
            },
            attributes={a.name: attributes[a.name] for a in KIND.attributes
                        if attributes[a.name]},
        )  # fmt: skip
