"""Absolute addresses of an organisation's pages, from our own table, never a header."""

from __future__ import annotations

from django.conf import settings

from organisations.models import Organisation


def origin(host_name: str) -> str:
    """Scheme, host and port, like ``https://privacy.example.nl``."""
    if settings.HTTPS:
        return f"https://{host_name}"
    port = "" if settings.PORT == 80 else f":{settings.PORT}"
    return f"http://{host_name}{port}"


def canonical_host(organisation: Organisation) -> str:
    """The organisation's canonical host name, or any, or ""."""
    hosts = sorted(organisation.hosts.all(), key=lambda h: (not h.canonical, h.name))
    return hosts[0].name if hosts else ""


def absolute(organisation: Organisation, path: str) -> str:
    """The address of a path on the organisation's canonical host, or the bare path."""
    host = canonical_host(organisation)
    return f"{origin(host)}{path}" if host else path
