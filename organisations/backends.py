"""What a role allows in django CMS, told as Django permissions.

django CMS and djangocms-versioning ask ``user.has_perm("cms.change_page")``, without
saying where. The answer is the user's role in the organisation whose Site is current:
on the admin host that is the one chosen in the session. That no page of another
organisation is touched under that permission is the guard's task (``cms_scope``).
"""

from __future__ import annotations

from itertools import product
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import ObjectDoesNotExist

from organisations import permissions, site_context
from organisations.models import Organisation

_DJANGO_S = ("add", "change", "delete", "view")
_EDITED = {
    "cms": ("cmsplugin", "pagecontent", "placeholderreference", "usersettings"),
    "djangocms_text": ("text",),
    "djangocms_versioning": ("pagecontentversion", "version"),
    "policies": ("embeddedpolicy",),
}

# Django's permission → the verb that one has to be able to do.
NEEDS: dict[str, str] = {
    "cms.view_page": "read",
    "cms.add_page": "edit pages",
    "cms.change_page": "edit pages",
    "cms.use_structure": "edit pages",
    # What takes something from the public pages, or puts it there.
    "cms.delete_page": "publish pages",
    "cms.publish_page": "publish pages",
    **{
        f"{app}.{does}_{model}": "edit pages"
        for app, models in _EDITED.items()
        for does, model in product(_DJANGO_S, models)
    },
}


class RoleBackend(BaseBackend):
    """Permissions from the user's role in the current organisation. Signs nobody in."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The CMS permissions of that user at this moment."""
        return {name for name in NEEDS if self.has_perm(user_obj, name, obj)}

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the role that is held here allows what the permission needs."""
        verb, organisation = NEEDS.get(perm), current_organisation()
        if verb is None or organisation is None:
            return False
        return permissions.of(user_obj).can(verb, organisation)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether the admin's index shows that app: pages, to editors."""
        return app_label == "cms" and self.has_perm(user_obj, "cms.change_page")


def current_organisation() -> Organisation | None:
    """The organisation of the current Site."""
    site = site_context.current()
    try:
        found: Organisation | None = site.organisation if site is not None else None
    except ObjectDoesNotExist:
        return None
    return found
