"""Which room may import what (docs/architecture.md), as data and one question."""

from __future__ import annotations

from tests.import_walker import Import

# An app may import itself and those before it.
APPS = ("organisations", "policies", "cookies", "privacysite")

# Inside policies: which room a module is in.
ROOMS = {
    "pure": {
        "document", "edition", "states", "p3p", "richtext", "kinds", "diffing", "checks",
        "classifying",
        "schema", "hygiene", "variables", "agreement", "texts", "xliff", "fieldmarks",
        "returning",
    },
    "data": {"models", "translation", "migrations"},
    "bridge": {
        "borrowing", "comparing", "compiling", "editions", "freshness", "notices",
        "paths", "registers", "rendering", "searching", "summary", "translatable",
    },
    "outer": {"evidence", "importers", "exporters", "keeping", "starters"},
    "verbs": {"announcing", "conditions", "log", "actions", "news", "webhooks"},
    "delivery": {
        "admin", "api", "apps", "cms_config", "cms_plugins", "cms_toolbars", "counsel",
        "downloads", "feeds", "forms", "management", "overview", "pages", "sitemaps",
        "templatetags", "trimming", "urls", "verifying", "views", "wellknown",
    },
}  # fmt: skip
_ROOM_OF = {module: room for room, found in ROOMS.items() for module in found}
MAY_IMPORT = {
    "pure": {"pure"},
    "data": {"pure", "data"},
    "bridge": {"pure", "data", "bridge"},
    # Text to Document to bytes: no rows, so that no import or export can write one.
    "outer": {"pure", "bridge", "outer"},
    "verbs": {"pure", "data", "bridge", "outer", "verbs"},
    "delivery": set(ROOMS),
}
# What rooms without database and request must not touch outside the house.
_NO_ORM_NO_REQUEST = (
    "cms", "django.contrib", "django.db", "django.forms", "django.http",
    "django.shortcuts", "django.urls", "django.views", "menus", "modeltranslation",
    "organisations.middleware", "organisations.models",
)  # fmt: skip
CLOSED = {"pure": _NO_ORM_NO_REQUEST, "outer": _NO_ORM_NO_REQUEST}
NEVER = ("benchmarks", "demo", "tests")


def room(module: str) -> str:
    """The room of a module of policies; KeyError when nobody gave it one."""
    parts = module.split(".")
    return "pure" if len(parts) == 1 else _ROOM_OF[parts[1]]


def forbidden(found: Import) -> bool:
    """Whether that import goes against the direction."""
    app, target = (name.partition(".")[0] for name in (found.importer, found.imported))
    if target in NEVER:
        return True
    if target in APPS and APPS.index(target) > APPS.index(app):
        return True
    if app != "policies":
        return False
    own = room(found.importer)
    if target == "policies":
        return room(found.imported) not in MAY_IMPORT[own]
    closed = CLOSED.get(own, ())
    return any(f"{found.imported}.".startswith(f"{name}.") for name in closed)
