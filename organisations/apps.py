"""The app's start."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Organisations."""

    name = "organisations"
    verbose_name = _("Organisations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the request decide which Site is current; watch accounts and tables."""
        from organisations import accounts, converters, site_context
        from organisations.generations import triggers

        register_converter(converters.RowConverter, "row")
        site_context.install()
        accounts.watch()
        pre_migrate.connect(triggers.remove, sender=self)
        post_migrate.connect(triggers.install, sender=self)
