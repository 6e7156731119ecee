"""The registers of cookies: types with their use, and each cookie."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cookies.kinds import table
from cookies.kinds.types import COOKIE_TYPES
from organisations.languages import texts
from organisations.models import Organisation
from policies import document, richtext


class CookieType(models.Model):
    """One of the six types of cookie: what it is, whether it is used and where."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="cookie_types",
        verbose_name=_("organisation"),
    )  # fmt: skip
    type = models.CharField(_("type"), max_length=30, choices=COOKIE_TYPES)
    position = models.PositiveIntegerField(_("position"), default=0)
    name = models.CharField(_("name"), max_length=100)
    definition = models.TextField(_("definition"))
    used = models.BooleanField(_("used"), null=True)
    where = models.CharField(_("only on"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cookie type")
        verbose_name_plural = _("cookie types")
        ordering = ["organisation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "type"], name="one_cookie_type"
            )
        ]

    def __str__(self) -> str:
        return self.get_type_display()

    def entry(self) -> document.Entry:
        """The row as it stands in a Document."""
        attributes: dict[str, object] = {"type": self.type}
        if self.used is not None:
            attributes["used"] = self.used
        if where := texts(self, "where"):
            attributes["where"] = where
        return document.Entry(
            id=self.type.replace("_", "-"),
            term=texts(self, "name"),
            description={
                code: richtext.sanitise(text)
                for code, text in texts(self, "definition").items()
            },
            attributes=attributes,
        )


class Cookie(models.Model):
    """One cookie (or pattern of names) that the organisation's sites set."""

    class Party(models.TextChoices):
        """Whose domain sets it."""

        FIRST = "first", _("first party")
        THIRD = "third", _("third party")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="cookies",
        verbose_name=_("organisation"),
    )  # fmt: skip
    uid = models.SlugField(_("code"), max_length=80)
    position = models.PositiveIntegerField(_("position"), default=0)
    name = models.CharField(
        _("name or pattern"), max_length=150, help_text=_("Like _ga or _ga_*.")
    )
    provider = models.CharField(_("provider"), max_length=150, blank=True)
    party = models.CharField(_("party"), max_length=10, choices=Party, default="first")
    purpose = models.TextField(_("purpose"))
    category = models.CharField(_("type"), max_length=30, choices=COOKIE_TYPES)
    duration = models.CharField(
        _("kept for"), max_length=20, blank=True,
        help_text=_("ISO 8601, like P2Y; empty: until the browser closes."),
    )  # fmt: skip
    storage = models.CharField(
        _("storage"), max_length=20, default="cookie",
        choices=table.KIND.attribute("storage").choices,  # type: ignore[attr-defined]
    )  # fmt: skip
    domain = models.CharField(_("domain"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("cookie")
        verbose_name_plural = _("cookies")
        ordering = ["organisation", "position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "uid"], name="one_cookie")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a period that is not ISO 8601."""
        from django.core.exceptions import ValidationError

        from policies.kinds import wording

        try:
            wording.duration(self.duration or "P1D", "nl")
        except ValueError:
            raise ValidationError(
                {"duration": _("Write a period like P2Y, P6M or P30D.")}
            ) from None

    def entry(self) -> document.Entry:
        """The row as it stands in a Document."""
        attributes = {
            "provider": self.provider,
            "party": self.party,
            "category": self.category,
            "duration": self.duration,
            "session": not self.duration,
            "storage": self.storage,
            "domain": self.domain,
        }
        purposes = texts(self, "purpose")
        return document.Entry(
            id=self.uid,
            term=dict.fromkeys(purposes, self.name) or {"nl": self.name},
            description={code: richtext.from_plain(t) for code, t in purposes.items()},
            attributes={name: value for name, value in attributes.items() if value},
        )
