"""Rebranding: an old host (or path on it) that leads on to an organisation (F31)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations import hostnames, validators
from organisations.models.host import Host
from organisations.models.organisation import Organisation


class Rebranding(models.Model):
    """A brand that has a new name: its old address shows a notice, or redirects.

    The target is always the canonical host of an organisation here, so that it can be
    no stranger's site. ``paths`` maps old paths to new ones, one "old new" a line.
    """

    class Mode(models.TextChoices):
        """What a visitor of the old address gets."""

        NOTICE = "notice", _("page with a notice in both languages")
        REDIRECT = "redirect", _("permanent redirect")

    old_host = models.CharField(
        _("old host"), max_length=253, validators=[validators.host_name]
    )
    old_path = models.CharField(
        _("old path"), max_length=200, blank=True,
        help_text=_("Only addresses that start with it, like /cyber/; empty: all."),
    )  # fmt: skip
    old_name = models.CharField(_("old brand"), max_length=100)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rebrandings",
        verbose_name=_("leads to"),
    )  # fmt: skip
    mode = models.CharField(_("what visitors get"), max_length=10, choices=Mode,
                            default=Mode.NOTICE)  # fmt: skip
    paths = models.TextField(
        _("paths"), blank=True,
        help_text=_("One a line: old path, a space, new path. Others lead to the home page."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("rebranding")
        verbose_name_plural = _("rebrandings")
        ordering = ["old_host", "old_path"]
        constraints = [
            models.UniqueConstraint(
                fields=["old_host", "old_path"], name="one_rebranding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_host}{self.old_path} → {self.organisation}"

    def clean(self) -> None:
        """Refuse circles, chains, malformed paths, and hosts that are in use."""
        from django.conf import settings

        self.old_host = hostnames.normalise(self.old_host)
        if self.old_host == hostnames.normalise(settings.ADMIN_HOST):
            raise ValidationError({"old_host": _("This is the host of the admin.")})
        if self.old_path and not self.old_path.startswith("/"):
            raise ValidationError({"old_path": _("A path starts with a slash.")})
        self._check_paths()
        if self.organisation_id:
            self._check_target()

    def _check_target(self) -> None:
        target = self.organisation.hosts.filter(canonical=True).first()
        if target is None:
            raise ValidationError(
                {"organisation": _("That organisation has no canonical host yet.")}
            )
        served = Host.objects.filter(name=self.old_host).first()
        if served and self.old_path in ("", "/"):
            raise ValidationError(
                {
                    "old_host": _(
                        "This host serves an organisation: it would lead in a circle."
                    )
                }
            )
        if served and served.organisation_id == self.organisation_id:
            raise ValidationError(
                {
                    "old_path": _(
                        "This path is the same organisation's: it would lead in a circle."
                    )
                }
            )
        others = Rebranding.objects.filter(old_host=target.name).exclude(pk=self.pk)
        landings = {"/", *self.path_map().values()}
        if any(landing.startswith(o.old_path) for o in others for landing in landings):
            raise ValidationError(
                {
                    "organisation": _(
                        "That address is rebranded itself: choose its target."
                    )
                }
            )

    def _check_paths(self) -> None:
        for line in self.paths.splitlines():
            parts = line.split()
            if parts and (
                len(parts) != 2
                or not all(p.startswith("/") and not p.startswith("//") for p in parts)
                or any("\\" in p for p in parts)
            ):
                raise ValidationError(
                    {"paths": _("Write each line as /old/path /new/path: “%(line)s”.")
                     % {"line": line}}
                )  # fmt: skip

    def path_map(self) -> dict[str, str]:
        """Old path → new path."""
        lines = (line.split() for line in self.paths.splitlines())
        return {
            old.rstrip("/") or "/": new
            for old, new in (p for p in lines if len(p) == 2)
        }

    def mapped(self, path: str) -> str:
        """The page that an old path became; "" when that isn't known."""
        return self.path_map().get(path.rstrip("/") or "/", "")

    def is_listed(self, path: str) -> bool:
        """Whether it is the home page or a path with a page of its own. Any other gets
        the notice too, without end."""
        return path == "/" or bool(self.mapped(path))

    def new_path(self, path: str, language: str = "") -> str:
        """Where an old path leads: its mapped path, else the home page."""
        return self.mapped(path) or (f"/{language}/" if language else "/")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the host in its normal form."""
        self.old_host = hostnames.normalise(self.old_host) or self.old_host
        super().save(*args, **kwargs)
