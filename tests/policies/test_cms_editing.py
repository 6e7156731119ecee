"""Editing CMS pages on the admin host: toolbar, structure, drafts and publishing."""

from __future__ import annotations

from typing import Any

import pytest
from cms.models import CMSPlugin, Page, PageContent
from cms.toolbar.utils import get_object_edit_url, get_object_preview_url
from django.test import Client

from organisations.models import Membership, Organisation, Role
from policies.models import EmbeddedPolicy
from tests import world
from tests.policies import cms_world
from tests.policies.cms_world import get

pytestmark = pytest.mark.django_db
VERSIONS = "/admin/djangocms_versioning/pagecontentversion"


@pytest.fixture
def acme() -> Organisation:
    return cms_world.organisation("acme")


@pytest.fixture
def page(acme: Organisation) -> Page:
    return cms_world.landing(acme)


@pytest.fixture
def editor(acme: Organisation, page: Page) -> Client:
    return cms_world.staff(world.person("eddy", Role.EDITOR, acme), acme)


@pytest.fixture
def approver(acme: Organisation, page: Page) -> Client:
    return cms_world.staff(world.person("anna", Role.APPROVER, acme), acme)


def draft_of(page: Page, client: Client) -> PageContent:
    """A new draft, made as the toolbar's button makes it."""
    version = cms_world.version(page)
    answer = client.post(f"{VERSIONS}/{version.pk}/edit-redirect/")
    assert answer.status_code == 302
    return cms_world.content(page)


def test_an_editor_sees_the_page_with_the_toolbar(editor: Client, page: Page) -> None:
    content = draft_of(page, editor)
    answer = editor.get(get_object_edit_url(content))
    assert answer.status_code == 200
    assert "cms-toolbar" in answer.text
    assert "Welkom bij acme." in answer.text
    assert '<html lang="nl"' in answer.text


def test_the_english_page_is_edited_in_english_whatever_the_editor_reads(
    editor: Client, page: Page
) -> None:
    answer = editor.get(
        get_object_preview_url(cms_world.content(page, "en")),
        headers={"accept-language": "nl"},
    )
    assert "Welcome to acme." in answer.text
    assert "In force since" in answer.text
    assert '<html lang="en"' in answer.text


def test_the_toolbar_leads_to_the_drafts_of_the_policies(
    editor: Client, page: Page, acme: Organisation
) -> None:
    foreign = world.policy(world.organisation("bolt"), "geheim")
    answer = editor.get(get_object_preview_url(cms_world.content(page)))
    assert "Privacybeleid" in answer.text
    assert "bolt" not in answer.text.lower()
    assert f"/policy/{foreign.pk}/" not in answer.text


def test_the_structure_of_the_page_is_shown(editor: Client, page: Page) -> None:
    content = draft_of(page, editor)
    url = get_object_edit_url(content).replace("/edit/", "/structure/")
    answer = editor.get(url)
    assert answer.status_code == 200
    assert "TextPlugin" in answer.text


def test_the_page_tree_has_the_pages_of_the_chosen_organisation(
    editor: Client, page: Page
) -> None:
    cms_world.landing(cms_world.organisation("bolt"))
    answer = editor.get("/admin/cms/pagecontent/?language=nl")
    assert answer.status_code == 200
    assert "Acme" in answer.text
    assert "Bolt" not in answer.text
    assert "bolt" not in answer.text


def test_an_editor_changes_a_text_and_nothing_goes_live(
    editor: Client, page: Page
) -> None:
    draft_of(page, editor)
    words = cms_world.text(page)
    url = f"/admin/cms/placeholder/edit-plugin/{words.pk}/"
    assert editor.get(url).status_code == 200
    answer = editor.post(
        url,
        {"body": '<p onclick="x()" style="a">Nieuw</p><img src="//e/i">', "json": ""},
    )
    assert answer.status_code == 200
    assert cms_world.text(page).body == "<p>Nieuw</p>"
    assert "Nieuw" not in get("/nl/").text


def test_an_editor_may_not_publish(editor: Client, page: Page) -> None:
    draft_of(page, editor)
    editor.post(f"{VERSIONS}/{cms_world.version(page).pk}/publish/")
    assert cms_world.version(page).state == "draft"


def test_an_approver_publishes(approver: Client, page: Page) -> None:
    draft_of(page, approver)
    words = cms_world.text(page)
    words.body = "<p>Nieuw</p>"
    words.save()
    approver.post(f"{VERSIONS}/{cms_world.version(page).pk}/publish/")
    assert cms_world.version(page).state == "published"
    assert "<p>Nieuw</p>" in get("/nl/").text


def test_a_viewer_reads_and_changes_nothing(acme: Organisation, page: Page) -> None:
    viewer = cms_world.staff(world.person("vera", Role.VIEWER, acme), acme)
    content = cms_world.content(page)
    assert viewer.get(get_object_preview_url(content)).status_code == 200
    words = cms_world.text(page)
    viewer.post(f"{VERSIONS}/{cms_world.version(page).pk}/edit-redirect/")
    assert cms_world.version(page).number == "1"
    url = f"/admin/cms/placeholder/edit-plugin/{words.pk}/"
    assert viewer.post(url, {"body": "<p>x</p>"}).status_code == 403


@pytest.mark.parametrize("verb", ["set-home", "move-page", "advanced-settings"])
def test_an_editor_may_not_do_what_goes_live_at_once(
    editor: Client, page: Page, verb: str
) -> None:
    assert editor.post(f"/admin/cms/page/{page.pk}/{verb}/").status_code == 403


