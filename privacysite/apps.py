"""The installation's start."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register


class PrivacysiteConfig(AppConfig):
    """What holds for the whole installation."""

    name = "privacysite"

    def ready(self) -> None:
        """Register the checks of the settings; report faults where that is wanted."""
        from privacysite import checks

        for check in checks.ALL:
            register(check)
        if settings.SENTRY_DSN:
            from privacysite import reporting

            reporting.start(settings.SENTRY_DSN, settings.SENTRY_ENVIRONMENT)
