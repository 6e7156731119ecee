"""How tests use the admin: signed in on its host, sending what a browser would send."""

from __future__ import annotations

from typing import Any

from django.test import Client

from policies.models import Policy, Section


def signed_in(user: Any, language: str = "nl") -> Client:
    """A browser on the admin host, signed in."""
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(user)
    return client


def section(policy: Policy, anchor: str) -> Section:
    return Section.objects.get(draft__policy=policy, anchor=anchor)


def address(policy: Policy, rest: str) -> str:
    return f"/admin/policies/policy/{policy.pk}/{rest}"


def edit_address(row: Section) -> str:
    return address(row.draft.policy, f"draft/sections/{row.pk}/")


def sent(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send from the form at that address, with changes."""
    context = client.get(url).context
    data: dict[str, Any] = {}
    forms = [context["form"], context["entries"].management_form, *context["entries"]]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, list) and "many" not in str(field.field.widget.attrs):
                value = "\n".join(value)
            if value is not None and value is not False and value != "":
                data[field.html_name] = value
    return {**data, **changes}
