"""Draft: the one working copy of a policy. Sections and entries as rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy
from policies.states import DRAFT_STATES, EDITING


class Draft(models.Model):
    """What the next version will say. Changes freely until it is published.

    ``lock_version`` counts changes: who saves on an older count is told what changed.
    """

    policy = models.OneToOneField(Policy, models.CASCADE, related_name="draft")
    state = models.CharField(
        _("state"), max_length=20, choices=DRAFT_STATES, default=EDITING
    )
    lock_version = models.PositiveIntegerField(default=0)
    updated = models.DateField(_("last change of the text"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.CharField(_("changed by"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return str(self.policy)


class Section(models.Model):
    """A heading with text and rows, in a draft. ``uid`` is its identity for ever."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    position = models.PositiveIntegerField(default=0)
    uid = models.CharField(max_length=80)
    anchor = models.SlugField(
        _("anchor"), max_length=80,
        help_text=_("The part of the address after #, the same in every language."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=40)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    intro = models.TextField(_("text above"), blank=True)
    outro = models.TextField(_("text below"), blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    register = models.BooleanField(
        _("rows from the register"), default=False,
        help_text=_("The rows are those of the organisation's register."),
    )  # fmt: skip
    lock_version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "uid"], name="one_section_uid"),
            models.UniqueConstraint(fields=["draft", "anchor"], name="one_anchor"),
        ]

    def __str__(self) -> str:
        return self.anchor


class Entry(models.Model):
    """One row of a section in a draft."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField(default=0)
    uid = models.CharField(max_length=80)
    anchor = models.SlugField(max_length=80, blank=True)
    term = models.CharField(_("term"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    attributes = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "uid"], name="one_entry_uid")
        ]

    def __str__(self) -> str:
        return self.uid
