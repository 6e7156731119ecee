"""The addresses of the admin host: staff's, and those of every host."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from policies import counsel
from privacysite import public_urls

handler400 = public_urls.handler400
handler404 = public_urls.handler404
handler500 = public_urls.handler500

urlpatterns = [
    path("admin/", admin.site.urls),
    path("preview/<str:token>/", counsel.enter, name="counsel_enter"),
    path("preview/<str:token>/<str:language>/", counsel.draft, name="counsel"),
    path("i18n/", include("django.conf.urls.i18n")),
    *public_urls.urlpatterns,
]
