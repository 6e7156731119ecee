"""Whose is it? From the ids of django CMS's rows to the Site they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cms.models import CMSPlugin, Page, PageContent, Placeholder, UserSettings
from cms.models.placeholderpluginmodel import PlaceholderReference
from django.contrib.admin.views.main import ChangeList
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from djangocms_versioning.models import Version

from organisations import site_context
from organisations.numerals import whole

# The columns by which a page's versions can be put in order.
SORTABLE = ("number", "created", "modified", "created_by", "state")
# No row has such an id, and SQLite refuses to look for it.
_BEYOND = 2**63


def owned(subject: str, ids: set[int], site: Site, user: Any) -> bool:
    """Whether all these rows exist and are the Site's (or the user's clipboard's)."""
    if not ids:
        return True
    if any(abs(number) >= _BEYOND for number in ids):
        return False
    if subject == "site":
        return ids == {site.pk}
    rows = _rows(subject, site, user)
    return bool(rows.filter(pk__in=ids).values("pk").distinct().count() == len(ids))


def must_be_page_content(content_type_id: Any) -> None:
    """Only pages are edited in place; other models have no owner that we know."""
    if int(content_type_id) != _content_type().pk:
        raise Http404


def language_of(content_id: int) -> str:
    """The language of a page's content."""
    found = PageContent._base_manager.values_list("language", flat=True)
    return str(found.get(pk=content_id))


def app_of(content_type_id: Any) -> str:
    """The app of a content type; "" when there is no such type."""
    found = ContentType.objects.filter(pk=whole(content_type_id) or 0).first()
    return found.app_label if found else ""


def last_changers() -> Iterator[tuple[str, Any]]:
    """Who changed pages of the current Site, as choices of the page tree's filter.

    django CMS's own list names the staff of every Site.
    """
    pages = Page.objects.filter(site=site_context.current()).order_by("changed_by")
    yield "", _("All")
    for name in pages.values_list("changed_by", flat=True).distinct():
        yield name, name


def ordering_field(changes: Any, name: str) -> Any:
    """What a list of a page's versions is put in order by; None where it can't be.

    djangocms-versioning leads to an order by "content", which is no column, and fails.
    """
    return None if name == "content" else ChangeList.get_ordering_field(changes, name)


def _rows(subject: str, site: Site, user: Any) -> Any:
    if subject == "page":
        return Page._base_manager.filter(site=site)
    if subject == "content":
        return _contents(site)
    if subject == "placeholder":
        return _placeholders(site, user)
    if subject == "plugin":
        return CMSPlugin._base_manager.filter(placeholder__in=_placeholders(site, user))
    return Version._base_manager.filter(
        content_type=_content_type(), object_id__in=_contents(site).values("pk")
    )


def _contents(site: Site) -> Any:
    return PageContent._base_manager.filter(page__site=site)


def _placeholders(site: Site, user: Any) -> Any:
    """Those on the Site's pages, the user's clipboard, and what was copied to it."""
    clipboards = UserSettings.objects.filter(user=user).values("clipboard")
    copied = PlaceholderReference.objects.filter(placeholder__in=clipboards).values(
        "pk"
    )
    return Placeholder._base_manager.filter(
        Q(content_type=_content_type(), object_id__in=_contents(site).values("pk"))
        | Q(pk__in=clipboards)
        | Q(content_type=_content_type(PlaceholderReference), object_id__in=copied)
    )


def _content_type(model: type[Any] = PageContent) -> ContentType:
    return ContentType.objects.get_for_model(model)
