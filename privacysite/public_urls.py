"""The addresses of public hosts. Staff's addresses do not exist here at all."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from policies import sitemaps
from privacysite import views

handler400 = "privacysite.views.malformed"
handler404 = "privacysite.views.not_found"
handler500 = "privacysite.views.failed"

urlpatterns = [
    path("", views.front, name="front"),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.sitemap),
    path("", include("policies.api.urls")),
    path("", include("policies.urls")),
    *i18n_patterns(path("", include("organisations.cms_urls"))),
]
