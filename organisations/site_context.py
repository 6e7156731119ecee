"""The Site of the request, for code that asks django.contrib.sites without a request.

django CMS 5.1 honours ``request.site`` in most places, but plugin rendering, the
permission and user admins, ``cms.api`` and the sitemap call
``Site.objects.get_current()``, with or without the request. With ``SITE_ID`` unset that
looks at the Host header, which is wrong on an alias and on the admin host. So the
middleware says here which Site holds, and ``get_current`` asks here first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.contrib.sites.models import Site, SiteManager

_current: ContextVar[Site | None] = ContextVar("current_site", default=None)


@contextmanager
def use(site: Site) -> Iterator[None]:
    """Make this the current Site while the block runs."""
    token = _current.set(site)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Site | None:
    """The Site of the running request, if one was set."""
    return _current.get()


_look_up = SiteManager.get_current


def get_current(manager: SiteManager, request: Any = None) -> Site:
    """``request.site``, else the Site in use, else Django's own look-up.

    The admin host has no Site of its own: before an organisation is chosen (on the
    sign-in page) a Site that owns nothing stands for it.
    """
    site = getattr(request, "site", None) or current()
    if isinstance(site, Site):
        return site
    try:
        return _look_up(manager, request)
    except Site.DoesNotExist:
        return Site(pk=0, domain=settings.ADMIN_HOST, name=settings.ADMIN_HOST)


def install() -> None:
    """Let ``Site.objects.get_current`` answer from here. Called once at start."""
    SiteManager.get_current = get_current  # type: ignore[method-assign, assignment]
