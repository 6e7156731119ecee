"""Host: a host name that serves an organisation."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from organisations import hostnames, validators
from organisations.models.organisation import Organisation


class Host(models.Model):
    """A host name on which an organisation's policies are read; one is canonical.

    The name is stored in its normal form (lower case, A-labels, no port or dot).
    """

    name = models.CharField(
        _("host name"), max_length=253, unique=True, validators=[validators.host_name]
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="hosts",
        verbose_name=_("organisation"),
    )
    canonical = models.BooleanField(
        _("canonical"), default=False,
        help_text=_("The address that search engines and links are given."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering = ["-canonical", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(canonical=True),
                name="one_canonical_host",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a name that is rebranded away or that staff sign in on."""
        from django.conf import settings

        from organisations.models.rebranding import Rebranding

        self.name = hostnames.normalise(self.name)
        if self.name == hostnames.normalise(settings.ADMIN_HOST):
            raise ValidationError({"name": _("This is the host of the admin.")})
        if Rebranding.objects.filter(old_host=self.name, old_path="").exists():
            raise ValidationError(
                {
                    "name": _(
                        "This host is a rebranded one: remove the rebranding first."
                    )
                }
            )

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and give the organisation's Site the canonical name."""
        self.name = hostnames.normalise(self.name) or self.name
        super().save(*args, **kwargs)
        if self.canonical:
            site = self.organisation.site
            site.domain, site.name = self.name, self.organisation.trade_name[:50]
            site.save()
