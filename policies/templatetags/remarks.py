"""``{% remarks policy section.uid %}``: what was said about one section of a draft."""

from __future__ import annotations

from typing import Any

from django import template

from organisations import people
from policies.actions.remark import LONGEST, can_remark
from policies.admin.threads import staff_in, threads
from policies.models import Policy

register = template.Library()


@register.inclusion_tag("admin/policies/_remarks.html", takes_context=True)
def remarks(
    context: dict[str, Any], policy: Policy, section_uid: str = ""
) -> dict[str, Any]:
    """The remarks on a section with a form for another; three queries and the names."""
    request = context["request"]
    found = threads(request.user, policy, section_uid)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "policy": policy,
        "section_uid": section_uid,
        "threads": found,
        "names": people.names(staff_in(found)),
        "may_remark": can_remark(request.user, policy),
        "longest": LONGEST,
        "next": request.get_full_path(),
        "zone": policy.organisation.zone,
    }
