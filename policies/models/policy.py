"""Policy: one document of an organisation, through all its versions."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.languages import texts
from organisations.models import Organisation
from policies.states import POLICY_KINDS


class Policy(models.Model):
    """A privacy policy, cookie policy or other document with an address per language.

    Its title and slug are where it is found; what it says is in its versions.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="policies",
        verbose_name=_("organisation"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=POLICY_KINDS)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80)
    position = models.PositiveIntegerField(_("position"), default=0)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers",
        verbose_name=_("follows"),
        help_text=_("The parent's policy of which this one takes sections."),
    )  # fmt: skip
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"), default=12
    )
    next_review = models.DateField(_("next review"), null=True, blank=True)
    # By section, every anchor that it was published under: links from elsewhere to one
    # that it no longer has still lead to it.
    anchors = models.JSONField(default=dict, blank=True, editable=False)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["organisation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", f"slug_{code}"], name=f"one_policy_at_{code}"
            )
            for code in ("nl", "en")
        ]

    def __str__(self) -> str:
        return self.title_in((get_language() or "nl")[:2]) or str(self.uid)

    def slug_in(self, language: str) -> str:
        """The slug in that language, or of another one where it has none."""
        slugs = texts(self, "slug")
        return slugs.get(language) or next(iter(slugs.values()), "")

    def title_in(self, language: str) -> str:
        """The title in that language, or in another one where it has none."""
        titles = texts(self, "title")
        return titles.get(language) or next(iter(titles.values()), "")

    def path(self, language: str) -> str:
        """The path of the text in force, on the organisation's host."""
        return f"/{language}/{self.slug_in(language)}/"
