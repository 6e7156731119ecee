"""Draft: the one working copy of a policy. Sections and entries as rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.models.clause import Clause
from policies.models.policy import Policy
from policies.states import DRAFT_STATES, EDITING


class Draft(models.Model):
    """What the next version will say. Changes freely until it is published.

    ``lock_version`` counts changes: who saves on an older count is told what changed.
    ``writers`` are the staff ids of those who changed it since the last publication:
    they can't approve it (four eyes). ``published_lock`` is the count at that
    publication; None when there was none.
    """

    policy = models.OneToOneField(Policy, models.CASCADE, related_name="draft")
    state = models.CharField(
        _("state"), max_length=20, choices=DRAFT_STATES, default=EDITING
    )
    lock_version = models.PositiveIntegerField(default=0)
    updated = models.DateField(_("last change of the text"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.CharField(_("changed by"), max_length=50, blank=True)
    writers = models.JSONField(default=list, blank=True)
    published_lock = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return str(self.policy)


class Section(models.Model):
    """A heading with text and rows, in a draft. ``uid`` is its identity for ever.

    ``agreed`` has the fingerprint of each language when the translations were last
    right (policies.agreement). ``clause`` or ``follows`` says where the text was taken
    from, and ``taken`` is the digest of what it said there.

    For lists, kept by every save: ``digest`` of what it says, ``published`` of what the
    last version said, the languages that are ``behind`` another or ``lacking`` a text.
    """

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
    agreed = models.JSONField(default=dict, blank=True)
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="uses",
        verbose_name=_("clause"),
    )  # fmt: skip
    follows = models.BooleanField(_("from the parent's policy"), default=False)
    taken = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    published = models.CharField(max_length=64, blank=True)
    behind = models.JSONField(default=list, blank=True)
    lacking = models.JSONField(default=list, blank=True)

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
    agreed = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "uid"], name="one_entry_uid")
        ]

    def __str__(self) -> str:
        return self.uid


class Removed(models.Model):
    """A section that was deleted from a draft, with all below it, to be put back."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="removed")
    content = models.JSONField()
    parent_uid = models.CharField(max_length=80, blank=True)
    position = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(_("deleted at"))
    actor = models.CharField(_("deleted by"), max_length=50)

    class Meta:
        verbose_name = _("deleted section")
        verbose_name_plural = _("deleted sections")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.content.get("anchor", ""))
