"""The addresses of policies; the words in them follow the language."""

from __future__ import annotations

from django.urls import re_path

from policies import views

SLUG = r"^(?P<language>[a-z]{2})/(?P<slug>[-a-z0-9_]+)/"

urlpatterns = [
    re_path(r"^(?P<language>[a-z]{2})/$", views.landing, name="landing"),
    re_path(SLUG + r"$", views.policy, name="policy"),
    re_path(SLUG + r"(?:versies|versions)/$", views.versions, name="versions"),
    re_path(SLUG + r"v/(?P<number>[1-9]\d{0,8})/$", views.version, name="version"),
    re_path(
        SLUG + r"(?:op|on)/(?P<day>\d{4}-\d{2}-\d{2})/$", views.on_day, name="on_day"
    ),
]
