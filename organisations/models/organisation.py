"""Organisation: who publishes, with every fact that its policies print (F26)."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.sites.models import Site
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from organisations import validators
from organisations.languages import codes, texts
from organisations.models.authority import SupervisoryAuthority

FACTS = (
    "slug", "trade_name", "legal_name", "controller", "parent_name", "street",
    "postal_code", "city", "country", "phone", "email", "website", "ticket_url",
    "kvk", "vat", "dpo_email", "dpo_phone", "address_form", "covered_domains",
)  # fmt: skip


class Organisation(models.Model):
    """A publisher of policies with its own hosts and legal staff.

    Its facts are copied into each version when it is published: changing them here
    changes drafts and the page's frame, never a published text.
    """

    class AddressForm(models.TextChoices):
        """How Dutch texts address the reader."""

        FORMAL = "formal", _("u (formal)")
        INFORMAL = "informal", _("je (informal)")

    slug = models.SlugField(_("code"), unique=True)
    site = models.OneToOneField(Site, models.PROTECT, editable=False)
    trade_name = models.CharField(_("trade name"), max_length=100)
    legal_name = models.CharField(_("legal name"), max_length=150)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="daughters",
        verbose_name=_("parent organisation"),
    )  # fmt: skip
    parent_name = models.CharField(
        _("parent's printed name"), max_length=150, blank=True,
        help_text=_("When the parent is not an organisation here."),
    )  # fmt: skip
    controller = models.CharField(
        _("controller"), max_length=150, blank=True,
        help_text=_("Who decides about the data, when it is not the legal name above."),
    )  # fmt: skip
    street = models.CharField(_("street and number"), max_length=150, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country code"), max_length=2, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    ticket_url = models.URLField(_("ticket system"), blank=True)
    kvk = models.CharField(
        _("KvK number"), max_length=8, blank=True, validators=[validators.kvk_number]
    )
    vat = models.CharField(_("VAT number"), max_length=20, blank=True)
    dpo_name = models.CharField(
        _("data protection officer"), max_length=150, blank=True
    )
    dpo_email = models.EmailField(_("officer's e-mail"), blank=True)
    dpo_phone = models.CharField(_("officer's telephone"), max_length=20, blank=True)
    authority = models.ForeignKey(
        SupervisoryAuthority, models.PROTECT, null=True, blank=True,
        verbose_name=_("supervisory authority"),
    )  # fmt: skip
    covered_domains = models.JSONField(
        _("domains covered"), default=list, blank=True,
        help_text=_("Addresses of sites that the policies cover."),
    )  # fmt: skip
    logo = models.CharField(
        _("logo"), max_length=200, blank=True,
        help_text=_("A file under static/, like logos/name.svg."),
    )  # fmt: skip
    logo_dark = models.CharField(_("logo on dark"), max_length=200, blank=True)
    accent = models.CharField(
        _("accent colour"), max_length=7, default="#0a5c8f",
        validators=[validators.readable_on_light],
    )  # fmt: skip
    accent_dark = models.CharField(
        _("accent colour on dark"), max_length=7, default="#7cc4f5",
        validators=[validators.readable_on_dark],
    )  # fmt: skip
    address_form = models.CharField(
        _("form of address"), max_length=10, choices=AddressForm, default="formal"
    )
    default_language = models.CharField(
        _("default language"), max_length=5, default="nl"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Amsterdam"
    )
    single_person = models.BooleanField(
        _("one person may write and approve"), default=False,
        help_text=_("Otherwise who wrote a draft can't approve it. "
                    "What a single person approved is recorded as such."),
    )  # fmt: skip
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"), default=30, validators=[MaxValueValidator(365)],
        help_text=_("How many days ahead readers are told of a new processor. "
                    "0: they are not told ahead."),
    )  # fmt: skip
    objection_email = models.EmailField(
        _("e-mail for objections"), blank=True,
        help_text=_("Where readers object to a new processor. Left empty: the data "
                    "protection officer's, or the organisation's own."),
    )  # fmt: skip
    objection_text = models.CharField(
        _("how to object"), max_length=300, blank=True,
        help_text=_("A sentence that replaces the usual one."),
    )  # fmt: skip
    gpc_since = models.DateField(
        _("honours Global Privacy Control since"), null=True, blank=True,
        help_text=_("From that day on the organisation's sites take the browser's signal "
                    "as an objection. Left empty, they say nothing about it."),
    )  # fmt: skip
    security_contact = models.CharField(
        _("contact for security problems"), max_length=200, blank=True,
        validators=[validators.security_contact],
        help_text=_("An e-mail address or a page (https) for who found a weakness."),
    )  # fmt: skip
    landing = models.TextField(_("introduction of the landing page"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["trade_name"]

    def __str__(self) -> str:
        return self.trade_name

    def clean(self) -> None:
        """Normalise numbers; refuse circles of parents, unknown zones, foreign logos."""
        self._each(("phone", "dpo_phone"), validators.e164)
        self._each(("logo", "logo_dark"), validators.logo)
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError({"time_zone": _("Unknown time zone.")})
        if self.default_language not in codes():
            raise ValidationError({"default_language": _("Unknown language.")})
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.pk == self.pk:
                raise ValidationError(
                    {"parent": _("An organisation can't be its own parent.")}
                )
            ancestor = ancestor.parent

    def _each(self, names: Iterable[str], check: Callable[[str], str]) -> None:
        """Put what is filled in through a check that answers its normal form."""
        for name in names:
            if value := getattr(self, name):
                try:
                    setattr(self, name, check(value))
                except ValidationError as error:
                    raise ValidationError({name: error}) from None

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the django Site that CMS pages hang on."""
        if not self.site_id:
            self.site = Site.objects.create(
                domain=f"{self.slug}.invalid", name=self.slug
            )
        super().save(*args, **kwargs)

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete it with its Site; refused while there are policies or audit entries."""
        site = self.site
        deleted = super().delete(*args, **kwargs)
        site.delete()
        return deleted

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The organisation's time zone: its days begin at this zone's midnight."""
        return zoneinfo.ZoneInfo(self.time_zone)

    def facts(self) -> dict[str, Any]:
        """What a Document keeps of the organisation; empty facts are absent."""
        facts: dict[str, Any] = {name: getattr(self, name) for name in FACTS}
        facts["controller"] = self.controller or self.legal_name
        if self.parent is not None:
            facts["parent_name"] = self.parent_name or self.parent.legal_name
        facts["dpo_name"] = texts(self, "dpo_name")
        if self.authority is not None:
            facts["authority"] = {
                name: value for name, value in self.authority.facts().items() if value
            }
        return {name: value for name, value in facts.items() if value}
