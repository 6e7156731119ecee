"""The resources that this app brings to the API, in the order of the reference."""

from __future__ import annotations

from ninja import Router

from policies.api import comparison, documents, policies, registers, versions

ROUTERS: tuple[Router, ...] = (
    policies.router,
    versions.router,
    comparison.router,
    registers.router,
    documents.router,
)
