"""CMS pages for the cast: a landing page, a combined page, and their ids."""

from __future__ import annotations

from typing import Any

from cms.models import CMSPlugin, Page, PageContent
from django.test import Client
from djangocms_versioning.models import Version

from organisations.models import Organisation, Role
from policies.models import Policy
from privacysite.cms_pages import ensure_combined, ensure_landing
from tests import world

SLUGS = {"nl": "privacy-en-cookiebeleid", "en": "privacy-and-cookies"}
TITLES = {"nl": "Privacy- en cookiebeleid", "en": "Privacy and cookies"}


def organisation(slug: str = "acme") -> Organisation:
    """An organisation with an introduction and two policies in force."""
    made = world.organisation(
        slug,
        landing_nl=f"<p>Welkom bij {slug}.</p>",
        landing_en=f"<p>Welcome to {slug}.</p>",
    )
    world.published(world.policy(made, words="eerste"), "2022-10-26")
    cookie = world.policy(made, "cookies", words="koekje")
    Policy.objects.filter(pk=cookie.pk).update(kind="cookie", position=1)
    world.published(cookie, "2023-01-01")
    return made


def landing(at: Organisation, user: Any = None) -> Page:
    """Its landing page, made by its owner."""
    return ensure_landing(at, user or world.person(f"owner-{at.slug}", Role.OWNER, at))


def combined(at: Organisation, user: Any) -> Page:
    """Its two policies on one page."""
    return ensure_combined(at, list(at.policies.order_by("pk")), SLUGS, TITLES, user)


def content(page: Page, language: str = "nl") -> PageContent:
    """The page's newest content in that language."""
    found = PageContent.admin_manager.filter(page=page, language=language)
    return found.latest("pk")


def version(page: Page, language: str = "nl") -> Version:
    """The version of the page's newest content."""
    return Version.objects.get_for_content(content(page, language))


def text(page: Page, language: str = "nl") -> Any:
    """The text on the page, as its plugin."""
    found = CMSPlugin.objects.get(
        placeholder__in=content(page, language).get_placeholders(),
        plugin_type="TextPlugin",
    )
    return found.get_bound_plugin()


def get(path: str, host: str = "acme.localhost", **headers: str) -> Any:
    """A visitor's request."""
    return Client().get(path, headers={"host": host, **headers})


def staff(user: Any, at: Organisation | None = None) -> Client:
    """Somebody signed in on the admin host, working for an organisation."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    if at is not None:
        session = client.session
        session["organisation"] = at.pk
        session.save()
    return client
