"""What the API tells of cookies; mounted beside the resources of policies."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from cookies import registers
from policies.api.registers import Register, public, register

router = Router(tags=["Registers"])


@router.get("/cookie-types", response=Register, operation_id="cookie_types",
            summary="The types of cookie")  # fmt: skip
def cookie_types(request: HttpRequest) -> Register:
    """The types of cookie, what each is for, and whether the organisation uses it. Not
    found where no policy lists them."""
    organisation, today = public(request, "cookie_types")
    return register(registers.cookie_types(organisation, today), today)


@router.get("/cookies", response=Register, operation_id="cookies",
            summary="The cookies")  # fmt: skip
def cookies(request: HttpRequest) -> Register:
    """Each cookie that the organisation's sites set: who sets it, what for, of which
    type it is and how long it is kept. Not found where no policy lists them."""
    organisation, today = public(request, "cookies")
    return register(registers.cookies(organisation, today), today)
