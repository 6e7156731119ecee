"""The app's start."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Policies."""

    name = "policies"
    verbose_name = _("Policies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the compiler how the register of processors is read; index what is new;
        mount the API's resources; say what pages are made of,
        and how the audit trail says what happened."""
        from organisations import deeds
        from policies import compiling, freshness, registers
        from policies.api import resources, service
        from policies.models import Event, Webhook
        from policies.searching import index

        post_migrate.connect(index.add_missing, sender=self)
        freshness.watch()
        compiling.add_register("processors", registers.processors)
        deeds.add_words(Webhook, "events", lambda code: str(Event(code).label))
        for router in resources.ROUTERS:
            service.register(router)
