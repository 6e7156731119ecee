"""The addresses of policies; the words in them follow the language (policies.paths)."""

from __future__ import annotations

from django.urls import re_path

from policies.paths import pattern
from policies.views import history, reading

SLUG = r"^(?P<language>[a-z]{2})/(?P<slug>[-a-z0-9_]+)/"
DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
NUMBER = r"(?P<number>[1-9]\d{0,8})"

urlpatterns = [
    re_path(r"^(?P<language>[a-z]{2})/$", reading.landing, name="landing"),
    re_path(SLUG + r"$", reading.policy, name="policy"),
    re_path(SLUG + pattern("versions") + r"/$", history.versions, name="versions"),
    re_path(SLUG + rf"v/{NUMBER}/$", history.version, name="version"),
    re_path(SLUG + pattern("on") + rf"/{DAY}/$", history.on_day, name="on_day"),
]
