"""The CMS pages that an organisation starts with: landing page and combined page.

Each function can be called again: what exists stays as its editors left it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cms.api import add_plugin, create_page, create_page_content
from cms.models import Page, PageContent, Placeholder
from django.db import transaction
from django.utils.translation import gettext_noop
from djangocms_versioning.constants import DRAFT
from djangocms_versioning.models import Version

from organisations import site_context
from organisations.languages import codes, texts
from organisations.models import Organisation
from policies.models import Policy

SLOT = "content"
LANDING, COMBINED = "landing", "combined"
Fill = Callable[[Placeholder, str], None]
# django CMS's words, for which our catalogue has better Dutch than its own.
WORDS = (gettext_noop("page content"), gettext_noop("page contents"))


def ensure_landing(organisation: Organisation, user: Any) -> Page:
    """The organisation's home page: its introduction and the list of its policies."""
    name = organisation.trade_name

    def fill(placeholder: Placeholder, language: str) -> None:
        if intro := texts(organisation, "landing").get(language, ""):
            add_plugin(placeholder, "TextPlugin", language, body=intro)
        add_plugin(placeholder, "PoliciesPlugin", language)

    with transaction.atomic(), site_context.use(organisation.site):
        page = _page(
            organisation,
            LANDING,
            user,
            template="cms/landing.html",
            titles=dict.fromkeys(codes(), name),
            slugs=dict.fromkeys(codes(), "start"),
            fill=fill,
        )
        if not page.is_home:
            page.set_as_homepage(user)
    return page


def ensure_combined(
    organisation: Organisation,
    policies: Sequence[Policy],
    slug_by_language: Mapping[str, str],
    title_by_language: Mapping[str, str],
    user: Any,
) -> Page:
    """A page that shows several policies, each with its own date and contents (F34)."""

    def fill(placeholder: Placeholder, language: str) -> None:
        for policy in policies:
            add_plugin(placeholder, "PolicyPlugin", language, policy=policy)

    with transaction.atomic(), site_context.use(organisation.site):
        return _page(
            organisation,
            COMBINED,
            user,
            template="cms/page.html",
            titles=title_by_language,
            slugs=slug_by_language,
            fill=fill,
        )


def _page(
    organisation: Organisation,
    reverse_id: str,
    user: Any,
    *,
    template: str,
    titles: Mapping[str, str],
    slugs: Mapping[str, str],
    fill: Fill,
) -> Page:
    """The page of that name on the organisation's Site, in every language."""
    site = organisation.site
    page = Page.objects.filter(site=site, reverse_id=reverse_id).first()
    for language in codes():
        words = {"title": titles[language], "slug": slugs[language]}
        if page is None:
            page = create_page(
                template=template, language=language, created_by=user, site=site,
                reverse_id=reverse_id, in_navigation=True, **words,
            )  # fmt: skip
        elif _contents(page, language).exists():
            continue
        else:
            create_page_content(
                language, page=page, template=template, created_by=user,
                in_navigation=True, **words,
            )  # fmt: skip
        _fill_and_publish(page, language, fill, user)
    return page


def _fill_and_publish(page: Page, language: str, fill: Fill, user: Any) -> None:
    content = _contents(page, language).latest("pk")
    content.rescan_placeholders()
    fill(content.get_placeholders().get(slot=SLOT), language)
    version = Version.objects.get_for_content(content)
    if version.state == DRAFT:
        version.publish(user)


def _contents(page: Page, language: str) -> Any:
    return PageContent.admin_manager.filter(page=page, language=language)
