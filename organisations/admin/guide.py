"""The editing guide inside the admin, in the language of the interface."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from organisations import guide

ADDRESSES = guide.Addresses(
    chapter=lambda name: _address(name),
    picture=lambda language, name: reverse(
        "admin:guide_picture", args=[language, name]
    ),
)
A_DAY = 86_400


@require_safe
def chapter(request: HttpRequest, name: str = guide.INDEX) -> HttpResponse:
    """One chapter, or the index; any member of staff may read it."""
    language = _language()
    written = guide.text(language, name)
    if written is None:
        raise Http404
    listed = guide.chapters(language)
    names = [each.name for each in listed]
    place = names.index(name) if name in names else -1
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "is_nav_sidebar_enabled": False,  # the chapters stand there
        "title": guide.title(written),
        "words": guide.page(written, ADDRESSES),
        "chapters": [(each, _address(each.name)) for each in listed],
        "current": name,
        "before": _beside(listed, place - 1) if place >= 0 else None,
        "after": _beside(listed, place + 1),
    }
    return TemplateResponse(request, "admin/guide.html", context)


@require_safe
def picture(request: HttpRequest, language: str, name: str) -> FileResponse:
    """A picture of a screen."""
    path = guide.picture(language, name)
    if path is None:
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/png")
    answer["Cache-Control"] = f"private, max-age={A_DAY}"
    return answer


def _language() -> str:
    wanted = (get_language() or "")[:2]
    known = [code for code, _name in settings.LANGUAGES]
    return wanted if wanted in known else known[0]


def _address(name: str) -> str:
    if name == guide.INDEX:
        return reverse("admin:guide")
    return reverse("admin:guide_chapter", args=[name])


def _beside(listed: list[guide.Chapter], place: int) -> tuple[str, str] | None:
    if not 0 <= place < len(listed):
        return None
    return listed[place].title, _address(listed[place].name)
