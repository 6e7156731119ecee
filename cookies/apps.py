"""The app's start."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CookiesConfig(AppConfig):
    """Cookies."""

    name = "cookies"
    verbose_name = _("Cookies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the section kinds, the registers that fill them, and the API's part;
        say what that is made of,
        and how the audit trail says its periods."""
        from cookies import api, changes, registers
        from cookies.kinds import table, types
        from cookies.models import Cookie
        from organisations import deeds, generations
        from policies import compiling, kinds
        from policies.api import service
        from policies.forms.fields import PeriodField

        for name in ("cookie", "cookietype"):
            watched = "SELECT {row}.organisation_id AS id"
            generations.watch(f"cookies_{name}", watched)
        kinds.register(types.KIND)
        kinds.register(table.KIND)
        changes.register()
        compiling.add_register("cookie_types", registers.cookie_types)
        compiling.add_register("cookies", registers.cookies)
        deeds.add_words(Cookie, "duration", PeriodField.meaning)
        service.register(api.router)
