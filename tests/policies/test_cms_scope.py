"""Somebody of Acme can't see or change Bolt's pages by naming their ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from cms.models import CMSPlugin, Page, PageContent, Placeholder
from cms.toolbar.utils import get_object_edit_url, get_object_preview_url
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern
from djangocms_versioning.models import Version

from organisations.cms_scope import APPS, SUBJECTS
from organisations.models import Organisation, Role
from tests import world
from tests.policies import cms_world

pytestmark = pytest.mark.django_db
VERSIONS = "/admin/djangocms_versioning/pagecontentversion"
CONTENT = "/admin/cms/pagecontent"
PAGE = "/admin/cms/page"
PLUGIN = "/admin/cms/placeholder"


@dataclass
class Foreign:
    """A draft page of the organisation next door, and a page of one's own."""

    page: Page
    content: PageContent
    placeholder: Placeholder
    plugin: CMSPlugin
    version: Version
    own: Placeholder
    own_plugin: CMSPlugin
    own_page: Page

    def rows(self) -> list[Any]:
        """Everything of the neighbour that must stay as it is."""
        return [
            list(model.objects.order_by("pk").values())
            for model in (Page, CMSPlugin, Version)
        ] + [list(PageContent._base_manager.order_by("pk").values())]


@pytest.fixture
def foreign() -> Foreign:
    acme, bolt = (cms_world.organisation(slug) for slug in ("acme", "bolt"))
    olga, boris = (
        world.person(name, Role.OWNER, at)
        for name, at in (("olga", acme), ("boris", bolt))
    )
    own, page = cms_world.landing(acme, olga), cms_world.landing(bolt, boris)
    for made, user in ((own, olga), (page, boris)):
        cms_world.version(made).copy(user)
    words = cms_world.text(page)
    words.body = "<p>Geheim concept.</p>"
    words.save()
    return Foreign(
        page=page,
        content=cms_world.content(page),
        placeholder=words.placeholder,
        plugin=words,
        version=cms_world.version(page),
        own=cms_world.text(own).placeholder,
        own_plugin=cms_world.text(own),
        own_page=own,
    )


@pytest.fixture
def olga(foreign: Foreign) -> Client:
    return cms_world.staff(_user("olga"), Organisation.objects.get(slug="acme"))


def _user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=name)


