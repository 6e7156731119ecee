"""Clause: a section that is written once and used in many policies (F30)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.languages import texts
from organisations.models import Organisation
from policies import document as doc


class Clause(models.Model):
    """A section of the library: of one organisation, or of all when it has none.

    A draft takes a copy and keeps the link. Nothing published changes with it: where it
    is used, a newer text is offered and taken by hand.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="clauses",
        verbose_name=_("organisation"),
        help_text=_("Empty: for all organisations."),
    )  # fmt: skip
    title = models.CharField(
        _("name in the library"), max_length=200,
        help_text=_("How colleagues find it; readers never see it."),
    )  # fmt: skip
    content = models.JSONField(_("text"), default=dict)
    lock_version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = models.CharField(_("changed by"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title_in((get_language() or "nl")[:2]) or str(self.uid)

    def title_in(self, language: str) -> str:
        """Its name in that language, or in another one where it has none."""
        titles = texts(self, "title")
        return titles.get(language) or next(iter(titles.values()), "")

    @property
    def kind(self) -> str:
        """The kind of section that it makes."""
        return str(self.content.get("kind", "free_text"))

    @property
    def section(self) -> doc.Section:
        """What it says, as a value; its variables are not filled in."""
        return doc.Section.from_dict(self.content)

    @section.setter
    def section(self, value: doc.Section) -> None:
        data: dict[str, Any] = value.as_dict()
        self.content = data
