"""Which Site is current: the request's, then the one in use, then Django's own answer.

One test for each place in django CMS 5.1 that asks without saying which request.
"""

from __future__ import annotations

from typing import Any

import pytest
from cms.admin.permissionadmin import GlobalPagePermissionAdmin
from cms.admin.useradmin import PageUserGroupAdmin
from cms.api import can_change_page, create_page
from cms.models import GlobalPagePermission, Page, PageUserGroup
from cms.plugin_rendering import ContentRenderer
from cms.sitemaps import CMSSitemap
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.sites.models import Site
from django.http import HttpRequest
from django.test import RequestFactory

from organisations import site_context
from organisations.models import Organisation, Role
from tests import world
from tests.policies import cms_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organisation:
    return world.organisation("acme")


@pytest.fixture
def bolt() -> Organisation:
    return world.organisation("bolt")


def request(site: Site | None = None) -> Any:
    """A request to the admin host, which is nobody's Site."""
    made: Any = RequestFactory().get("/", headers={"host": "localhost"})
    made.user = get_user_model().objects.get_or_create(username="somebody")[0]
    made.session = {}
    if site is not None:
        made.site = site
    return made


def test_the_request_s_site_comes_first(acme: Organisation, bolt: Organisation) -> None:
    with site_context.use(bolt.site):
        assert Site.objects.get_current(request(acme.site)) == acme.site


def test_the_site_in_use_answers_where_there_is_no_request(acme: Organisation) -> None:
    with site_context.use(acme.site):
        assert Site.objects.get_current() == acme.site
        assert Site.objects.get_current(HttpRequest()) == acme.site
    assert site_context.current() is None


def test_the_site_before_is_back_after_use_even_after_an_error(
    acme: Organisation, bolt: Organisation
) -> None:
    with site_context.use(acme.site):
        with pytest.raises(ValueError, match="no"), site_context.use(bolt.site):
            raise ValueError("no")
        assert site_context.current() == acme.site


def test_without_both_django_looks_at_the_host(acme: Organisation) -> None:
    found = Site.objects.get_current(
        RequestFactory().get("/", headers={"host": "acme.localhost"})
    )
    assert found == acme.site


def test_plugins_are_rendered_for_the_request_s_site(acme: Organisation) -> None:
    asked = request(acme.site)
    asked.current_page = None
    assert ContentRenderer(asked).current_site == acme.site


def test_the_permission_admin_asks_for_the_site_in_use(acme: Organisation) -> None:
    tool = GlobalPagePermissionAdmin(GlobalPagePermission, admin.site)
    with site_context.use(acme.site):
        assert tool.has_add_permission(request()) is False
        assert tool.has_change_permission(request()) is False
        assert tool.has_delete_permission(request()) is False


def test_the_group_admin_asks_for_the_site_in_use(acme: Organisation) -> None:
    tool = PageUserGroupAdmin(PageUserGroup, admin.site)
    with site_context.use(acme.site):
        assert list(tool.get_queryset(request())) == []


def test_the_api_makes_pages_on_the_site_in_use(
    acme: Organisation, bolt: Organisation
) -> None:
    user = world.person("olga", Role.OWNER, bolt)
    with site_context.use(bolt.site):
        page = create_page("Over", "cms/page.html", "nl", created_by=user)
        assert can_change_page(_as(user)) is True
    assert page.site == bolt.site
    assert not Page.objects.filter(site=acme.site).exists()


def test_the_cms_sitemap_has_the_pages_of_the_site_in_use(bolt: Organisation) -> None:
    cms_world.landing(cms_world.organisation("carl"))
    mine = cms_world.landing(bolt)
    with site_context.use(bolt.site):
        found = {url.page_id for url in CMSSitemap().items()}
    assert found == {mine.pk}


def test_an_alias_shows_the_pages_of_its_organisation() -> None:
    from organisations.models import Host

    acme = cms_world.organisation("acme")
    cms_world.landing(acme)
    Host.objects.create(name="oud.example", organisation=acme)
    assert "Welkom bij acme." in cms_world.get("/nl/", "oud.example").text


def _as(user: Any) -> Any:
    asked: Any = RequestFactory().get("/", headers={"host": "localhost"})
    asked.user, asked.current_page = user, None
    return asked
