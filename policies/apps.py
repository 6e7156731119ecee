"""The app's start."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Policies."""

    name = "policies"
    verbose_name = _("Policies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the compiler how the register of processors is read."""
        from policies import compiling, registers

        compiling.add_register("processors", registers.processors)
