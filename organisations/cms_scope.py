"""The guard before django CMS: staff touch pages of the organisation they chose only.

django CMS knows no owner of a page: it takes the ids in an address or a form and asks
only whether the user may change pages at all. So every endpoint of its admin stands in
``SUBJECTS`` with the model of its id, and every id that a request names is looked up
here first. What belongs to another Site is answered as if it did not exist. An endpoint
that is not listed (a new one, after an upgrade) is refused until somebody lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cms.admin import forms
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils import translation
from djangocms_versioning.admin import VersionAdmin, VersionChangeList

from organisations import cms_owned, permissions

GetResponse = Callable[[HttpRequest], HttpResponseBase]
APPS = ("cms", "djangocms_text", "djangocms_versioning")
PAGE, CONTENT, PLACEHOLDER, PLUGIN, VERSION, NONE = (
    "page", "content", "placeholder", "plugin", "version", "",
)  # fmt: skip


def _endpoints(prefix: str, subject: str, *names: str) -> dict[str, str]:
    return {f"{prefix}_{name}": subject for name in names}


# The name of an address → what the id in it is of.
SUBJECTS: dict[str, str] = {
    **_endpoints(
        "cms_page", PAGE, "actions_menu", "advanced", "change", "copy_page", "delete",
        "edit_title_fields", "get_copy_dialog", "get_permissions", "history",
        "move_page", "set_home",
    ),
    **_endpoints("cms_page", NONE, "changelist", "get_list"),
    **_endpoints(
        "cms_pagecontent", CONTENT, "change", "change_innavigation", "change_template",
        "copy_language", "delete", "duplicate", "history",
    ),
    **_endpoints("cms_pagecontent", NONE, "add", "changelist", "get_tree"),
    **_endpoints(
        "cms_placeholder", PLUGIN, "delete_plugin", "edit_field", "edit_plugin"
    ),
    **_endpoints("cms_placeholder", PLACEHOLDER, "clear_placeholder"),
    **_endpoints("cms_placeholder", NONE, "add_plugin", "copy_plugins", "move_plugin"),
    **_endpoints(
        "cms_placeholder", CONTENT, "render_object_edit", "render_object_preview",
        "render_object_structure",
    ),
    **_endpoints("cms_usersettings", NONE, "change", "get_toolbar", "session_store"),
    **_endpoints("cms_wizard", NONE, "create"),
    **_endpoints("djangocms_text_textplugin", NONE, "get_messages"),
    **_endpoints(
        "djangocms_versioning_pagecontentversion", VERSION, "archive", "change",
        "compare", "delete", "discard", "edit_redirect", "history", "publish", "revert",
        "unlock", "unpublish",
    ),
    **_endpoints("djangocms_versioning_pagecontentversion", NONE, "changelist"),
}  # fmt: skip

# Addresses that change what the public sees, past draft and publish.
PUBLIC_AT_ONCE = {
    "cms_page_advanced", "cms_page_change", "cms_page_move_page", "cms_page_set_home",
}  # fmt: skip

# The name of a parameter → what its values are ids of.
PARAMETERS = {
    **dict.fromkeys(("cms_page", "page", "parent_page", "source", "target"), PAGE),
    **dict.fromkeys(
        ("placeholder_id", "placeholders[]", "source_placeholder_id",
         "target_placeholder_id"),
        PLACEHOLDER,
    ),
    **dict.fromkeys(
        ("plugin", "plugin_id", "plugin_parent", "source_plugin_id"), PLUGIN
    ),
    **dict.fromkeys(("_selected_action", "compare_to"), VERSION),
    "obj_id": CONTENT,
}  # fmt: skip


class CmsScopeMiddleware:
    """Looks up every id that a request to the CMS names, before the CMS does."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        forms.get_page_changed_by_filter_choices = cms_owned.last_changers
        VersionAdmin.sortable_by = cms_owned.SORTABLE
        VersionChangeList.get_ordering_field = cms_owned.ordering_field

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on: the ids are known only when the address is resolved."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Raise 404 for another organisation's, 403 for what the role forbids."""
        match = request.resolver_match
        if (
            match is None
            or match.app_names != ["admin"]
            or not request.user.is_authenticated  # the admin asks them to sign in
        ):
            return
        if _reaches_around(request, match):
            raise Http404
        if (match.url_name or "").startswith(APPS):
            self._check(request, match, [*args, *kwargs.values()])

    def _check(
        self, request: HttpRequest, match: ResolverMatch, ids: list[Any]
    ) -> None:
        organisation = request.organisation  # type: ignore[attr-defined]
        if organisation is None or not request.user.is_staff:
            raise PermissionDenied
        if match.url_name not in SUBJECTS:
            raise Http404
        if match.url_name in PUBLIC_AT_ONCE and not permissions.of(request.user).can(
            "publish pages", organisation
        ):
            raise PermissionDenied
        # The list of sites in the page tree, which CMS keeps under this name.
        request.user._cms_user_sites = [request.site]  # type: ignore[attr-defined]
        for subject, values in _named(request, match, ids):
            found = set(_numbers(values))
            if not cms_owned.owned(subject, found, request.site, request.user):
                raise Http404
        _speak_the_content_s_language(request, match, ids)


def _named(
    request: HttpRequest, match: ResolverMatch, ids: list[Any]
) -> Iterator[tuple[str, Iterable[Any]]]:
    """What the request names: kind of object, and ids."""
    name = match.url_name or ""
    if name.startswith("cms_placeholder_render_object_"):
        cms_owned.must_be_page_content(ids[0])
        yield CONTENT, [ids[1]]
    elif SUBJECTS[name]:
        yield SUBJECTS[name], [ids[0]]
    for data in (request.GET, request.POST):
        for key in data:
            values = data.getlist(key)
            plain = key.split("-", 1)[1] if key[:2] in ("0-", "1-") else key  # wizard
            if plain == "site":
                yield "site", values
            elif plain in PARAMETERS:
                if data is request.GET and not all(map(_may_be_id, values)):
                    raise Http404  # the CMS would look for it and fail
                yield PARAMETERS[plain], values


def _may_be_id(value: str) -> bool:
    """Whether it is an id, or says that there is none."""
    return value in ("", "None", "null") or (value.isascii() and value.isdigit())


def _numbers(values: Iterable[Any]) -> Iterator[int]:
    for value in values:
        try:
            yield int(value)
        except (TypeError, ValueError):
            continue  # no id at all: the forms refuse it


def _reaches_around(request: HttpRequest, match: ResolverMatch) -> bool:
    """Whether one of the admin's own general addresses asks for pages of the CMS."""
    if match.url_name == "view_on_site":
        return cms_owned.app_of(match.kwargs["content_type_id"]) in APPS
    if match.url_name != "autocomplete":
        return False
    try:
        model = apps.get_model(request.GET["app_label"], request.GET["model_name"])
        remote = model._meta.get_field(request.GET["field_name"]).related_model
    except (LookupError, FieldDoesNotExist):  # the admin answers a malformed request
        return False
    return bool(remote) and remote._meta.app_label in APPS


def _speak_the_content_s_language(
    request: HttpRequest, match: ResolverMatch, ids: list[Any]
) -> None:
    """A page is shown to its editors in its own language, whatever theirs is."""
    if (match.url_name or "").startswith("cms_placeholder_render_object_"):
        language = cms_owned.language_of(int(ids[1]))
        translation.activate(language)
        request.LANGUAGE_CODE = language
