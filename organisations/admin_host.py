"""Sessions, sign-in and CMS editing run on the admin host only.

Each class is Django's or django CMS's own, passed over on public hosts: a public page
knows no session and no user, so nothing private can be shown or cached there.
"""

from __future__ import annotations

from typing import Any

from cms.middleware import page as cms_page
from cms.middleware import toolbar as cms_toolbar
from cms.middleware import user as cms_user
from cms.toolbar.toolbar import CMSToolbar
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from organisations import cms_scope


class _AdminHostOnly:
    """Passes a request of a public host on untouched."""

    get_response: Any

    def applies(self, request: HttpRequest) -> bool:
        """Whether the middleware has anything to do."""
        return bool(getattr(request, "is_admin_host", False))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self.applies(request):
            passed: HttpResponseBase = self.get_response(request)
            return passed
        answered: HttpResponseBase = super().__call__(request)  # type: ignore[misc]
        return answered


class _ForAnOrganisation(_AdminHostOnly):
    """Runs for members of staff who work for an organisation: it has the CMS's pages.

    Before anybody has signed in there is no Site, without which the toolbar fails.
    """

    def applies(self, request: HttpRequest) -> bool:
        """Whether an organisation was chosen."""
        return super().applies(request) and hasattr(request, "site")


class SessionMiddleware(_AdminHostOnly, sessions.SessionMiddleware):
    """Sessions, on the admin host."""


class AuthenticationMiddleware(_AdminHostOnly, auth.AuthenticationMiddleware):
    """The signed-in user, on the admin host."""


class MessageMiddleware(_AdminHostOnly, messages.MessageMiddleware):
    """Messages to the user, on the admin host."""


class CurrentUserMiddleware(_AdminHostOnly, cms_user.CurrentUserMiddleware):
    """The user that django CMS's log and the audit trail name, on the admin host."""


class CurrentPageMiddleware(_ForAnOrganisation, cms_page.CurrentPageMiddleware):
    """The CMS page being edited, on the admin host."""


class Toolbar(CMSToolbar):
    """The CMS toolbar, in the language that was chosen for the interface.

    django CMS keeps a language of its own for each user: that of the first page on which
    they met the toolbar.
    """

    def init_toolbar(
        self, request: HttpRequest, request_path: str | None = None
    ) -> None:
        """Set up for a request, and take the interface's language."""
        super().init_toolbar(request, request_path=request_path)
        self.toolbar_language = translation.get_language_from_request(request)


class ToolbarMiddleware(_ForAnOrganisation, cms_toolbar.ToolbarMiddleware):
    """The CMS toolbar, on pages of the CMS and in its own part of the admin.

    Elsewhere in the admin nobody sees it, and it would read its settings every time.
    """

    def process_request(self, request: HttpRequest) -> None:
        """As django CMS does it, with our toolbar."""
        super().process_request(request)
        request.toolbar = SimpleLazyObject(lambda: Toolbar(request))  # type: ignore[attr-defined]

    def applies(self, request: HttpRequest) -> bool:
        """Whether the CMS answers."""
        admin, path = reverse("admin:index"), request.path_info
        app = path.removeprefix(admin).split("/", 1)[0]
        of_the_cms = not path.startswith(admin) or app in cms_scope.APPS
        return super().applies(request) and of_the_cms