def test_an_editor_adds_a_page_in_both_languages(
    editor: Client, acme: Organisation, approver: Client
) -> None:
    form = {"title": "Over ons", "slug": "over-ons", "template": "cms/page.html"}
    assert editor.get("/admin/cms/pagecontent/add/?language=nl").status_code == 200
    answer = editor.post(
        "/admin/cms/pagecontent/add/?language=nl", {**form, "language": "nl"}
    )
    assert answer.status_code == 302, answer.text
    made = Page.objects.exclude(is_home=True).get(site=acme.site)
    english = {"title": "About us", "slug": "about-us", "cms_page": made.pk}
    url = f"/admin/cms/pagecontent/add/?language=en&cms_page={made.pk}"
    answer = editor.post(url, {**form, **english, "language": "en"})
    assert answer.status_code == 302, answer.text
    assert get("/nl/over-ons/").status_code == 404
    for language, path in (("nl", "/nl/over-ons/"), ("en", "/en/about-us/")):
        version = cms_world.version(made, language)
        approver.post(f"{VERSIONS}/{version.pk}/publish/")
        assert get(path).status_code == 200


def test_a_policy_is_put_on_a_page(
    editor: Client, page: Page, acme: Organisation
) -> None:
    foreign = world.policy(world.organisation("bolt"), "geheim")
    content = draft_of(page, editor)
    placeholder = content.get_placeholders().get(slot="content")
    url = (
        "/admin/cms/placeholder/add-plugin/?plugin_type=PolicyPlugin&plugin_language=nl"
        f"&placeholder_id={placeholder.pk}&plugin_position=3&cms_path=/nl/"
    )
    form = editor.get(url)
    assert form.status_code == 200
    mine = acme.policies.get(kind="cookie")
    assert f'value="{mine.pk}"' in form.text
    assert f'value="{foreign.pk}"' not in form.text
    editor.post(url, {"policy": foreign.pk})
    assert not EmbeddedPolicy.objects.exists()
    assert editor.post(url, {"policy": mine.pk}).status_code == 200
    assert EmbeddedPolicy.objects.get().policy == mine
    preview = editor.get(get_object_preview_url(content))
    assert "Tekst koekje." in preview.text


def test_a_plugin_is_deleted(editor: Client, page: Page) -> None:
    draft_of(page, editor)
    words = cms_world.text(page)
    url = f"/admin/cms/placeholder/delete-plugin/{words.pk}/?cms_path=/nl/"
    assert editor.get(url).status_code == 200
    editor.post(url, {"post": "yes"})
    assert not CMSPlugin.objects.filter(pk=words.pk).exists()


def test_somebody_of_two_organisations_edits_the_chosen_one(
    acme: Organisation, page: Page
) -> None:
    bolt = cms_world.organisation("bolt")
    other = cms_world.landing(bolt)
    user = world.person("zoe", Role.EDITOR, acme)
    Membership.objects.create(user=user, organisation=bolt, role=Role.EDITOR)
    for at, mine, foreign in ((acme, page, other), (bolt, other, page)):
        client = cms_world.staff(user, at)
        own, alien = (
            get_object_preview_url(cms_world.content(p)) for p in (mine, foreign)
        )
        assert client.get(own).status_code == 200
        assert client.get(alien).status_code == 404


def test_a_role_counts_in_its_organisation_only(acme: Organisation, page: Page) -> None:
    bolt = world.organisation("bolt")
    user = world.person("zoe", Role.VIEWER, acme)
    Membership.objects.create(user=user, organisation=bolt, role=Role.OWNER)
    client = cms_world.staff(user, acme)
    client.post(f"{VERSIONS}/{cms_world.version(page).pk}/unpublish/")
    assert cms_world.version(page).state == "published"


def test_pages_are_not_edited_without_an_organisation(page: Page) -> None:
    stranger = cms_world.staff(world.person("niemand"))
    url = get_object_preview_url(cms_world.content(page))
    assert stranger.get(url).status_code == 403
    assert stranger.get("/admin/").status_code == 200


def test_who_is_not_signed_in_is_asked_to(page: Page) -> None:
    url = get_object_preview_url(cms_world.content(page))
    answer: Any = Client(headers={"host": "localhost"}).get(url)
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


def test_public_hosts_have_no_editing_address(acme: Organisation, page: Page) -> None:
    assert get(get_object_preview_url(cms_world.content(page))).status_code == 404


def test_the_toolbar_speaks_the_language_chosen_for_the_interface(
    editor: Client, page: Page
) -> None:
    """On a page of either language, whichever the editor met first."""
    for language in ("nl", "en"):
        preview = get_object_preview_url(cms_world.content(page, language))
        for chosen, menu in (("nl", "Beleidsdocumenten"), ("en", "Policies")):
            answer = editor.get(preview, headers={"accept-language": chosen})
            toolbar = answer.text.partition("cms-toolbar-item-navigation")[2]
            assert f"<span>{menu}" in toolbar, (language, chosen)


def test_the_list_of_a_pages_versions_is_put_in_any_order_it_offers(
    editor: Client, page: Page
) -> None:
    listed = f"{VERSIONS}/?page={page.pk}&language=nl"
    found = editor.get(listed)
    assert found.status_code == 200
    assert "o=1" in found.text
    for column in range(10):
        assert editor.get(f"{listed}&o={column}").status_code == 200, column
