"""What stands on CMS pages: a policy's text in force, as a plugin."""

from __future__ import annotations

from typing import Any

from cms.models import CMSPlugin, PageContent
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from policies.models.policy import Policy
from policies.richtext import sanitise


class EmbeddedPolicy(CMSPlugin):
    """A policy on a CMS page of the same organisation (F34).

    It shows the version in force, whatever state the page is in; the page's own draft
    and publish are about which policies stand there.
    """

    policy = models.ForeignKey(
        Policy, models.PROTECT, related_name="+", verbose_name=_("policy")
    )

    class Meta:
        verbose_name = _("policy on a page")
        verbose_name_plural = _("policies on pages")

    def __str__(self) -> str:
        return str(self.policy)

    def clean(self) -> None:
        """Refuse another organisation's policy."""
        if self.policy_id and self.placeholder_id and not self.is_at_home():
            raise ValidationError(
                {"policy": _("Choose a policy of this organisation.")}
            )

    def is_at_home(self) -> bool:
        """Whether page and policy are of one organisation: a copy may not be."""
        return bool(site_id_of(self) == self.policy.organisation.site_id)


def site_id_of(plugin: CMSPlugin) -> int | None:
    """The Site of the page that a plugin stands on; None on a clipboard."""
    content = plugin.placeholder.source if plugin.placeholder_id else None
    return content.page.site_id if isinstance(content, PageContent) else None


@receiver(pre_save, sender="djangocms_text.Text")
def sanitise_text(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Put a CMS text through the allow-list of the policies' texts (invariant 6).

    The editor's own second form of the text is dropped: it would be what the editor
    shows next time, and nobody has cleaned it.
    """
    instance.body = sanitise(instance.body)
    instance.json = None
