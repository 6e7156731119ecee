"""The app's start."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CookiesConfig(AppConfig):
    """Cookies."""

    name = "cookies"
    verbose_name = _("Cookies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the section kinds and the registers that fill them."""
        from cookies import registers
        from cookies.kinds import table, types
        from policies import compiling, kinds

        kinds.register(types.KIND)
        kinds.register(table.KIND)
        compiling.add_register("cookie_types", registers.cookie_types)
        compiling.add_register("cookies", registers.cookies)
