"""The addresses of CMS pages, by the names that django CMS looks them up by.

Not ``cms.urls`` itself: that adds a sign-in and a wizard, which stay in the admin.
"""

from __future__ import annotations

from cms.constants import SLUG_REGEXP
from django.urls import path, re_path

from organisations import cms_details

urlpatterns = [
    re_path(
        rf"^(?P<slug>{SLUG_REGEXP})/$",
        cms_details.details,
        name="pages-details-by-slug",
    ),
    path("", cms_details.details, {"slug": ""}, name="pages-root"),
]
