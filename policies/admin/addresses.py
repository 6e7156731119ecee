"""The admin's own addresses below a policy. Each view asks for its role itself."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from policies.admin import (
    borrowed,
    comparison,
    drafts,
    importing,
    planning,
    publishing,
    remarks,
    reviews,
    search,
    sections,
    sharing,
    starting,
    together,
    using,
    versions,
    xliff,
)

VIEWS: tuple[tuple[str, Any, str], ...] = (
    ("draft/", drafts.outline, "draft"),
    ("draft/move/", drafts.move, "move"),
    ("draft/look/", sharing.look, "look"),
    ("draft/share/", sharing.share, "share"),
    ("draft/share/<row:link>/revoke/", sharing.revoke, "revoke"),
    ("draft/preview/<str:language>/", drafts.preview, "preview"),
    ("draft/kinds/", sections.choose, "kinds"),
    ("draft/add/<slug:kind>/", sections.add, "add_section"),
    ("draft/sections/<row:section>/", sections.edit, "section"),
    ("draft/sections/<row:section>/side/", sections.side, "side"),
    ("draft/sections/<row:section>/delete/", sections.delete, "delete_section"),
    (
        "draft/sections/<row:section>/duplicate/",
        sections.duplicate,
        "duplicate_section",
    ),
    ("draft/sections/<row:section>/translated/", sections.translated, "translated"),
    ("draft/removed/<row:removed>/undo/", sections.undo, "undo_delete"),
    ("draft/clauses/", using.clauses, "clauses"),
    ("draft/borrowed/", borrowed.borrowed, "borrowed"),
    ("draft/borrowed/take-all/", borrowed.take_all, "take_all"),
    ("draft/borrowed/take-section/", borrowed.take_section, "take_section"),
    ("draft/borrowed/follow/", borrowed.follow, "follow"),
    ("draft/borrowed/<row:section>/take/", borrowed.take, "take"),
    ("draft/borrowed/<row:section>/keep/", borrowed.keep, "keep"),
    ("draft/borrowed/<row:section>/unlink/", borrowed.unlink, "unlink"),
    ("draft/import/", importing.upload, "import"),
    ("draft/xliff/", xliff.translate, "xliff"),
    ("draft/xliff/import/", xliff.take_in, "xliff_import"),
    ("duplicate/", starting.duplicate, "duplicate"),
    ("publish/", publishing.publish, "publish"),
    ("review/", reviews.review, "review"),
    ("review/ask/", reviews.ask, "ask_review"),
    ("review/take-back/", reviews.take_back, "take_back"),
    ("review/approve/", reviews.approve, "approve"),
    ("review/reject/", reviews.reject, "reject"),
    ("review/plan/", planning.plan, "plan_review"),
    ("review/still-right/", planning.reviewed, "reviewed"),
    ("remarks/", remarks.remark, "remark"),
    ("remarks/<row:remark>/", remarks.settle, "settle_remark"),
    ("changes/", comparison.changes, "changes"),
    ("versions/", versions.versions, "versions"),
    ("versions/<row:number>/withdraw/", versions.withdraw, "withdraw"),
    ("versions/<row:number>/cancel/", versions.cancel, "cancel_schedule"),
    ("versions/<row:number>/restore/", versions.restore, "restore"),
)
# Beside the list, about no policy in particular.
OF_ALL: tuple[tuple[str, Any, str], ...] = (
    ("start/", starting.start, "start"),
    ("search/", search.search, "search"),
    ("publish-together/", together.together, "publish_together"),
)


def urls(site: AdminSite) -> list[URLPattern]:
    """The patterns, for `PolicyAdmin.get_urls`."""
    below = [(f"<row:policy>/{route}", view, name) for route, view, name in VIEWS]
    return [
        path(route, site.admin_view(view), name=f"policies_policy_{name}")
        for route, view, name in (*OF_ALL, *below)
    ]