def addresses(f: Foreign) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every way to name something of the neighbour's in an address."""
    for url in (get_object_edit_url(f.content), get_object_preview_url(f.content)):
        yield url, {}
        yield url.replace("/edit/", "/structure/"), {}
    for verb in ("change", "delete", "history"):
        yield f"{CONTENT}/{f.content.pk}/{verb}/", {"title": "x", "slug": "x"}
        yield f"{PAGE}/{f.page.pk}/{verb}/", {"post": "yes"}
        yield f"{VERSIONS}/{f.version.pk}/{verb}/", {"post": "yes"}
    for verb in (
        "archive", "publish", "unpublish", "edit-redirect", "revert", "compare",
        "discard", "unlock",
    ):  # fmt: skip
        yield f"{VERSIONS}/{f.version.pk}/{verb}/", {"discard": "1"}
    for verb in ("duplicate", "copy-language", "change-navigation", "change-template"):
        yield f"{CONTENT}/{f.content.pk}/{verb}/", {"target_language": "en"}
    for verb in (
        "actions-menu", "advanced-settings", "move-page", "copy-page", "dialog/copy",
        "permissions", "set-home", "nl/edit-field",
    ):  # fmt: skip
        yield f"{PAGE}/{f.page.pk}/{verb}/", {"position": 0, "title": "x"}
    yield f"{PAGE}/{f.own_page.pk}/copy-page/?site={f.page.site_id}", {"position": 0}
    yield f"{CONTENT}/?site={f.page.site_id}", {}
    yield f"{CONTENT}/get-tree/?site={f.page.site_id}", {}
    yield f"{CONTENT}/add/?parent_page={f.page.pk}", {"title": "x", "slug": "x"}
    yield (
        f"{CONTENT}/add/?cms_page={f.page.pk}&language=en",
        {"title": "x", "slug": "x"},
    )
    yield f"{VERSIONS}/?page={f.page.pk}&language=nl", {}
    mine = cms_world.version(f.own_page).pk
    yield f"{VERSIONS}/{mine}/compare/?compare_to={f.version.pk}", {}
    yield f"{PLUGIN}/edit-plugin/{f.plugin.pk}/", {"body": "<p>x</p>"}
    yield (
        f"{PLUGIN}/edit-field/{f.plugin.pk}/nl/?edit_fields=body",
        {"body": "<p>x</p>"},
    )
    yield f"{PLUGIN}/delete-plugin/{f.plugin.pk}/", {"post": "yes"}
    yield f"{PLUGIN}/clear-placeholder/{f.placeholder.pk}/", {"post": "yes"}
    yield (
        f"{PLUGIN}/add-plugin/?plugin_type=TextPlugin&plugin_language=nl&plugin_position=1&placeholder_id={f.placeholder.pk}",
        {"body": "<p>x</p>"},
    )
    yield f"{PLUGIN}/cms_wizard/create/?page={f.page.pk}", {"0-page": f.page.pk}
    yield (
        f"/admin/cms/usersettings/cms-toolbar/?obj_type=cms.pagecontent&obj_id={f.content.pk}",
        {},
    )
    content_type = ContentType.objects.get_for_model(PageContent)
    yield f"/admin/r/{content_type.pk}/{f.content.pk}/", {}
    yield f"{PAGE}/plugin/text_plugin/urls/?q=", {}
    yield f"{VERSIONS}/select/", {}
    yield (
        "/admin/autocomplete/?app_label=cms&model_name=pagecontent&field_name=page&term=",
        {},
    )


def forms(f: Foreign) -> Iterator[tuple[str, dict[str, Any]]]:
    """One's own addresses, with something of the neighbour's in the form."""
    yield f"{PAGE}/{f.own_page.pk}/move-page/", {"target": f.page.pk, "position": 0}
    yield f"{PAGE}/{f.own_page.pk}/copy-page/", {"source_site": 1, "target": f.page.pk}
    yield (
        f"{CONTENT}/add/?language=nl",
        {"source": f.page.pk, "title": "x", "slug": "x"},
    )
    yield f"{VERSIONS}/?page={f.own_page.pk}", {
        "action": "delete_selected", "_selected_action": f.version.pk, "post": "yes",
    }  # fmt: skip
    yield f"{PLUGIN}/move-plugin/", {
        "plugin_id": f.plugin.pk, "placeholder_id": f.own.pk, "target_language": "nl",
        "move_a_copy": "1",
    }  # fmt: skip
    yield f"{PLUGIN}/move-plugin/", {
        "plugin_id": f.own_plugin.pk, "placeholder_id": f.placeholder.pk,
        "target_language": "nl",
    }  # fmt: skip
    for source, target in ((f.placeholder, f.own), (f.own, f.placeholder)):
        yield f"{PLUGIN}/copy-plugins/", {
            "source_placeholder_id": source.pk, "source_language": "nl",
            "target_placeholder_id": target.pk, "target_language": "nl",
        }  # fmt: skip
    yield f"{PLUGIN}/copy-plugins/", {
        "source_placeholder_id": f.own.pk, "source_plugin_id": f.plugin.pk,
        "source_language": "nl", "target_placeholder_id": f.own.pk,
        "target_language": "nl",
    }  # fmt: skip


def test_nothing_of_the_neighbour_s_is_seen_or_changed(
    olga: Client, foreign: Foreign
) -> None:
    before = foreign.rows()
    wrong = []
    for url, form in addresses(foreign):
        answers = {"GET": olga.get(url), "POST": olga.post(url, form)}
        wrong += [
            (method, url, answer.status_code)
            for method, answer in answers.items()
            if answer.status_code != 404
        ]
    for url, form in forms(foreign):
        if (answer := olga.post(url, form)).status_code != 404:
            wrong.append(("POST", url, answer.status_code))
    assert wrong == []
    assert foreign.rows() == before


