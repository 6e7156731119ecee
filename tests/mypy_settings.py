"""The settings as mypy's Django plugin reads them.

django-modeltranslation swaps the class of every manager for one made at run time, which
the plugin can't name ("Could not resolve manager type"). Here the managers stay what
the models say; everything else, the columns per language included, is the same.
"""

import os

from django.apps import AppConfig

os.environ["DEMO"] = "1"

from privacysite import settings  # after DEMO is set
from privacysite.settings import *  # noqa: F403


class PlainManagers(AppConfig):
    """Starts before modeltranslation and takes its hands off the managers."""

    name = "tests"
    label = "plain_managers"

    def ready(self) -> None:
        """Replace the one function that patches managers."""
        from modeltranslation import translator

        translator.add_manager = lambda model: None


INSTALLED_APPS = ["tests.mypy_settings.PlainManagers", *settings.INSTALLED_APPS]
