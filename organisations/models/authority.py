"""SupervisoryAuthority: whom one can complain to (GDPR art. 13(2)(d), 77)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.languages import texts


class SupervisoryAuthority(models.Model):
    """A supervisory authority, one record for all organisations that fall under it."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, default="NL")
    url = models.URLField(_("website"), blank=True)
    complaint_url = models.URLField(_("complaint page"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    address = models.CharField(_("postal address"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("supervisory authority")
        verbose_name_plural = _("supervisory authorities")
        ordering = ["code"]

    def __str__(self) -> str:
        return next(iter(texts(self, "name").values()), self.code)

    def facts(self) -> dict[str, Any]:
        """What a Document keeps of the authority."""
        return {
            "code": self.code,
            "name": texts(self, "name"),
            "country": self.country,
            "url": self.url,
            "complaint_url": self.complaint_url,
            "phone": self.phone,
            "address": self.address,
        }
