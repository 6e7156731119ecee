"""The installation's start."""

from django.apps import AppConfig
from django.core.checks import register


class PrivacysiteConfig(AppConfig):
    """What holds for the whole installation."""

    name = "privacysite"

    def ready(self) -> None:
        """Register the checks of the settings."""
        from privacysite import checks

        for check in checks.ALL:
            register(check)
