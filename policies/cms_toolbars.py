"""The CMS toolbar on the admin host: a menu with the organisation's policies."""

from __future__ import annotations

from cms.cms_toolbars import ADMIN_MENU_IDENTIFIER
from cms.toolbar_base import CMSToolbar
from cms.toolbar_pool import toolbar_pool
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations import permissions
from policies.models import Policy

MENU = "policies"


@toolbar_pool.register
class PoliciesToolbar(CMSToolbar):
    """Links from a page to the drafts of the policies that it may show."""

    def populate(self) -> None:
        """Add the menu, for those who may read the organisation's drafts."""
        organisation = getattr(self.request, "organisation", None)
        if organisation is None or not permissions.of(self.request.user).can(
            "read", organisation
        ):
            return
        menu = self.toolbar.get_or_create_menu(MENU, _("Policies"))
        language = get_language() or "nl"
        for policy in Policy.objects.filter(organisation=organisation):
            menu.add_link_item(policy.title_in(language), url=_address(policy))

    def post_template_populate(self) -> None:
        """Take out the list of every Site: a page is of the chosen organisation."""
        menu = self.toolbar.get_menu(ADMIN_MENU_IDENTIFIER)
        if menu is not None and "sites" in menu.menus:
            menu.remove_item(menu.menus.pop("sites"))


def _address(policy: Policy) -> str:
    try:
        return reverse("admin:policies_policy_change", args=[policy.pk])
    except NoReverseMatch:
        return reverse("admin:index")
