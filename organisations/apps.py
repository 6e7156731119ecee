"""The app's start."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Organisations."""

    name = "organisations"
    verbose_name = _("Organisations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the request decide which Site is current; watch accounts."""
        from organisations import accounts, site_context

        site_context.install()
        accounts.watch()