def test_the_same_addresses_work_for_those_whose_page_it_is(foreign: Foreign) -> None:
    boris = cms_world.staff(_user("boris"), Organisation.objects.get(slug="bolt"))
    for url in (
        get_object_edit_url(foreign.content),
        f"{CONTENT}/{foreign.content.pk}/change/",
        f"{PAGE}/{foreign.page.pk}/advanced-settings/",
        f"{PAGE}/{foreign.page.pk}/actions-menu/",
        f"{CONTENT}/?site={foreign.page.site_id}",
        f"{CONTENT}/get-tree/",
        f"{CONTENT}/add/?parent_page={foreign.page.pk}",
        f"{VERSIONS}/?page={foreign.page.pk}&language=nl",
        f"{VERSIONS}/{foreign.version.pk}/compare/?compare_to={foreign.version.pk}",
        f"{PLUGIN}/edit-plugin/{foreign.plugin.pk}/",
        f"{PLUGIN}/cms_wizard/create/?page={foreign.page.pk}",
        "/admin/cms/usersettings/",
    ):
        assert boris.get(url).status_code == 200, url


@pytest.mark.parametrize("page", ["..;", "1'", "x", "-1", "\u0661"])
def test_what_is_no_id_at_all_is_not_found(foreign: Foreign, page: str) -> None:
    boris = cms_world.staff(_user("boris"), Organisation.objects.get(slug="bolt"))
    answer = boris.get(f"{PLUGIN}/cms_wizard/create/", {"page": page})
    assert answer.status_code == 404


def test_a_plugin_is_copied_by_the_clipboard_and_pasted(foreign: Foreign) -> None:
    boris = cms_world.staff(_user("boris"), Organisation.objects.get(slug="bolt"))
    boris.get(get_object_edit_url(foreign.content))
    clipboard = _user("boris").djangocms_usersettings.clipboard
    copy = boris.post(
        f"{PLUGIN}/copy-plugins/?cms_path=/nl/",
        {
            "source_placeholder_id": foreign.placeholder.pk,
            "source_plugin_id": foreign.plugin.pk, "source_language": "nl",
            "target_placeholder_id": clipboard.pk, "target_language": "nl",
        },
    )  # fmt: skip
    assert copy.status_code == 200
    held = CMSPlugin.objects.get(placeholder=clipboard)
    paste = boris.post(
        f"{PLUGIN}/move-plugin/?cms_path=/nl/",
        {
            "plugin_id": held.pk, "placeholder_id": foreign.placeholder.pk,
            "target_language": "nl", "target_position": 1, "move_a_copy": "true",
        },
    )  # fmt: skip
    assert paste.status_code == 200
    olga = cms_world.staff(_user("olga"), Organisation.objects.get(slug="acme"))
    assert olga.get(f"{PLUGIN}/edit-plugin/{held.pk}/").status_code == 404


def _addresses_of_the_cms(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            yield from _addresses_of_the_cms(pattern.url_patterns)
        elif pattern.name and pattern.name.startswith(APPS):
            yield pattern.name


def test_every_address_of_the_cms_is_listed_or_refused_on_purpose() -> None:
    refused = {
        "cms_page_add",
        "djangocms_text_textplugin_get_available_urls",
        "djangocms_text_textplugin_render_plugin",
        "djangocms_text_textplugin_revert_on_cancel",
        "djangocms_versioning_pagecontentversion_add",
        "djangocms_versioning_pagecontentversion_grouper",
    }
    found = set(_addresses_of_the_cms(admin.site.urls[0]))
    assert found - set(SUBJECTS) == refused
    assert set(SUBJECTS) - found == set()
