"""Accounts and groups: Django's own admin, for superusers, in one transaction each.

The signals of `organisations.accounts` write what changed in the audit trail.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse

from organisations.admin.trail import Gathering, in_one

admin.site.unregister((User, Group))


@admin.register(User)
class UserAdmin(Gathering, auth.UserAdmin):  # type: ignore[type-arg]
    """Who can sign in."""

    def user_change_password(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """A new password, and the entry that there is one: both or neither."""
        return in_one(request, super().user_change_password, *args, **kwargs)


@admin.register(Group)
class GroupAdmin(Gathering, auth.GroupAdmin):
    """Django's groups of rights. What staff do here follows from memberships."""
