"""The admin's own addresses below a policy. Each view asks for its role itself."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from policies.admin import drafts, importing, publishing, sections

VIEWS: tuple[tuple[str, Any, str], ...] = (
    ("draft/", drafts.outline, "draft"),
    ("draft/move/", drafts.move, "move"),
    ("draft/preview/<str:language>/", drafts.preview, "preview"),
    ("draft/kinds/", sections.choose, "kinds"),
    ("draft/add/<slug:kind>/", sections.add, "add_section"),
    ("draft/sections/<int:section>/", sections.edit, "section"),
    ("draft/sections/<int:section>/delete/", sections.delete, "delete_section"),
    ("draft/import/", importing.upload, "import"),
    ("publish/", publishing.publish, "publish"),
    ("versions/", publishing.versions, "versions"),
    ("versions/<int:number>/withdraw/", publishing.withdraw, "withdraw"),
)


def urls(site: AdminSite) -> list[URLPattern]:
    """The patterns, for `PolicyAdmin.get_urls`."""
    return [
        path(
            f"<int:policy>/{route}",
            site.admin_view(view),
            name=f"policies_policy_{name}",
        )
        for route, view, name in VIEWS
    ]
